"""The line above a message: who wrote it, from where and when, painted as one.

A label for each would be laid out and painted by itself, and took a third of what a ticket takes
to open.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.i18n import _
from app.model.ticket import Direction
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import SMALL
from ui.widgets.plain_label import set_whole_tip

_ICON = 16
_GAP = 8
_ICONS = {
    Direction.IN: ("person", "muted"),
    Direction.OUT: ("reply", "info"),
    Direction.NOTE: ("note", "warning"),
}
_SENT_ON = ("forward", "info")
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class _Font(NamedTuple):
    font: QFont
    metrics: QFontMetrics

    def width(self, text: str) -> int:
        """How wide a text is, with a pixel so that none is cut."""
        return self.metrics.horizontalAdvance(text) + 1


class _Part(NamedTuple):
    text: str
    width: int
    left: int
    room: int
    """In how many pixels it is shown."""
    font: _Font
    tone: str


class _Fonts(NamedTuple):
    plain: _Font
    heading: _Font
    small: _Font


class MessageHead(QWidget):
    """Says it on one line; what does not fit ends in an ellipsis, and is in the tooltip."""

    forward_asked = Signal()
    """The message is to be sent on."""

    def __init__(self, theme: Theme, direction: Direction, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._direction = direction
        self._author = self._address = self._moment = self._whole = ""
        self._sent_on = False
        self._parts: list[_Part] | None = None
        self._fonts: _Fonts | None = None
        self._high: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.forward = QToolButton(self)
        self.forward.setProperty("role", "icon")
        self.forward.setToolTip(_("Forward this message"))
        self.forward.setAccessibleName(_("Forward this message"))
        self.forward.clicked.connect(self.forward_asked)
        self._take_colours()
        theme.changed.connect(self._take_colours)

    def _take_colours(self) -> None:
        self.forward.setIcon(icons.icon("forward", self._theme.palette.muted, _ICON))
        self._high = None
        self._arrange_anew()

    def say(self, author: str, address: str, moment: str, *, sent_on: bool = False) -> None:
        """Show lines of text, each safe to be shown; ``sent_on`` it is no answer."""
        self._author, self._address, self._moment = author, address, moment
        self._sent_on = sent_on
        self._arrange_anew()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as its button; any width will do."""
        if self._high is None:
            letters = QFontMetrics(self.font()).height()
            self._high = max(self.forward.sizeHint().height(), letters)
        return QSize(0, self._high)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Put the button at the end."""
        super().resizeEvent(event)
        size = self.forward.sizeHint()
        left, top = self.width() - size.width(), (self.height() - size.height()) // 2
        self.forward.setGeometry(left, top, size.width(), size.height())
        self._arrange_anew()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Be set anew in another font or style."""
        super().changeEvent(event)
        self._fonts = self._high = None
        self._arrange_anew()

    def _arrange_anew(self) -> None:
        self._parts = None
        self.update()

    def _arrange(self) -> list[_Part]:
        """Share the line out: the moment whole, then the author, then the address.

        On a short line the author keeps a third of it, and the moment gives way.
        """
        if self._fonts is None:
            self._fonts = self._take_fonts()
        plain, heading, small = self._fonts
        left, end = icons.scaled(_ICON) + _GAP, self.forward.geometry().left() - _GAP
        parts: list[_Part] = []

        def put(text: str, font: _Font, tone: str, end: int) -> None:
            nonlocal left
            width = font.width(text) if text else 0
            if (room := min(width, end - left)) > 0:
                parts.append(_Part(text, width, left, room, font, tone))
                left += room + _GAP

        begin = max(end - plain.width(self._moment), left + (end - left) // 3)
        kind = _("Internal note") if self._direction is Direction.NOTE else ""
        whole = [text for text in (self._author, kind, self._address, self._moment) if text]
        kept = small.width(kind) + _GAP if kind else 0
        if kept > (begin - left) // 2:  # the card is that of a note as it is
            kind, kept = "", 0
        put(self._author, heading, "text", begin - _GAP - kept)
        put(kind, small, "warning", begin - _GAP)
        put(self._address, plain, "muted", begin - _GAP)
        left = begin
        put(self._moment, plain, "muted", end)
        cut = len(parts) < len(whole) or any(part.width > part.room for part in parts)
        self._whole = " ".join(whole) if cut else ""
        return parts

    def _take_fonts(self) -> _Fonts:
        plain, heading, small = self.font(), QFont(self.font()), QFont(self.font())
        heading.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(plain.pointSizeF() * SMALL)
        return _Fonts(*(_Font(font, QFontMetrics(font)) for font in (plain, heading, small)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the sign and the texts."""
        if self._parts is None:
            self._parts = self._arrange()
        palette = self._theme.palette
        painter = QPainter(self)
        icon, tone = _SENT_ON if self._sent_on else _ICONS[self._direction]
        side = icons.scaled(_ICON)
        sign = icons.pixmap(icon, getattr(palette, tone), side, self.devicePixelRatioF())
        high = self.height()
        painter.drawPixmap(0, (high - side) // 2, sign)
        for text, width, left, room, font, colour in self._parts:
            shown = text
            if width > room:
                shown = font.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font.font)
            painter.setPen(QColor(getattr(palette, colour)))
            painter.drawText(left, 0, room, high, _LINE, shown)
        set_whole_tip(self, self._whole)
