"""The field in which an answer is written: it grows with the text, and takes files too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from ui.widgets.enter_key import is_ctrl_enter

_EDGES = 12  # pixels above and below the text that are not its padding


class WritingField(QPlainTextEdit):
    """As high as its text, within bounds. Files and pictures that are put in are told."""

    files_given = Signal(object)
    """Paths of files that were dropped or pasted."""
    picture_given = Signal(object)
    """A picture that was pasted."""

    def __init__(self) -> None:
        super().__init__()
        self._least = self._most = self._lines = 0
        self._padding = 0
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def set_room(self, least: int, most: int, padding: int) -> None:
        """Be so many lines high at least and at most, with pixels of padding above and below."""
        self._least, self._most, self._padding = least, max(least, most), padding
        self._lines = 0
        self._fit()

    def _fit(self) -> None:
        wanted = round(self.document().size().height())  # in lines, as they are broken at its width
        lines = min(max(wanted, self._least), self._most)
        if lines != self._lines:
            self._lines = lines
            height = lines * self.fontMetrics().lineSpacing()
            self.setFixedHeight(height + 2 * self._padding + _EDGES)

    def mark_internal(self, internal: bool) -> None:
        """Have the ground of an internal note, or that of what leaves the house."""
        marked = "true" if internal else ""
        if (self.property("internal") or "") != marked:
            self.setProperty("internal", marked)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Pass on Ctrl+Enter, which hands the text in, and Escape, which returns to the list."""
        if is_ctrl_enter(event) or event.key() == Qt.Key.Key_Escape:
            event.ignore()  # they are the composer's
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's own name
        """Take files and pictures too."""
        return bool(local_files(source)) or source.hasImage() or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's own name
        """Attach files and pictures; everything else is put in as plain text."""
        if paths := local_files(source):
            self.files_given.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.picture_given.emit(source.imageData())
        else:
            self.insertPlainText(source.text())


def local_files(source: QMimeData) -> list[Path]:
    """Return the files of this computer that are dragged or pasted."""
    urls = source.urls() if source.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
