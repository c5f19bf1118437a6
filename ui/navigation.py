"""The navigation on the left: the pages, queries with their counts, who is at work, the lock."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.staff import ROLE_LABELS
from app.workflows.session import Session
from ui.actions import native_key
from ui.jobs import Jobs
from ui.navigation_button import SIDE, NavButton
from ui.pages import NavNames, NavQuery, PageSpec
from ui.tasks import Slot
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.plain_label import ElidedLabel
from ui.widgets.tab_order import bring_in_sight_in

COUNT_TO = 1_000
"""Counting stops here: the navigation shows ``999+`` from there on."""
_COUNT_AFTER = 200  # milliseconds
_BETWEEN = 2  # pixels
_BESIDE = 7  # pixels: with a unit, what a button has beside its drawing
_NAME = 22  # characters of a name that somebody gave


class _Entry:
    """A query in the navigation and the button that goes there."""

    def __init__(self, page: str, query: NavQuery, button: NavButton) -> None:
        self.page = page
        self.query = query
        self.button = button
        self.slot = Slot()


class _Names:
    """Where a page's further entries stand, and which do now."""

    def __init__(self, page: str, names: NavNames, column: QVBoxLayout) -> None:
        self.page = page
        self.names = names
        self.column = column
        self.slot = Slot()
        self.asked: list[tuple[str, str, bool]] = []
        self.entries: list[_Entry] = []


