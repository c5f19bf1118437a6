"""What is never lower than its texts need at its width: a part of a splitter, and what scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class HighEnough(QWidget):
    """A splitter gives room by sizes alone; that a narrower text is higher it does not ask."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        super().resizeEvent(event)
        self._take_height()

    def event(self, event: QEvent) -> bool:
        """Take in that a text became longer or shorter."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._take_height()
        return super().event(event)

    def _take_height(self) -> None:
        laid = self.layout()
        if laid is not None:
            asks = laid.hasHeightForWidth()  # not so while it shows no text
            self.setMinimumHeight(laid.totalMinimumHeightForWidth(self.width()) if asks else 0)


class LowEnough(QWidget):
    """What an area scrolls only where it cannot be lower: it would ask for the height it likes."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """Say how low it can be."""
        if (laid := self.layout()) is None:
            return super().heightForWidth(width)
        return laid.totalMinimumHeightForWidth(width)
