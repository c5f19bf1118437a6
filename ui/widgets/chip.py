"""A small button that names what belongs to something, painted quickly while nothing is at it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QMargins, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QStyleOptionButton

from ui.widgets.drawn_texts import DrawnTexts
from ui.widgets.giving_button import BESIDE, GivingButton
from ui.widgets.kept_ground import KeptGround


class _Look(NamedTuple):
    texts: DrawnTexts
    colour: QColor
    behind: QColor
    edge: QMargins


class _Drawing(NamedTuple):
    key: int
    scale: float
    wide: int
    """As it is drawn at that scale of the screen, with what is free beside it."""


class Chip(GivingButton):
    """Stands on the ground of a page, its drawing and text at the left.

    An ampersand in the text is written twice, as Qt wants it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self._drawing: _Drawing | None = None
        self._ground = KeptGround(self)
        self._look: _Look | None = None

    def setIcon(self, icon: QIcon | QPixmap) -> None:  # noqa: N802 - Qt's own name
        """Show a drawing beside the text."""
        super().setIcon(icon)
        self._take_drawing()

    def setIconSize(self, size: QSize) -> None:  # noqa: N802 - Qt's own name
        """Make the drawing as large."""
        super().setIconSize(size)
        self._take_drawing()

    def _take_drawing(self) -> _Drawing | None:
        icon, scale = self.icon(), self.devicePixelRatioF()
        drawing = None
        if not icon.isNull():
            drawn = icon.pixmap(self.iconSize(), scale).deviceIndependentSize()
            drawing = _Drawing(icon.cacheKey(), scale, int(drawn.width()) + BESIDE)
        self._drawing = drawing
        return drawing

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Look otherwise in another font or style."""
        self._ground.forget()
        self._look = None
        super().changeEvent(event)

    def paint_whole(self, event: QPaintEvent) -> None:
        """Write the text on the ground that is kept; what is rarer is left to the style."""
        text = self.text()
        if not text or self.underMouse() or self.isDown():
            super().paint_whole(event)
            return
        if (look := self._look) is None:
            look = self._look = self._take_look()
        drawing = self._drawing
        if drawing is not None and drawing.scale != self.devicePixelRatioF():
            drawing = self._take_drawing()
        texts, colour, behind, edge = look
        left = edge.left() + (drawing.wide if drawing else 0)
        wide, top = self.width() - left - edge.right(), edge.top()
        room = left, top, wide, self.height() - top - edge.bottom()
        painter = QPainter(self)
        self._ground.draw(painter, behind=behind, drawing=drawing)
        painter.setPen(colour)
        texts.draw(painter, text.replace("&&", "&"), room)

    def _take_look(self) -> _Look:
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - 600 names, which no start needs

        option = QStyleOptionButton()
        self.initStyleOption(option)
        whole, contents = self.rect(), QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(contents, option, self)
        edge = QMargins(
            room.left(), room.top(), whole.right() - room.right(), whole.bottom() - room.bottom()
        )
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        behind = (self.parentWidget() or self).palette().color(QPalette.ColorRole.Base)
        return _Look(DrawnTexts(self.font()), colour, behind, edge)
