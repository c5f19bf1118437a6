"""A file looked at inside the program: a picture or a text; never by another program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.model.ticket import AttachmentRow
from ui.text import many_lines, one_line, size
from ui.theme.theme import Theme
from ui.tickets.files import Files
from ui.widgets.dialog import Dialog
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_LARGEST = QSize(2_400, 2_400)


class _Canvas(QLabel):
    """A picture that is never larger than its room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(200, 160)

    def show_image(self, image: QImage) -> None:
        """Show a picture."""
        self._image = image
        self._fit()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's own name
        """Fit the picture to the room."""
        del event
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        room = self.size().boundedTo(self._image.size())
        self.setPixmap(
            QPixmap.fromImage(self._image).scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )


class Preview(Dialog):
    """Shows a file, and offers to save it or to open it elsewhere."""

    def __init__(self, theme: Theme, files: Files, file: AttachmentRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(one_line(file.filename, 80))
        self.resize(760, 560)
        self.canvas = _Canvas()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Text"))
        self.nothing = EmptyState(
            theme,
            "attach",
            _("This kind of file is not shown here"),
            _("Save it, or open it with another program."),
        )
        self.stack = QStackedWidget()
        for widget in (self.nothing, self.canvas, self.text):
            self.stack.addWidget(widget)
        top = QHBoxLayout()
        top.addWidget(ElidedLabel(file.filename, role="heading"), 1)
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
        column.addWidget(self.stack, 1)
        column.addLayout(last)
        close.setFocus()
        if files.may_be_picture(file):
            files.picture(self, file, _LARGEST, self._show_picture)
        elif files.may_be_text(file):
            files.text(self, file, self._show_text)

    def _show_picture(self, image: QImage | None) -> None:
        if image is not None:
            self.canvas.show_image(image)
            self.stack.setCurrentWidget(self.canvas)

    def _show_text(self, text: str) -> None:
        self.text.setPlainText(many_lines(text))
        self.stack.setCurrentWidget(self.text)
