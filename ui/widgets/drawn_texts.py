"""Texts of one line that are drawn again and again: each is shaped once, not at every picture."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText, QTransform

_KEPT = 2_000  # texts: several screens of a list
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_TURNING = "\u0590"  # from here on there are scripts that run from right to left


class DrawnTexts:
    """Draws plain text in one font; what does not fit ends in an ellipsis."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = self._metrics = QFontMetrics(font)
        # Not rounded, as the painter takes it: the text stands on the same line of pixels.
        self._height = QFontMetricsF(font).height()
        self._widest = max(metrics.horizontalAdvance(letter) for letter in "WM@%")
        self._shape = lru_cache(maxsize=_KEPT)(self._shape_anew)

    def draw(self, painter: QPainter, text: str, room: QRect) -> None:
        """Draw ``text`` at the left of a room, half way up, with the painter's pen and font."""
        if max(text) >= _TURNING:  # where it begins depends on its direction: the painter's to say
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _FLAGS, shown)
            return
        # A text that fits for certain is the same in any room.
        fits = text.isascii() and len(text) * self._widest <= room.width()
        shape = self._shape(text, None if fits else room.width())
        top = room.top() + (room.height() - self._height) / 2
        painter.drawStaticText(QPointF(room.left(), top), shape)

    def _shape_anew(self, text: str, width: int | None) -> QStaticText:
        if width is not None:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        shape = QStaticText(text)
        shape.setTextFormat(Qt.TextFormat.PlainText)
        shape.prepare(QTransform(), self.font)
        return shape
