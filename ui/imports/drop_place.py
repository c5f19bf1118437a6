"""Where files to import are dropped or chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel


class DropPlace(QWidget):
    """Says what may be dropped, and lets one choose it instead."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.files = QPushButton(_("Choose files…"))
        self.files.setProperty("role", "primary")
        self.folder = QPushButton(_("Choose a folder of mail…"))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(PlainLabel(_("Drop files here, or choose them"), role="heading"))
        texts.addWidget(
            PlainLabel(
                _(
                    "Mail (.eml, mailboxes, folders of them) becomes tickets; inventory files"
                    " (CSV, agent JSON and XML, DEP and MDM JSON) become devices. You see what"
                    " each row will do before anything is kept."
                ),
                tone="muted",
                wrap=True,
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.spacing.unit)
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        texts.addSpacing(theme.spacing.unit)
        texts.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.spacing.gap)
        row.addWidget(IconLabel(theme, "import", "muted", 40), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
