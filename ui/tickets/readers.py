"""The readers of the tickets page: one beside the list, and one in each tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.staff_texts import Draft
from app.model.ticket import TicketRow
from app.workflows import ticket_lists
from ui.loading import load_ahead
from ui.pages import Context
from ui.tickets.ahead import ReadAhead
from ui.tickets.reader import Reader
from ui.tickets.rest import REST
from ui.tickets.tabs import Tabs
from ui.turns import in_later_turn
from ui.widgets.current_stack import CurrentStack

if TYPE_CHECKING:  # loaded when first shown
    from ui.tickets.reading_pane import ReadingPane

_PAINTED = 60  # milliseconds after which a list that was answered is on the screen


class Readers(QObject):
    """Shows one reader after the other, and shares what is half written between them."""

    turned = Signal()
    """Another reader is at work."""
    added = Signal()
    """What was written is in the conversation."""

    def __init__(
        self, context: Context, new_pane: Callable[[], ReadingPane], ahead: ReadAhead, page: QWidget
    ) -> None:
        """``new_pane`` makes what shows a ticket; ``ahead`` reads those beside the list."""
        super().__init__(page)
        self._context = context
        self._new_pane = new_pane
        self._writings: dict[int, Draft] = {}
        self._apart: dict[int, Reader] = {}
        self.any_opened = False
        """Whether a ticket was ever opened in a tab."""
        self.tabs = Tabs(context.theme)
        self.stack = CurrentStack()
        """The list with the reader beside it, which the page puts there, then those of the tabs."""
        self.beside = Reader(context, self._writings, new_pane, ahead)
        self.beside.added.connect(self.added)
        self.tabs.picked.connect(self._on_tab)
        self.tabs.close_asked.connect(self.close)
        context.jobs.changed.connect(self._on_drafts)

    @property
    def at_work(self) -> Reader:
        """What reads the ticket that is at work."""
        current = self.tabs.current
        return self.beside if current is None else self._apart[current]

    @property
    def _all(self) -> tuple[Reader, ...]:
        return (self.beside, *self._apart.values())

    def make_pane_beside(self) -> None:
        """Make the pane for the first ticket when the list is painted, and not on the way there."""

        def load() -> None:
            load_ahead(self._context.jobs, self.beside, REST, make)

        def make() -> None:
            if self._context.jobs.is_reading:  # beside what is read, it takes twice as long
                in_later_turn(self.beside, make, after=_PAINTED)
            else:
                self.beside.make_pane()

        in_later_turn(self.beside, load, after=_PAINTED)

    # What is half written

    def put_away(self) -> None:
        """Keep what is half written in the store."""
        for reader in self._all:
            reader.put_away()

    def _on_drafts(self, changes: Changes) -> None:
        """Keep nothing half written of before a destruction or merge but what is being typed."""
        if not changes.destroyed and not changes.drafts:
            return
        readers = self._all
        kept = [one for one in readers if one.is_kept]
        before, gone = dict(self._writings), set(self._writings)
        if not changes.destroyed:  # by what was kept of it, a draft that moved is known again
            gone -= {one.wanted for one in readers if one not in kept}
        for ticket in gone:
            del self._writings[ticket]
        # What is being typed in may hold what was destroyed, too.
        for reader in readers if changes.destroyed else kept:
            reader.take_up_anew(before)

    # Tabs

    def open(self, tickets: Sequence[int]) -> None:
        """Give each ticket a tab, without going there."""
        for ticket in tickets:
            self._add(ticket)
        self._entitle(tickets)

    def show_apart(self, ticket: int) -> None:
        """Show a ticket in a tab of its own."""
        self._add(ticket)
        if ticket in self.tabs.tickets:
            self.tabs.go(ticket)

    def close(self, ticket: int) -> None:
        """Close a ticket's tab; what is half written is kept."""
        if ticket not in self.tabs.tickets:  # that it is gone may be told twice
            return
        self.tabs.drop(ticket)
        if (reader := self._apart.pop(ticket, None)) is not None:
            reader.put_away()
            self.stack.removeWidget(reader)
            reader.deleteLater()

    def close_this(self) -> None:
        """Close the tab that is at work."""
        if (ticket := self.tabs.current) is not None:
            self.close(ticket)

    def _add(self, ticket: int) -> None:
        self.any_opened = True
        if ticket in self.tabs.tickets:
            return
        if self.tabs.is_full:
            self._context.tell(_("No more tickets can be open at once. Close a tab first."))
            return
        self.tabs.open(ticket)

    def _entitle(self, tickets: Sequence[int]) -> None:
        """Say in each tab what its ticket is about; one that is gone meanwhile has none."""

        def show(rows: Mapping[int, TicketRow]) -> None:
            for ticket in tickets:
                if ticket in rows:
                    self.tabs.entitle(ticket, rows[ticket].title)
                else:
                    self.close(ticket)

        if tickets:
            session = self._context.session
            self._context.jobs.read(self, lambda: ticket_lists.rows(session, tickets), show)

    def _on_tab(self, ticket: int | None) -> None:
        before = self.stack.currentWidget()
        (before if isinstance(before, Reader) else self.beside).leave()
        if ticket is None:
            self.stack.setCurrentIndex(0)
        else:
            self.stack.setCurrentWidget(self._reader_of(ticket))
        self.at_work.come_back()
        self.turned.emit()

    def _reader_of(self, ticket: int) -> Reader:
        """Return the reader of a tab, made when the tab is first shown."""
        if ticket not in self._apart:
            reader = Reader(self._context, self._writings, self._new_pane)
            self._apart[ticket] = reader
            reader.added.connect(self.added)
            reader.shown.connect(lambda shown: self.tabs.entitle(ticket, shown.row.title))
            reader.gone.connect(lambda: self.close(ticket))
            self.stack.addWidget(reader)
            reader.read(ticket)
        return self._apart[ticket]
