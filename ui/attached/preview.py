"""A file looked at inside the program: a picture or a text; never by another program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.model.conversation import AttachmentRow
from ui.attached.files import Files
from ui.attached.view import FileView
from ui.text import file_name, size
from ui.theme.theme import Theme
from ui.widgets.dialog import Dialog
from ui.widgets.plain_label import ElidedLabel, PlainLabel


class Preview(Dialog):
    """Shows a file, and offers to save it or to open it elsewhere."""

    def __init__(self, theme: Theme, files: Files, file: AttachmentRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(file_name(file.filename, 80))
        self.resize(760, 560)
        self.view = FileView(theme, files)
        top = QHBoxLayout()
        name = ElidedLabel(file.filename, role="heading", elide=Qt.TextElideMode.ElideMiddle)
        top.addWidget(name, 1)
        top.addWidget(PlainLabel(size(file.size), tone="muted"))
        save = QPushButton(_("Save as…"))
        save.clicked.connect(lambda: files.save(file))
        open_with = QPushButton(_("Open with another program…"))
        open_with.clicked.connect(lambda: files.open(file))
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        last = QHBoxLayout()
        last.addWidget(save)
        last.addWidget(open_with)
        last.addStretch(1)
        last.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addLayout(last)
        close.setFocus()
        self.view.show_file(file)
