"""A place in the navigation: its drawing, its title, and how much waits there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton

from app.i18n import _
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import RADIUS
from ui.widgets.dragged_rows import ROWS

SIDE = 10  # pixels
_ICON = 20  # pixels
_SMALL = 0.75  # of the font: a count at a drawing


class NavButton(QPushButton):
    """A place in the navigation, with a short text at its right side."""

    rows_dropped = Signal()
    """Rows of a list were dragged here."""

    def __init__(
        self, theme: Theme, title: str, icon: str = "", *, beside: str = "", key: str = ""
    ) -> None:
        super().__init__(title.replace("&", "&&"))
        self._theme = theme
        self._icon = icon
        self._title = title
        self._beside = beside
        self._key = key
        self._narrow = False
        self._pressing = ("", "")
        self.setProperty("role", "nav")
        self.setAccessibleName(title)
        if key:
            self.setToolTip(f"{title} ({key})")
        self._here = False
        self._describe()
        self.dress()

    def show_beside(self, text: str) -> None:
        """Show another text at the right side; a screen reader says it too."""
        self._beside = text
        self.setAccessibleName(f"{self._title} {text}".strip())
        self.update()

    def show_pressing(self, count: str, what: str) -> None:
        """Show a count at the drawing while it stands alone; an empty one shows none."""
        self._pressing = (count, what)
        said = f"{self._title}, {what}: {count}" if count else self._title
        self.setAccessibleName(said)
        self.setToolTip(f"{said} ({self._key})" if self._key else said)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show the drawing alone; the title is in the tooltip then, and a screen reader's."""
        self.setText("" if narrow else self._title.replace("&", "&&"))
        self._narrow = narrow
        if not self.toolTip():
            self.setToolTip(self._title)

    @property
    def is_here(self) -> bool:
        """Whether this place is shown."""
        return self._here

    def mark(self, *, here: bool) -> None:
        """Show whether the user is here.

        It is no button that stays pressed: a screen reader would call that a check box.
        """
        if here == self._here:
            return
        self._here = here
        self._describe()
        self.dress()

    def _describe(self) -> None:
        said = (self._key, _("You are here") if self._here else "")
        self.setAccessibleDescription(", ".join(filter(None, said)) or self.toolTip())

    def dress(self) -> None:
        """Take on the colours of the theme in force."""
        palette = self._theme.palette
        colour = palette.accent if self._here else palette.muted
        side = icons.scaled(_ICON)
        self.setIconSize(QSize(side, side))
        if self._icon:
            self.setIcon(icons.icon(self._icon, colour, _ICON))
        else:  # the text stands in line with that of the pages
            self.setIcon(icons.blank(_ICON))
        self.update()

    def take_rows(self) -> None:
        """Let rows of a list be dragged here."""
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Welcome rows of a list, and show that they would stay here."""
        if event.mimeData().hasFormat(ROWS):
            event.acceptProposedAction()
            self._light(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's own name
        """Show that they went on."""
        self._light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Take the rows."""
        self._light(on=False)
        event.acceptProposedAction()
        self.rows_dropped.emit()

    def _light(self, *, on: bool) -> None:
        self.setProperty("target", "true" if on else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for both texts."""
        hint = super().sizeHint()
        if self._narrow:
            return hint
        beside = max(self.fontMetrics().horizontalAdvance(t) for t in (self._beside, "999+"))
        return QSize(hint.width() + beside + SIDE, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the button, and the text at its right side."""
        if self._here:
            self._paint_ground()
        super().paintEvent(event)
        if self._narrow and self._pressing[0]:
            self._paint_pressing()
        if not self._beside or self._narrow:
            return
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.palette.muted))
        room = QRect(0, 0, self.width() - SIDE, self.height())
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._beside
        )

    def _paint_ground(self) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.palette.accent_soft))
            painter.drawRoundedRect(self.rect(), RADIUS, RADIUS)

    def _paint_pressing(self) -> None:
        """Draw the count over the drawing's upper right corner."""
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        font.setBold(True)
        count = self._pressing[0]
        high = QFontMetrics(font).height()
        wide = max(high, QFontMetrics(font).horizontalAdvance(count) + high // 2)
        place = QRect(self.width() // 2, 0, wide, high)
        place.moveRight(min(place.right(), self.width() - 1))
        palette = self._theme.palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent))
            painter.drawRoundedRect(place, high / 2, high / 2)
            painter.setFont(font)
            painter.setPen(QColor(palette.on_accent))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, count)
