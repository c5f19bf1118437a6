"""The program's own drawings, coloured with the palette and kept once drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
_USUAL = 11.0
"""Points of a font up to which a drawing is as large as is asked for."""
_SCALES = (1.0, 2.0)  # in between, Qt shrinks the larger: sharp at every scale of the screen


class _Letters:
    factor = 1.0


def grow_with(point_size: float) -> None:
    """Let drawings grow with the letters beside them, of that size from now on."""
    _Letters.factor = max(1.0, point_size / _USUAL)


def scaled(size: int) -> int:
    """Return how many pixels a drawing of ``size`` pixels takes beside the letters in force."""
    return round(size * _Letters.factor)


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """Return the drawing ``name`` in ``colour`` (``#rrggbb``), ``scaled(size)`` pixels square.

    Raises ``FileNotFoundError`` for a name that there is no drawing of.
    """
    return _icon(name, colour, scaled(size))


@cache
def _icon(name: str, colour: str, size: int) -> QIcon:
    drawing, drawn = _drawing(name, colour), QIcon()
    for scale in _SCALES:
        drawn.addPixmap(_drawn(drawing, size, scale))
    return drawn


@cache
def pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    """Return the drawing, exactly ``size`` pixels square, for a screen of the given scale."""
    return _drawn(_drawing(name, colour), size, scale)


@cache
def dot(colour: str, size: int, scale: float) -> QPixmap:
    """Return a filled circle, such as the mark of a status."""
    drawn = _blank(size, scale)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
    painter.end()
    return drawn


def blank(size: int) -> QIcon:
    """Return nothing of a drawing's size, so that texts with and without one line up."""
    return QIcon(_blank(scaled(size), 1.0))


def _drawn(drawing: QSvgRenderer, size: int, scale: float) -> QPixmap:
    drawn = _blank(size, scale)
    painter = QPainter(drawn)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def _drawing(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode("ascii"))))


@cache
def _source(name: str) -> bytes:
    return (_FOLDER / f"{name}.svg").read_bytes()


def _blank(size: int, scale: float) -> QPixmap:
    blank = QPixmap(QSize(round(size * scale), round(size * scale)))
    blank.setDevicePixelRatio(scale)
    blank.fill(Qt.GlobalColor.transparent)
    return blank
