"""All rows of one kind that are kept about a person, as a table."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from app.i18n import _
from app.workflows.person_data import Records
from ui.theme.theme import Theme
from ui.widgets.dialog import Dialog
from ui.widgets.plain_label import PlainLabel
from ui.widgets.records_view import RecordsView


class RecordsDialog(Dialog):
    """Shows rows and changes nothing."""

    def __init__(self, theme: Theme, parent: QWidget, records: Records, total: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(records.label)
        spacing = theme.spacing
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.page)
        column.setSpacing(spacing.gap)
        column.addWidget(PlainLabel(records.label, role="title"))
        if total > len(records.rows):
            text = _("The last {count} of {total}.").format(
                count=QLocale().toString(len(records.rows)), total=QLocale().toString(total)
            )
            column.addWidget(PlainLabel(text, tone="muted"))
        self.records = RecordsView(theme)
        self.records.show_records(records)
        column.addWidget(self.records, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        room = self.screen().availableSize() * 0.8
        wide = self.fontMetrics().averageCharWidth() * 130
        self.resize(min(room.width(), wide), min(room.height(), 560))
