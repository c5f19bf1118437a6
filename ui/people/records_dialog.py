"""All rows of one kind that are kept about a person, as a table."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.model.package import FieldKind
from app.workflows.person_data import Records
from ui.text import day, long_moment, one_line, size
from ui.theme.theme import Theme
from ui.widgets.plain_cells import PlainCells
from ui.widgets.plain_label import PlainLabel

_CELL = 200  # characters of a cell


class RecordsDialog(QDialog):
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
        self.table = QTableWidget(len(records.rows), len(records.headings))
        self.table.setAccessibleName(records.label)
        self.table.setItemDelegate(PlainCells(self.table, theme))
        self.table.setShowGrid(False)
        self.table.setHorizontalHeaderLabels(list(records.headings))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        for number, row in enumerate(records.rows):
            for place, (kind, value) in enumerate(row):
                item = QTableWidgetItem(shown_value(kind, value))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(number, place, item)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * 48)
        self.table.resizeColumnsToContents()
        for place in range(len(records.headings)):
            self.table.setColumnWidth(place, self.table.columnWidth(place) + 24)
        header.setStretchLastSection(True)
        column.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        room = self.screen().availableSize() * 0.8
        wide = self.fontMetrics().averageCharWidth() * 130
        self.resize(min(room.width(), wide), min(room.height(), 560))


def shown_value(kind: FieldKind, value: str | int | None) -> str:
    """Return a value of a row the way people read it."""
    if value is None:
        return ""
    if kind is FieldKind.MOMENT and isinstance(value, int):
        return long_moment(value)
    if kind is FieldKind.DAY and isinstance(value, str):
        return day(value)
    if kind is FieldKind.SIZE and isinstance(value, int):
        return size(value)
    if isinstance(value, int):
        return QLocale().toString(value)
    return one_line(value, _CELL)
