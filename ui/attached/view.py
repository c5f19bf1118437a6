"""What is in a file, shown inside the program: a picture or a text, or that it is neither."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedWidget, QWidget

from app.i18n import _
from app.model.conversation import AttachmentRow
from ui.attached.files import Files
from ui.text import LINE_LIMIT, file_name, many_lines
from ui.theme.theme import Theme
from ui.widgets.empty_state import EmptyState

_LARGEST = QSize(2_400, 2_400)


class _Canvas(QLabel):
    """A picture that is never larger than its room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(80, 60)

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


class FileView(QStackedWidget):
    """Shows one file after the other; what is read too late is not shown."""

    def __init__(self, theme: Theme, files: Files) -> None:
        super().__init__()
        self._files = files
        self._file: AttachmentRow | None = None
        self.canvas = _Canvas()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text"))
        self.nothing = EmptyState(
            theme,
            "attach",
            _("This kind of file is not shown here"),
            _("Save it, or open it with another program."),
        )
        self.empty = QWidget()
        for widget in (self.empty, self.nothing, self.canvas, self.text):
            self.addWidget(widget)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Ask for little and take the room that there is: what is shown fits itself to it."""
        return QSize(240, 100)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """Ask for no more where it is narrow."""
        return False

    def show_file(self, file: AttachmentRow | None) -> None:
        """Show a file; nothing for None."""
        self._file = file
        if file is None:
            self.setCurrentWidget(self.empty)
            return
        self.setCurrentWidget(self.nothing)
        if self._files.may_be_picture(file):
            self._files.picture(self, file, _LARGEST, lambda image: self._picture(file, image))
        elif self._files.may_be_text(file):
            self._files.text(self, file, lambda text: self._text(file, text))

    def _picture(self, file: AttachmentRow, image: QImage | None) -> None:
        if image is not None and file == self._file:
            name = file_name(file.filename, LINE_LIMIT)
            self.canvas.setAccessibleName(_("Picture: {name}").format(name=name))
            self.canvas.show_image(image)
            self.setCurrentWidget(self.canvas)

    def _text(self, file: AttachmentRow, text: str) -> None:
        if file == self._file:
            self.text.setPlainText(many_lines(text))
            self.setCurrentWidget(self.text)
