"""The left side of the tickets page: views, search with filters, the list, what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.model.changes import Changes
from app.model.staff_texts import SavedView
from app.model.ticket import TicketRow
from app.model.ticket_list import TicketSort
from app.model.ticket_query import QueryError
from app.workflows import ticket_lists
from ui.models.id_table import AT_REST, IdTableModel
from ui.pages import Context
from ui.tasks import Slot
from ui.text import one_line
from ui.theme import icons
from ui.tickets.columns import COLUMNS
from ui.tickets.filter_bar import FilterBar
from ui.tickets.query_completion import QueryCompletion
from ui.tickets.source import ListQuery, TicketSource
from ui.tickets.targets import Targets
from ui.tickets.view_menu import ViewMenu
from ui.turns import BehindPicture
from ui.widgets.empty_state import EmptyState
from ui.widgets.id_table_view import IdTableView
from ui.widgets.kept_columns import KeptColumns
from ui.widgets.list_panel import ListPanel
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:  # loaded when first shown
    from ui.tickets.bulk_bar import BulkBar

_COUNT_TO = 10_000
"""Counting stops here: a precise number of more helps nobody and takes its time."""

_LIST = "tickets"


class TicketList(QWidget):
    """Asks the store for what its search field says and shows what comes back."""

    asked = Signal(str)
    """What another query finds is shown."""
    moved = Signal()
    """Another list is shown because the user asked for it."""
    new_asked = Signal()
    selected = Signal()
    """Other tickets are chosen than before, or their number is known by now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        theme = context.theme
        self._context = context
        self._count_slot = Slot()
        self._ahead_slot = Slot()
        self._count: int | None = None
        self.known: Mapping[str, tuple[str, ...]] = {}
        """The queues, categories, tags and members of staff in use."""
        self.model: IdTableModel[TicketRow] = IdTableModel(
            context.jobs,
            TicketSource(context.session),
            COLUMNS,
            lambda changes: changes.tickets,
            self,
        )
        self.view = IdTableView(self.model, theme, _("Tickets"))
        self.view.let_drag(lambda: _say_count(self.number_chosen or 0))
        self.field = SearchField(
            theme, _("Find: words, status:open, assignee:me, tag:vpn…"), _("Search tickets")
        )
        self.completion = QueryCompletion(self.field.line)
        self.filters = FilterBar(theme)
        # Behind the rows that they find: to lay chips out and paint them would hold those up.
        self._show_parts = BehindPicture(self.filters.show_parts, self)
        self.views = ViewMenu(context)
        self.new = QPushButton(_("New ticket"))
        self.new.setProperty("role", "chip")
        self.new.setToolTip("Ctrl+N")
        self.empty = EmptyState(theme, "ticket", "", "")
        self.panel = ListPanel(theme, _("Tickets"), self.field, self.view, self.empty)
        self.panel.add_button(self.views)
        self.panel.add_button(self.new)
        self.panel.add_below_search(self.filters)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.panel, 1)
        # To count may take longer than to find, and would hold up the next letter.
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.setInterval(AT_REST)
        self._count_later.timeout.connect(self._look_count)
        self._kept_columns = KeptColumns(context, _LIST, self.view.columns)
        if self._kept_columns.are_known:
            self.views.columns = self.view.columns.shown()
        self._connect()
        self._dress()
        self.model.answered.connect(
            lambda _another: self._look_up(), Qt.ConnectionType.SingleShotConnection
        )
        self._ask(ListQuery())

    def _connect(self) -> None:
        self.field.typed.connect(lambda text: self._search(text, typing=True))
        self.field.entered.connect(lambda text: self._search(text, typing=False))
        self.filters.changed.connect(self._filter)
        self.views.opened.connect(self._open_view)
        self.new.clicked.connect(self.new_asked)
        self.model.answered.connect(self._on_answered)
        self.model.failed.connect(self._on_failed)
        self.view.sorting.asked.connect(self._on_sort)
        self.view.chosen_all.connect(lambda _all: self._look_count())
        self.view.selectionModel().selectionChanged.connect(lambda *_what: self.selected.emit())
        self.view.columns.arranged.connect(self._note_columns)
        self.selected.connect(self._show_bulk)
        self._context.jobs.changed.connect(self._on_changed)
        self._context.theme.changed.connect(self._dress)

    @cached_property
    def bulk(self) -> BulkBar:
        """What can be done with several tickets, below the list, made when several are chosen."""
        from ui.tickets.bulk_bar import BulkBar  # noqa: PLC0415 - loaded when first shown

        made = BulkBar(self._context.theme, self._context.actions)
        self._column.addWidget(made)
        return made

    def _show_bulk(self) -> None:
        count = self.number_chosen
        if count is None or count > 1 or "bulk" in vars(self):
            self.bulk.show_count(count)

    @property
    def number_chosen(self) -> int | None:
        """How many tickets are chosen; None while all that are found are still counted."""
        return self.view.number_chosen(self._count)

    def chosen(self) -> Targets:
        """Return the chosen tickets, each with its version where that is known."""
        versions: dict[int, int | None] = {}
        for row in sorted(index.row() for index in self.view.selectionModel().selectedRows()):
            if (ticket := self.model.id_at(row)) is not None:
                record = self.model.known(row)
                versions[ticket] = None if record is None else record.version
        if self.view.all_chosen:
            return Targets(versions, self.model.query, self.view.left_out())
        return Targets(versions)

    def step(self, by: int) -> None:
        """Go to another row, from the one at work."""
        self.view.step(by)

    def open_query(self, text: str) -> None:
        """Show the tickets that a query finds, the way the view of this query does if any."""
        if (view := self.views.of_query(text)) is not None:
            self.views.open_view(view)
        else:
            self.views.leave()
            self.show_query(text)

    def show_query(self, text: str, *, typing: bool = False) -> None:
        """Show the tickets that a query finds; with ``typing``, as while its end is typed."""
        self.field.line.setText(text)
        self._search(text, typing=typing)

    # What is asked

    def _ask(self, query: ListQuery) -> None:
        self._count_later.stop()  # it is begun anew by the answer: two questions hold each other up
        self.model.ask(query)
        self.view.sorting.show(query.sort, query.descending)
        self.filters.take_query(query.text)
        self.views.show_query(query)
        self.asked.emit(query.text)

    def _search(self, text: str, *, typing: bool) -> None:
        before: ListQuery = self.model.query
        if (before.text, before.typing) == (text, typing):
            return
        self._ask(ListQuery(text, before.sort, before.descending, typing))

    def _filter(self, text: str) -> None:
        self.show_query(text)
        self.view.setFocus()
        self.moved.emit()

    def _open_view(self, view: SavedView) -> None:
        if view.columns:
            self.view.columns.show(view.columns)
            self._note_columns()
            self._kept_columns.keep()
        self.field.line.blockSignals(True)
        self.field.line.setText(view.query)
        self.field.line.blockSignals(False)
        self._ask(ListQuery(view.query, view.sort, view.descending))
        self.view.setFocus()
        self.moved.emit()

    def _on_sort(self, sort: TicketSort | None, descending: bool) -> None:
        before: ListQuery = self.model.query
        if sort is None:
            self.view.sorting.show(before.sort, before.descending)
            return
        self._ask(ListQuery(before.text, sort, descending, before.typing))

    def _note_columns(self) -> None:
        self.views.columns = self.view.columns.shown()

    # What comes back

    def _on_answered(self, _another_query: bool) -> None:
        self.field.accept()
        query: ListQuery = self.model.query
        if query.text.strip():
            self.empty.say(_("No ticket fits this search"), _say_why(query))
        else:
            self.empty.say(
                _("No tickets yet"), _("They appear here when mail is imported or one is made.")
            )
        self.panel.show_rows(self.model.rowCount() > 0)
        self.view.paint_at_once()
        self._count = None
        self._count_later.start()
        self._show_parts.ask()
        if query.typing:
            self._look_ahead(query.text)

    def _look_ahead(self, text: str) -> None:
        """Let what the next letter asks for be looked up while nobody waits for it."""
        session = self._context.session
        self._context.jobs.read(
            self,
            lambda: ticket_lists.look_ahead(session, text),
            lambda _ready: None,
            failed=lambda _error: None,  # who asks for it is told
            slot=self._ahead_slot,
        )

    def _look_count(self) -> None:
        """Count what the list finds: to the last where all of it is chosen."""
        session, query = self._context.session, self.model.query
        to_the_last = self.view.all_chosen
        stop_at = None if to_the_last else _COUNT_TO
        self._count = None

        def show(count: int) -> None:
            self._count = count if to_the_last else None
            self._show_count(count, exact=to_the_last)
            self.selected.emit()

        self._context.jobs.read(
            self,
            lambda: ticket_lists.count(session, query.text, stop_at=stop_at, typing=query.typing),
            show,
            slot=self._count_slot,
        )
        self.selected.emit()

    def _show_count(self, count: int, *, exact: bool) -> None:
        if count >= _COUNT_TO and not exact:
            said = _("more than {count}").format(count=QLocale().toString(_COUNT_TO))
        else:
            said = _say_count(count)
        self.panel.show_count(said)

    def _on_failed(self, error: Exception) -> None:
        self._show_parts.ask()
        if isinstance(error, QueryError):
            self.field.complain(error, error.position, error.length)
        else:
            self._context.show_error(error)

    # The names in use

    def _look_up(self) -> None:
        session = self._context.session
        self._context.jobs.read(self, lambda: ticket_lists.vocabulary(session), self._know)

    def _know(self, known: Mapping[str, tuple[str, ...]]) -> None:
        self.known = known
        self.filters.set_known(known)
        self.completion.set_known(known)

    def _on_changed(self, changes: Changes) -> None:
        if changes.tickets or changes.staff or changes.everything:
            self._look_up()

    def _dress(self) -> None:
        self.new.setIcon(icons.icon("plus", self._context.theme.palette.muted, 14))

    def remember(self) -> dict[str, Any]:
        """Return the query, its order and how far the list is scrolled."""
        query: ListQuery = self.model.query
        return {
            **self.panel.remember(),
            "sort": query.sort.value,
            "descending": query.descending,
            "typing": query.typing,
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what ``remember`` returned."""
        now: ListQuery = self.model.query
        sort = kept.get("sort")
        if sort in set(TicketSort) and sort != now.sort:
            descending = bool(kept.get("descending", now.descending))
            self._ask(ListQuery(now.text, TicketSort(str(sort)), descending, now.typing))
        typing = bool(kept.get("typing"))
        self.panel.restore(kept, lambda text: self.show_query(text, typing=typing))


def _say_why(query: ListQuery) -> str:
    """Say what to do about a search without hits; one that was entered asks for whole words."""
    last = query.text.split()[-1]
    if query.typing or not last.isalpha():
        return _("Use fewer words, or empty the field with Esc.")
    said = _(
        "Whole words were looked for: {word}* finds those that begin so. Esc empties the field."
    )
    return said.format(word=one_line(last, 40))


def _say_count(count: int) -> str:
    said = ngettext("{count} ticket", "{count} tickets", count)
    return said.format(count=QLocale().toString(count))
