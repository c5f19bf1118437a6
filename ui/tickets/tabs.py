"""The row of tabs above the tickets: the list first, then each ticket that was opened apart."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QTabBar, QToolButton, QToolTip, QWidget

from app.i18n import _
from app.model.ticket import format_number
from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.plain_label import as_plain_tip

MOST = 20
"""Tickets open in tabs at once; more are no help to anybody."""
_TITLE = 80  # characters; a tab has room for fewer
_SHOWN = 24  # characters of a title that a tab has room for
_CROSS = 12  # pixels
_CUT_OFF = "…"  # behind a text that has no room


class Tabs(QTabBar):
    """Shows which tickets are open; it is hidden while none is."""

    picked = Signal(object)
    """The user went to a tab: a ticket's id, or None for the list."""
    close_asked = Signal(object)
    """A ticket's tab is to go: its id."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tickets: list[int] = []  # of the second tab and on: ids are too large for Qt's own
        self._titles: dict[int, str] = {}
        self._whole: dict[int, str] = {}
        self._close: dict[int, QToolButton] = {}
        self.setAccessibleName(_("Open tickets"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self.addTab(_("List"))
        self.currentChanged.connect(lambda place: self.picked.emit(self._at(place)))
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def tickets(self) -> tuple[int, ...]:
        """The tickets that are open, from left to right."""
        return tuple(self._tickets)

    @property
    def current(self) -> int | None:
        """The ticket whose tab is at work, or None for the list."""
        return self._at(self.currentIndex())

    @property
    def is_full(self) -> bool:
        """Whether no more tickets can be opened."""
        return len(self._tickets) >= MOST

    def title(self, ticket: int) -> str:
        """Return the title that a tab was given."""
        return self._titles.get(ticket, "")

    def _at(self, place: int) -> int | None:
        return self._tickets[place - 1] if 0 < place <= len(self._tickets) else None

    def open(self, ticket: int) -> None:
        """Give a ticket a tab, the last one, without going there."""
        if ticket in self._tickets:
            return
        self._tickets.append(ticket)
        place = self.addTab(format_number(ticket))
        button = QToolButton()
        button.setProperty("role", "icon")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W closes by key
        button.setAccessibleName(_("Close {number}").format(number=format_number(ticket)))
        button.setToolTip(_("Close (Ctrl+W)"))
        button.clicked.connect(lambda _checked=False: self.close_asked.emit(ticket))
        self._close[ticket] = button
        self.setTabButton(place, QTabBar.ButtonPosition.RightSide, button)
        self._dress()
        self.show()

    def entitle(self, ticket: int, title: str) -> None:
        """Say what a ticket is about in its tab."""
        if ticket not in self._tickets:
            return
        self._titles[ticket] = one_line(title, _TITLE)
        place = 1 + self._tickets.index(ticket)
        text = " ".join(filter(None, (format_number(ticket), self._titles[ticket])))
        self.setTabText(place, text.replace("&", "&&"))
        self._whole[ticket] = " ".join(filter(None, (format_number(ticket), one_line(title))))

    def go(self, ticket: int | None) -> None:
        """Go to a ticket's tab, or to the list."""
        self.setCurrentIndex(0 if ticket is None else 1 + self._tickets.index(ticket))

    def step(self, by: int) -> None:
        """Go to the tab beside this one, round and round."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def drop(self, ticket: int) -> None:
        """Take a ticket's tab away; the one to its left is at work then, if this one was."""
        place = 1 + self._tickets.index(ticket)
        if place == self.currentIndex():
            self.setCurrentIndex(place - 1)
        del self._tickets[place - 1], self._close[ticket]
        self._titles.pop(ticket, None)
        self._whole.pop(ticket, None)
        self.removeTab(place)
        self.setVisible(bool(self._tickets))

    def tabSizeHint(self, place: int) -> QSize:  # noqa: N802 - Qt's own name
        """Return the size of a tab: no title takes the whole row."""
        hint, metrics = super().tabSizeHint(place), self.fontMetrics()
        number = metrics.horizontalAdvance(format_number(0) + " ")
        widest = number + metrics.averageCharWidth() * _SHOWN + self._beside(place)
        return QSize(min(hint.width(), widest), hint.height())

    def minimumTabSizeHint(self, place: int) -> QSize:  # noqa: N802 - Qt's own name
        """Return how small a tab may become: the list keeps its name, a ticket its number."""
        hint = self.tabSizeHint(place)
        if not place:
            return hint
        number = self.fontMetrics().horizontalAdvance(format_number(0) + _CUT_OFF)
        return QSize(min(hint.width(), number + self._beside(place)), hint.height())

    def _beside(self, place: int) -> int:
        """Return how many pixels of a tab are not its text's: the margins, and the cross."""
        shown = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.tabText(place))
        return super().tabSizeHint(place).width() - shown.width()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Let the row be as narrow as its page: it scrolls."""
        return QSize(1, super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Close the tab that the middle button is pressed on."""
        ticket = self._at(self.tabAt(event.position().toPoint()))
        if event.button() is Qt.MouseButton.MiddleButton and ticket is not None:
            self.close_asked.emit(ticket)
        else:
            super().mouseReleaseEvent(event)

    def tip(self, place: int) -> str:
        """Return what the tooltip of a tab says, letter by letter."""
        ticket = self._at(place)
        return "" if ticket is None else self._whole.get(ticket, "")

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of a tab: of Qt's own a screen reader would be told the markup."""
        if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        text = self.tip(self.tabAt(event.pos()))
        QToolTip.showText(event.globalPos(), as_plain_tip(text) if text else "", self)
        return True

    def _dress(self) -> None:
        side = icons.scaled(_CROSS)
        for button in self._close.values():
            button.setIcon(icons.icon("close", self._theme.palette.muted, _CROSS))
            button.setIconSize(QSize(side, side))
            button.adjustSize()  # Qt gives it the size it has
        self.setIconSize(QSize(side, side))  # the bar lays its tabs out again by that

    def close_button(self, ticket: int) -> QWidget:
        """Return the button that closes a ticket's tab."""
        return self._close[ticket]
