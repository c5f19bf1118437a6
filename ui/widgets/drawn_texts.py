"""Texts of one line that are drawn again and again: each is shaped once, not at every picture."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText, QTransform

_KEPT = 2_000  # texts: several screens of a list
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_TURNING = "\u0590"  # from here on there are scripts that run from right to left

Room = tuple[int, int, int, int]
"""Left, top, width and height in pixels: cheaper to make than a rectangle of Qt's."""


class DrawnTexts:
    """Draws plain text in one font; what does not fit ends in an ellipsis."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        # Not rounded, as the painter takes it: the text stands on the same line of pixels.
        self._exact = QFontMetricsF(font)
        self._height = self._exact.height()
        self._shape = lru_cache(maxsize=_KEPT)(self._shape_anew)

    def width(self, text: str) -> int:
        """Return in how many pixels ``text`` fits whole."""
        return ceil(self._exact.horizontalAdvance(text))

    def draw(self, painter: QPainter, text: str, room: Room) -> None:
        """Draw ``text`` at the left of a room, half way up, with the painter's pen and font."""
        left, top, width, high = room
        shape = self._shape(text, width)
        if shape is None:  # where it begins depends on its direction: the painter's to say
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(*room), _FLAGS, shown)
        else:
            painter.drawStaticText(QPointF(left, top + (high - self._height) / 2), shape)

    def _shape_anew(self, text: str, width: int) -> QStaticText | None:
        if max(text) >= _TURNING:
            return None
        shape = self._shape_whole(text)
        if shape.size().width() > width:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            shape = self._shape_whole(text)
        return shape

    def _shape_whole(self, text: str) -> QStaticText:
        shape = QStaticText(text)
        shape.setTextFormat(Qt.TextFormat.PlainText)
        shape.prepare(QTransform(), self.font)
        return shape
