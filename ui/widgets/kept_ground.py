"""What a button looks like without its text, drawn by the stylesheet once and kept.

By the stylesheet it takes long to draw, and the buttons above a ticket are drawn for each.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QStyleOptionButton

_END = 8  # pixels: wider than a corner is round
_KEPT = 8  # grounds of a button: at rest and with the keyboard or pointer there


class KeptGround:
    """The grounds of one button, which says :meth:`forget` when it changes by more than its state.

    One serves for every width: of one that is wider, the right end is put where the button ends.
    """

    def __init__(self, button: QPushButton) -> None:
        self._button = button
        self._grounds: dict[Hashable, QPixmap] = {}

    def forget(self) -> None:
        """Draw them anew, in another font or style."""
        self._grounds.clear()

    def draw(
        self, painter: QPainter, *, behind: QColor | None = None, drawing: Hashable = None
    ) -> None:
        """Draw the one for the state that the button is in, and for the ``drawing`` that it has.

        Its round corners are exact where the colour ``behind`` the button is known.
        """
        button = self._button
        wide, high, scale = button.width(), button.height(), button.devicePixelRatioF()
        one_for_all = scale.is_integer()  # else an end would fall between two pixels of the screen
        look = (
            0 if one_for_all else wide,
            high,
            scale,
            drawing,
            button.hasFocus(),
            button.underMouse(),
            button.isDown(),
        )
        ground = self._grounds.get(look)
        if ground is None or ground.width() < int(wide * scale):
            if len(self._grounds) >= _KEPT:
                self._grounds.clear()
            ground = self._grounds[look] = self._paint(scale, behind)
        if one_for_all and ground.width() > wide * int(scale):
            _draw_ends(painter, ground, wide, int(scale))
        else:
            painter.drawPixmap(0, 0, ground)

    def _paint(self, scale: float, behind: QColor | None) -> QPixmap:
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - 600 names, which no start needs

        button = self._button
        ground = QPixmap(button.size() * scale)
        ground.setDevicePixelRatio(scale)
        ground.fill(Qt.GlobalColor.transparent if behind is None else behind)
        option = QStyleOptionButton()
        button.initStyleOption(option)
        drawn: Any = option  # the stubs know none of the option's fields
        drawn.text = ""
        painter = QPainter(ground)
        button.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, button)
        painter.end()
        return ground


def _draw_ends(painter: QPainter, ground: QPixmap, wide: int, scale: int) -> None:
    left, high, end = wide - _END, ground.height(), _END * scale
    painter.drawPixmap(0, 0, ground, 0, 0, left * scale, high)
    painter.drawPixmap(left, 0, ground, ground.width() - end, 0, end, high)
