"""The unlocked window: navigation on the left, a message above, the page that is at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.model.changes import Changes
from app.workflows.session import Session
from ui.actions import Actions, is_apart
from ui.history import Place, Travels, without_texts
from ui.identifiers import Identifiers
from ui.jobs import Jobs
from ui.navigation import Navigation
from ui.pages import Context, Page, PageSpec
from ui.preferences import Preferences
from ui.scanner import Scanner
from ui.theme.theme import Theme
from ui.turns import in_later_turn
from ui.widgets.current_stack import CurrentStack
from ui.widgets.message_bar import MessageBar
from ui.window_actions import add_window_actions

if TYPE_CHECKING:  # loaded when first shown
    from ui.guide import Guide
    from ui.palette.palette import Palette

_OTHERS = "pages"  # in a place to return to: what the other pages remember, by their ids
_GUIDE = "guide"  # and the step to take next, if any
_NARROW = 200
"""Characters beside each other; in a narrower window the navigation gives way."""


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
        *,
        preferences: Preferences,
        use_preferences: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._specs = {spec.id: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._prepared: dict[str, Page] = {}
        self._as_before: dict[str, Mapping[str, Any]] = {}
        self._report_bug = report_bug
        self._current: str | None = None
        self.has_destroyed = False
        """Whether something was destroyed since the unlock: what was typed may name it."""
        self._half_is_of_before = False  # what is being filled in was begun before that
        self.travels = Travels(
            self, lambda: self.place, self.restore, lambda place: self._mark(place.kept)
        )
        """Where the user has been."""
        self.registry = Actions(self)
        self.identifiers = Identifiers(self)
        self.context = Context(
            session=session,
            jobs=jobs,
            theme=theme,
            show_error=self.show_error,
            tell=self.said.emit,
            go=self._follow,
            arrive=self.go,
            go_apart=self._go_apart,
            find=self.go_and_find,
            begin=self.go_and_begin,
            go_device=self.identifiers.go_device,
            preferences=preferences,
            use_preferences=use_preferences,
            actions=self.registry,
        )
        self.messages = MessageBar(theme)
        self._stack = CurrentStack()
        self._stack.setObjectName("stack")
        self.navigation = Navigation(session, jobs, theme, specs)
        self._lay_out()
        self.navigation.page_asked.connect(self.go_home)
        self.navigation.query_asked.connect(self.go_and_find)
        self.navigation.rows_dropped.connect(self._take_rows)
        self.navigation.palette_asked.connect(self.open_palette)
        self.navigation.lock_asked.connect(self.lock_asked)
        add_window_actions(self, specs)
        self.scanner = Scanner(self, self.registry.press)
        self.scanner.scanned.connect(self.identifiers.take)
        jobs.failed.connect(self.show_error)
        jobs.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.destroyed:
            self.has_destroyed = True
            self._half_is_of_before = any(page.half_filled() for page in self._pages.values())
            self.travels.forget()
            self._as_before.clear()

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.messages)
        room = QScrollArea()  # at twice the scale a small screen has less room than a page wants
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setWidget(self._stack)
        column.addWidget(room, 1)
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(line)
        row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the navigation give way in a narrow window."""
        self.navigation.set_narrow(
            event.size().width() < self.fontMetrics().averageCharWidth() * _NARROW
        )
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Escape lead to where the page's work is done, from wherever it means nothing else."""
        if event.key() == Qt.Key.Key_Escape and self.page_at_work is not None:
            self.page_at_work.come_back()
        else:
            super().keyPressEvent(event)

    # What can be done

    @cached_property
    def palette_over(self) -> Palette:
        """The palette over the pages, made when it is first asked for."""
        from ui.palette.palette import Palette  # noqa: PLC0415 - loaded when first shown

        return Palette(self.context, tuple(self._specs), self)

    @cached_property
    def guide(self) -> Guide:
        """The first steps, above the page, made when somebody is to take them."""
        from ui.guide import Guide  # noqa: PLC0415 - loaded when first shown

        guide = Guide(self.registry, self.context.jobs)
        self._column.insertWidget(1, guide)
        return guide

    def show_guide(self) -> None:
        """Begin with the first steps."""
        self.guide.start()

    def open_palette(self) -> None:
        """Let the user find or do anything."""
        self.palette_over.open()

    def close_palette(self) -> bool:
        """Close the palette; return whether it was open."""
        palette = vars(self).get("palette_over")  # to look for it must not make it
        if palette is None or not palette.isVisible():
            return False
        palette.leave()
        return True

    def show_keys(self) -> None:
        """Show the sheet of keys."""
        from ui.shortcut_sheet import ShortcutSheet  # noqa: PLC0415 - loaded when first shown

        titles = {spec.id: spec.title for spec in self._specs.values()}
        sheet = ShortcutSheet(self.registry, titles, self._current or "", self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    # Going about

    @property
    def place(self) -> Place | None:
        """Where the user is."""
        if self._current is None:
            return None
        return Place(self._current, self._pages[self._current].remember())

    @property
    def place_to_return_to(self) -> Place | None:
        """Where the user is, with what is being filled in there and how the other pages are."""
        if (place := self.place) is None:
            return None
        page = self._pages[place.page]
        half, keyboard = page.half_filled(), page.keyboard()
        if self.has_destroyed:
            bare = {**self._without_texts(place).kept, **keyboard}
            return Place(place.page, bare if self._half_is_of_before else {**bare, **half})
        step = self.guide.step if "guide" in self.__dict__ else None  # not made to be asked
        kept = {**place.kept, **half, **keyboard, _OTHERS: self._others(place), _GUIDE: step}
        return Place(place.page, kept)

    @property
    def bare_place(self) -> Place | None:
        """Where the user is and how the other pages are, without a word that was typed."""
        return None if (place := self.place) is None else self._without_texts(place)

    def _without_texts(self, place: Place) -> Place:
        others = {name: without_texts(kept) for name, kept in self._others(place).items()}
        return Place(place.page, {**without_texts(place.kept), _OTHERS: others})

    def _others(self, place: Place) -> dict[str, Mapping[str, Any]]:
        """Return what the pages remember that are not shown."""
        others = {name: page.remember() for name, page in self._pages.items() if name != place.page}
        return {**self._as_before, **others}

    def return_to(self, place: Place) -> None:
        """Go on at such a place; the other pages are as they were once they are asked for."""
        kept = dict(place.kept)
        self._as_before = kept.pop(_OTHERS, {})
        if (step := kept.pop(_GUIDE, None)) is not None:
            self.guide.resume(step)
        self.restore(Place(place.page, kept))

    def go(self, page: str, item: int | None = None) -> None:
        """Show a page and, there, a row; one can come back from it."""
        self.travels.leave_for(lambda: self._show(page, item))

    def go_home(self, page: str) -> None:
        """Show a page; who is there already sees the whole of its list."""
        is_here = page == self._current

        def show() -> None:
            self._show(page, None)
            if is_here:
                self._pages[page].show_all()

        self.travels.leave_for(show)

    def _follow(self, page: str, item: int | None = None) -> None:
        """Go where a link leads; with Ctrl held, to a place of its own there."""
        if item is None or not is_apart():
            self.go(page, item)
        else:
            self._go_apart(page, item)

    def _go_apart(self, page: str, item: int) -> None:
        """Show a page and, there, a row in a place of its own."""

        def show() -> None:
            self._show(page, None)
            self._pages[page].show_apart(item)

        self.travels.leave_for(show)

    def go_and_find(self, page: str, text: str) -> None:
        """Show a page and what a text typed into its search field finds."""

        def show() -> None:
            self._show(page, None)
            self._pages[page].show_query(text)

        self.travels.leave_for(show)

    def _take_rows(self, page: str, query: str) -> None:
        if page == self._current:
            self._pages[page].take_rows(query)

    def go_and_begin(self, page: str, about: Mapping[str, int]) -> None:
        """Show a page and begin its work about rows of others."""

        def show() -> None:
            self._show(page, None)
            self._pages[page].begin(about)

        self.travels.leave_for(show)

    def has_page(self, page: str) -> bool:
        """Whether there is a page of this name."""
        return page in self._specs

    def restore(self, place: Place) -> None:
        """Show a place as it was, without noting that one left another for it."""
        with self.travels.going():
            self._show(place.page, None)
            self._pages[place.page].restore(place.kept)
        self.travels.begin_here()
        self._mark(place.kept)

    def _show(self, page_id: str, item: int | None) -> None:
        page = self.page(page_id)
        if page_id != self._current:  # what went wrong there is not about this page
            self.messages.hide()
        self._current = page_id
        self.registry.set_page(page_id)
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._mark(page.remember())
        if item is not None:
            page.show_item(item)
        page.take_focus()

    def _mark(self, kept: Mapping[str, Any]) -> None:
        self.navigation.show_place(self._current or "", str(kept.get("query") or ""))

    def _on_asked(self, page: str, query: str) -> None:
        if page == self._current:
            self.navigation.show_place(page, query)

    def make(self, page: str, goes_on: Callable[[], bool], then: Callable[[], None]) -> None:
        """Make a page, each step in a turn of its own, so that the window answers in between.

        Nothing is done once it no more ``goes_on``: a lock may come in between.
        """

        def dress() -> None:
            if goes_on():
                self.page(page)
                in_later_turn(self, finish)

        def finish() -> None:
            if goes_on():
                then()

        if goes_on():
            self.prepare(page)
            in_later_turn(self, dress)

    def prepare(self, page: str) -> None:
        """Make a page, no part of the workspace yet and gone with it all the same.

        To dress it, as it becomes a part, takes a turn of its own.
        """
        if page not in self._pages:
            self._prepared[page] = made = self._specs[page].make(self.context)
            self.destroyed.connect(made.deleteLater)

    def page(self, page: str) -> Page:
        """Return a page, made now if it was never asked for."""
        if page not in self._pages:
            made = self._prepared.pop(page, None) or self._specs[page].make(self.context)
            made.setParent(self._stack)  # it goes with the workspace, shown or not
            made.moved.connect(self.travels.note_move)
            made.asked.connect(lambda query: self._on_asked(page, query))
            self._pages[page] = made
            if (kept := self._as_before.pop(page, None)) is not None:
                with self.travels.going():
                    made.restore(kept)
        return self._pages[page]

    @property
    def page_at_work(self) -> Page | None:
        """The page that is shown."""
        return None if self._current is None else self._pages[self._current]

    def search(self) -> None:
        """Go to the search field of the page at work."""
        if self.page_at_work is not None:
            self.page_at_work.search()

    def put_away(self) -> None:
        """Let every page keep what is half written, before the store closes."""
        for page in self._pages.values():
            page.put_away()

    # What went wrong

    def show_error(self, error: Exception) -> None:
        """Show a known error above the page, and anything else as the bug it is."""
        if isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        elif isinstance(error, Cancelled):
            self.said.emit(_("Stopped. What was finished before stays."))
        else:
            self._report_bug(error)
