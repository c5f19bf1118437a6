"""Texts that are kept shaped look as if the painter had drawn them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.widgets.drawn_texts import DrawnTexts

_TEXTS = (
    "Laptop does not start any more",
    "A laptop for a new colleague who begins in Utrecht on the first of next month",
    "Größe: fünf AV To fi",
    "<b>not bold</b> &amp;",
    "😀 a smile",
    "שלום abc",  # runs from right to left
    "a שלום",
)


@pytest.mark.parametrize("size", [9.0, 10.0, 11.5])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_each_pixel_is_that_of_the_painter(qapp: QApplication, size: float, scale: float) -> None:
    font = QFont(qapp.font())
    font.setPointSizeF(size)
    texts, metrics = DrawnTexts(font), QFontMetrics(font)
    for text in _TEXTS:
        for room in (QRect(7, 11, 120, 25), QRect(7, 11, 120, 26), QRect(7, 11, 300, 31)):
            drawn, expected = _paper(scale), _paper(scale)
            for _time in range(2):  # the second is of what was kept
                painter = QPainter(drawn)
                painter.setFont(font)
                painter.fillRect(drawn.rect(), Qt.GlobalColor.white)
                texts.draw(painter, text, (room.x(), room.y(), room.width(), room.height()))
                painter.end()
            painter = QPainter(expected)
            painter.setFont(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, shown)
            painter.end()
            assert drawn == expected, (text, room)


def _paper(scale: float) -> QImage:
    paper = QImage(round(400 * scale), round(60 * scale), QImage.Format.Format_RGB32)
    paper.setDevicePixelRatio(scale)
    paper.fill(Qt.GlobalColor.white)
    return paper
