"""The unlocked window: navigation on the left, a message above, the page that is at work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.model.staff import ROLE_LABELS
from app.workflows.session import Session
from ui.actions import Actions
from ui.jobs import Jobs
from ui.pages import Context, Page, PageSpec
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import ElidedLabel

_HISTORY = 100  # places one can go back to


class Place(NamedTuple):
    """Somewhere in the window: a page and the row shown on it."""

    page: str
    item: int | None


class Workspace(QWidget):
    """Holds the pages of one unlocked store, each made when first shown."""

    said = Signal(str)
    """Something was done; for the status bar."""
    lock_asked = Signal()

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        theme: Theme,
        specs: Sequence[PageSpec],
        report_bug: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._specs = {spec.id: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._report_bug = report_bug
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._current: str | None = None
        self.registry = Actions(self)
        self.context = Context(
            session=session,
            jobs=jobs,
            theme=theme,
            show_error=self.show_error,
            tell=self.said.emit,
            go=self.go,
            find=self.go_and_find,
            go_device=self.go_device,
            actions=self.registry,
        )
        self.messages = MessageBar(theme)
        self._stack = QStackedWidget()
        self._stack.setObjectName("stack")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_rail(session))
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedWidth(1)
        row.addWidget(line)
        row.addLayout(column, 1)
        for spec in specs:
            self._add_actions(spec)
        theme.changed.connect(self._dress)
        self._dress()
        jobs.failed.connect(self.show_error)

    def _make_rail(self, session: Session) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setAccessibleName(_("Navigation"))
        self._rail = rail
        column = QVBoxLayout(rail)
        column.setContentsMargins(10, 14, 10, 12)
        column.setSpacing(4)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for number, spec in enumerate(self._specs.values(), start=1):
            button = QPushButton(_(spec.title))
            button.setProperty("role", "nav")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setIconSize(QSize(20, 20))
            # Not the button's own: that one waits to show itself pressed.
            keys = QShortcut(f"Ctrl+{number}", self)
            keys.activated.connect(lambda page=spec.id: self.go(page))
            button.setToolTip(f"{_(spec.title)} (Ctrl+{number})")
            button.clicked.connect(lambda _checked=False, page=spec.id: self.go(page))
            group.addButton(button)
            self._buttons[spec.id] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(ElidedLabel(session.member.name, role="heading"))
        column.addWidget(ElidedLabel(_(ROLE_LABELS[session.member.role]), tone="muted"))
        column.addSpacing(4)
        self._lock = QPushButton(_("Lock"))
        self._lock.setProperty("role", "nav")
        self._lock.setIconSize(QSize(20, 20))
        QShortcut("Ctrl+L", self).activated.connect(self.lock_asked)
        self._lock.setToolTip(_("Hide everything and close the store (Ctrl+L)"))
        self._lock.clicked.connect(self.lock_asked)
        column.addWidget(self._lock)
        return rail

    def _dress(self) -> None:
        palette = self._theme.palette
        for page, button in self._buttons.items():
            chosen = page == self._current
            colour = palette.accent if chosen else palette.muted
            button.setIcon(icons.icon(self._specs[page].icon, colour, 20))
        self._lock.setIcon(icons.icon("lock", palette.muted, 20))
        wide = self.fontMetrics().averageCharWidth() * 20
        buttons = (*self._buttons.values(), self._lock)
        self._rail.setFixedWidth(max(wide, *(b.sizeHint().width() + 24 for b in buttons)))

    def _add_actions(self, spec: PageSpec) -> None:
        def show() -> Page:
            self.go(spec.id)
            return self.page(spec.id)

        if spec.actions is not None:
            for action in spec.actions(self.context, show):
                self.registry.add(action)

    # Going about

    @property
    def place(self) -> Place | None:
        """Where the user is."""
        if self._current is None:
            return None
        return Place(self._current, self._pages[self._current].item)

    def go(self, page: str, item: int | None = None) -> None:
        """Show a page and, there, a row; one can come back from it."""
        if (here := self.place) is not None and here != Place(page, item):
            self._back = [*self._back[-_HISTORY:], here]
            self._forward.clear()
        self._show(Place(page, item))

    def go_and_find(self, page: str, text: str) -> None:
        """Show a page and what a text typed into its search field finds."""
        self.go(page)
        self.page(page).show_query(text)

    def go_device(self, text: str) -> None:
        """Go to the device that an identifier means, or to where it can be made."""
        self.go("devices")
        self.page("devices").take_identifier(text)

    def go_back(self) -> None:
        """Return to where one was before."""
        self._travel(self._back, self._forward)

    def go_forward(self) -> None:
        """Undo a step back."""
        self._travel(self._forward, self._back)

    def _travel(self, where: list[Place], back: list[Place]) -> None:
        if where and (here := self.place) is not None:
            back.append(here)
            self._show(where.pop())

    def _show(self, place: Place) -> None:
        page = self.page(place.page)
        self._current = place.page
        self.registry.set_page(place.page)
        self._buttons[place.page].setChecked(True)
        self._stack.setCurrentWidget(page)
        self._dress()
        if place.item is not None:
            page.show_item(place.item)
        page.take_focus()

    def page(self, page: str) -> Page:
        """Return a page, made now if it was never shown."""
        if page not in self._pages:
            made = self._specs[page].make(self.context)
            self._pages[page] = made
            self._stack.addWidget(made)
        return self._pages[page]

    def search(self) -> None:
        """Go to the search field of the page at work."""
        if self._current is not None:
            self._pages[self._current].search()

    # What went wrong

    def show_error(self, error: Exception) -> None:
        """Show a known error above the page, and anything else as the bug it is."""
        if isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        elif isinstance(error, Cancelled):
            self.said.emit(_("Stopped. What was finished before stays."))
        else:
            self._report_bug(error)
