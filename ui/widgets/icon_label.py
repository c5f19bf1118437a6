"""A drawing that stands by itself and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import icons
from ui.theme.theme import Theme


class IconLabel(QWidget):
    """Shows a drawing in one of the palette's colours; screen readers pass it by."""

    def __init__(
        self, theme: Theme, name: str, tone: str, size: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def show_icon(self, name: str, tone: str) -> None:
        """Show another drawing."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """The size of the drawing."""
        size = icons.scaled(self._size)
        return QSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw it, sharp at this screen's scale."""
        colour: str = getattr(self._theme.palette, self._tone)
        painter = QPainter(self)
        scale, size = self.devicePixelRatioF(), icons.scaled(self._size)
        if self._name == "dot":
            painter.drawPixmap(0, 0, icons.dot(colour, size, scale))
        else:
            painter.drawPixmap(0, 0, icons.pixmap(self._name, colour, size, scale))