class Navigation(QWidget):
    """Shows where one can go and where one is; the workspace goes there."""

    page_asked = Signal(str)
    query_asked = Signal(str, str)
    """A page and the text of a query on it."""
    rows_dropped = Signal(str, str)
    """Rows of a page's list were dragged onto a query: the page and the query's text."""
    palette_asked = Signal()
    lock_asked = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, theme: Theme, specs: Sequence[PageSpec]
    ) -> None:
        super().__init__()
        self._session = session
        self._jobs = jobs
        self._theme = theme
        self._pages: dict[str, NavButton] = {}
        self._narrow = False
        self._wide = 0
        self._is_made = False
        self._queries: list[_Entry] = []
        self._names: list[_Names] = []
        self._place = ("", "")
        self._marked: NavButton | None = None
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Navigation"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 12)
        column.setSpacing(4)
        column.addWidget(self._scrolled(self._make_pages(specs)), 1)
        column.addLayout(self._make_foot(specs))
        jobs.changed.connect(self._on_changed)
        theme.changed.connect(self._dress)
        self._is_made = True
        self._dress()
        self._counting = QTimer(self)  # the first list goes before them
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER)
        self._counting.timeout.connect(self._read_all)
        self._counting.start()

    def _make_pages(self, specs: Sequence[PageSpec]) -> QWidget:
        pages = QWidget()
        pages.setObjectName("scrolled")
        column = QVBoxLayout(pages)
        column.setContentsMargins(10, 4, 10, 4)
        column.setSpacing(_BETWEEN)
        self._find = NavButton(self._theme, _("Find or do"), "search", beside=native_key("Ctrl+K"))
        self._find.setToolTip(_("Any action, ticket, device or person (Ctrl+K)"))
        self._find.clicked.connect(self.palette_asked)
        column.addWidget(self._find)
        column.addSpacing(8)
        for number, spec in enumerate((s for s in specs if not s.apart), start=1):
            column.addWidget(self._page_button(spec, f"Ctrl+{number}"))
            for query in spec.queries:
                column.addWidget(self._add_query(spec.id, query).button)
            if spec.names is not None:
                names = _Names(spec.id, spec.names, QVBoxLayout())
                names.column.setSpacing(_BETWEEN)
                column.addLayout(names.column)
                self._names.append(names)
        column.addStretch(1)
        return pages

    def _scrolled(self, inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(1)  # as narrow as the navigation is made
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        return area

    def _make_foot(self, specs: Sequence[PageSpec]) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 10, 10, 0)
        foot.setSpacing(4)
        member = self._session.member
        self._labels = (
            ElidedLabel(member.name, role="heading"),
            ElidedLabel(_(ROLE_LABELS[member.role]), tone="muted"),
        )
        for label in self._labels:
            foot.addWidget(label)
        foot.addSpacing(4)
        for spec in specs:
            if spec.apart:
                foot.addWidget(self._page_button(spec, "Ctrl+,"))
        self._lock = NavButton(self._theme, _("Lock"), "lock")
        self._lock.setToolTip(_("Hide everything and close the store (Ctrl+L)"))
        self._lock.clicked.connect(self.lock_asked)
        foot.addWidget(self._lock)
        return foot

    def _page_button(self, spec: PageSpec, key: str) -> NavButton:
        button = NavButton(self._theme, _(spec.title), spec.icon, key=native_key(key))
        button.clicked.connect(lambda: self.page_asked.emit(spec.id))
        self._pages[spec.id] = button
        return button

    def _add_query(self, page: str, query: NavQuery) -> _Entry:
        title = one_line(query.title, _NAME) if query.is_name else _(query.title)
        button = NavButton(self._theme, title, query.icon)
        button.setProperty("below", "named" if query.icon else "true")
        button.clicked.connect(lambda: self.query_asked.emit(page, query.query))
        if query.takes_rows:
            button.take_rows()
            button.rows_dropped.connect(lambda: self.rows_dropped.emit(page, query.query))
        entry = _Entry(page, query, button)
        self._queries.append(entry)
        return entry

    def show_place(self, page: str, query: str) -> None:
        """Mark where the user is: a query that stands here, else its page."""
        self._place = (page, query)
        here = next(
            (e for e in self._queries if (e.page, e.query.query) == (page, query.strip())), None
        )
        for entry in self._queries:
            entry.button.mark(here=entry is here)
        for name, button in self._pages.items():
            button.mark(here=name == page and here is None)
        marked = here.button if here is not None else self._pages.get(page)
        before, self._marked = self._marked, marked
        if marked is None or marked is before:  # it stays where the user scrolled it
            return
        if self._area.isAncestorOf(marked):
            bring_in_sight_in(self._area, marked)

    @property
    def query_buttons(self) -> list[NavButton]:
        """The entries that show a query, in their order."""
        return [entry.button for entry in self._queries]

    # The names that the staff gave

    def _read_all(self) -> None:
        self._read_names()
        self._count_all()

    def _read_names(self, changes: Changes | None = None) -> None:
        session = self._session
        for names in self._names:
            if changes is None or names.names.changed(changes):
                self._jobs.read(
                    self,
                    partial(names.names.read, session),
                    partial(self._show_names, names),
                    slot=names.slot,
                )

    def _show_names(self, names: _Names, found: Sequence[NavQuery]) -> None:
        asked = [(q.title, q.query, q.takes_rows) for q in found]
        if asked == names.asked:
            return
        names.asked = asked
        for entry in names.entries:
            self._queries.remove(entry)
            entry.button.hide()
            entry.button.deleteLater()
        names.entries = [self._add_query(names.page, query) for query in found]
        for entry in names.entries:
            names.column.addWidget(entry.button)
            entry.button.setVisible(not self._narrow)
            self._count(entry)
        self.show_place(*self._place)
        self._widen()

    # Counting

    def _on_changed(self, changes: Changes) -> None:
        self._count_all(changes)
        self._read_names(changes)

    def _count_all(self, changes: Changes | None = None) -> None:
        for entry in self._queries:
            if changes is None or changes.everything or entry.query.counts(changes):
                self._count(entry)

    def _count(self, entry: _Entry) -> None:
        session, query, button = self._session, entry.query, entry.button

        def show(count: int) -> None:
            said = QLocale().toString(count) if count < COUNT_TO else "999+"
            button.show_beside(said)
            if query.presses:
                self._pages[entry.page].show_pressing(said if count else "", _(query.title))

        self._jobs.read(button, lambda: query.count(session), show, slot=entry.slot)

    def _dress(self) -> None:
        for button in self._buttons:
            button.dress()
        side = self._theme.spacing.unit + _BESIDE
        for label in self._labels:
            label.setContentsMargins(side, 0, side, 0)
        self._widen()

    @property
    def _buttons(self) -> tuple[NavButton, ...]:
        return (self._find, self._lock, *self._pages.values(), *self.query_buttons)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Take another width where the look makes the buttons wider or narrower."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._is_made:
            self._widen()

    def _widen(self) -> None:
        wide = self.fontMetrics().averageCharWidth() * 20
        self._wide = max(wide, *(b.sizeHint().width() + 28 for b in self._buttons if b.text()))
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Give way: in a narrow window the drawings stand alone."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in (self._find, self._lock, *self._pages.values()):
            button.set_narrow(narrow)
        for query in self.query_buttons:
            query.setVisible(not narrow)
        for label in self._labels:
            label.setVisible(not narrow)
        self._fit()

    def _fit(self) -> None:
        narrow = self._lock.sizeHint().width() + 2 * SIDE
        self.setFixedWidth(narrow if self._narrow else self._wide)
