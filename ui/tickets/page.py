"""The tickets page: it asks the store and shows what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from app.i18n import _, ngettext
from app.model.changes import Changes
from app.model.ticket import Priority, Status, Ticket, TicketRow
from app.model.ticket_list import TicketSort
from app.model.ticket_query import QueryError
from app.workflows import tickets
from ui.models.id_table import IdTableModel
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.tickets.columns import COLUMNS
from ui.tickets.composer import Kind
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.reading_pane import ReadingPane
from ui.tickets.source import ListQuery, TicketSource
from ui.widgets.empty_state import EmptyState
from ui.widgets.id_table_view import IdTableView
from ui.widgets.list_panel import ListPanel
from ui.widgets.search_field import SearchField

_COUNT_TO = 10_000
"""Counting stops here: a precise number of more helps nobody and takes its time."""


class TicketsPage(Page):
    """The list on the left, the ticket that is being read on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme, jobs = context.theme, context.jobs
        self._ticket_slot = Slot()
        self._count_slot = Slot()
        self._drafts: dict[int, tuple[Kind, str]] = {}
        self._wanted: int | None = None
        self.model: IdTableModel[TicketRow] = IdTableModel(
            jobs, TicketSource(context.session), COLUMNS, lambda changes: changes.tickets, self
        )
        self.view = IdTableView(self.model, theme, _("Tickets"))
        self.field = SearchField(
            theme, _("Search: words, status:open, assignee:me, tag:vpn…"), _("Search tickets")
        )
        self.empty = EmptyState(theme, "ticket", "", "")
        self.panel = ListPanel(theme, _("Tickets"), self.field, self.view, self.empty)
        self.pane = ReadingPane(theme, context.session.member.name)
        nothing = EmptyState(
            theme,
            "ticket",
            _("No ticket chosen"),
            _("Choose one in the list to read its conversation."),
        )
        self._right = QStackedWidget()
        self._right.addWidget(nothing)
        self._right.addWidget(self.pane)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.panel)
        split.addWidget(self._right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([560, 460])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self._connect()
        self._ask(ListQuery())

    def _connect(self) -> None:
        self.field.typed.connect(lambda text: self._search(text, typing=True))
        self.field.entered.connect(lambda text: self._search(text, typing=False))
        self.model.answered.connect(self._on_answered)
        self.model.failed.connect(self._on_failed)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(lambda _ticket: self.pane.composer.write(Kind.REPLY))
        self.view.sort_asked.connect(self._on_sort)
        self.pane.status_picked.connect(self._set_status)
        self.pane.priority_picked.connect(self._set_priority)
        self.pane.assignee_picked.connect(self._assign)
        self.pane.composer.submitted.connect(self._add)
        self.context.jobs.changed.connect(self._on_changed)

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard into the list, where the arrows and letters work at once."""
        self.view.setFocus()

    def search(self) -> None:
        """Put the keyboard into the search field."""
        self.field.take_focus()

    def show_query(self, text: str) -> None:
        """Show the tickets that a query finds."""
        self.field.line.setText(text)
        self._search(text, typing=False)

    def show_item(self, item: int) -> None:
        """Show a ticket, whether the list has it or not."""
        self.view.choose(item)
        self._read(item)

    @property
    def item(self) -> int | None:
        """The ticket that is being read."""
        return self._wanted

    def new_ticket(self) -> None:
        """Ask what a new ticket is about, and show it once it is made."""
        dialog = NewTicketDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.made.connect(self.show_item)
        dialog.open()

    def remember(self) -> dict[str, Any]:
        """Return the ticket, the query and how far the list is scrolled."""
        return {"item": self.item, **self.panel.remember()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what ``remember`` returned."""
        self.panel.restore(kept, self.show_query)
        super().restore(kept)

    # The list

    def _ask(self, query: ListQuery) -> None:
        self.model.ask(query)
        self.view.show_sort(query.sort, query.descending)

    def _search(self, text: str, *, typing: bool) -> None:
        before: ListQuery = self.model.query
        if (before.text, before.typing) == (text, typing):
            return
        self._ask(ListQuery(text, before.sort, before.descending, typing))

    def _on_sort(self, sort: TicketSort | None, descending: bool) -> None:
        before: ListQuery = self.model.query
        if sort is None:
            self.view.show_sort(before.sort, before.descending)
            return
        self._ask(ListQuery(before.text, sort, descending, before.typing))

    def _on_answered(self, _another_query: bool) -> None:
        self.field.accept()
        query: ListQuery = self.model.query
        if query.text.strip():
            self.empty.say(
                _("No ticket fits this search"), _("Use fewer words, or empty the field with Esc.")
            )
        else:
            self.empty.say(
                _("No tickets yet"), _("They appear here when mail is imported or one is made.")
            )
        self.panel.show_rows(self.model.rowCount() > 0)
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: tickets.count(session, query.text, stop_at=_COUNT_TO, typing=query.typing),
            self._show_count,
            slot=self._count_slot,
        )

    def _show_count(self, count: int) -> None:
        if count >= _COUNT_TO:
            self.panel.count.setText(
                _("more than {count}").format(count=QLocale().toString(_COUNT_TO))
            )
        else:
            said = ngettext("{count} ticket", "{count} tickets", count)
            self.panel.count.setText(said.format(count=QLocale().toString(count)))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, QueryError):
            self.field.complain(error, error.position, error.length)
        else:
            self.context.show_error(error)

    # The ticket that is being read

    def _on_chosen(self, ticket: int | None) -> None:
        if ticket is not None:
            self._read(ticket)

    def _read(self, ticket: int) -> None:
        self._wanted = ticket
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: tickets.get(session, ticket),
            self._show,
            failed=self._on_gone,
            slot=self._ticket_slot,
        )

    def _show(self, ticket: Ticket) -> None:
        shown = self.pane.ticket
        another = shown is None or shown.row.id != ticket.row.id
        if shown is not None and another:
            self._keep_draft(shown.row.id)
        self.pane.show_ticket(ticket)
        if another:
            self.pane.composer.put(*self._drafts.get(ticket.row.id, (Kind.REPLY, "")))
        self._right.setCurrentWidget(self.pane)

    def _keep_draft(self, ticket: int) -> None:
        composer = self.pane.composer
        if composer.text.strip():
            self._drafts[ticket] = (composer.kind, composer.text)
        else:
            self._drafts.pop(ticket, None)

    def _on_gone(self, error: Exception) -> None:
        self._wanted = None
        self._right.setCurrentIndex(0)
        self.context.show_error(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted is not None and (changes.everything or self._wanted in changes.tickets):
            self._read(self._wanted)

    # What is done with it

    def _write(self, work: Callable[[], Changes], said: str) -> None:
        self.context.jobs.write(
            self, work, lambda _changes: self.context.tell(said), failed=self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        self.pane.composer.set_busy(False)
        self.context.show_error(error)
        if self._wanted is not None:
            self._read(self._wanted)  # what the buttons show is what the store says

    def _set_status(self, status: Status) -> None:
        if (ticket := self.pane.ticket) is not None:
            session, row = self.context.session, ticket.row
            self._write(
                lambda: tickets.set_status(session, row.id, status, row.version),
                _("The status of {number} was changed.").format(number=row.number),
            )

    def _set_priority(self, priority: Priority) -> None:
        if (ticket := self.pane.ticket) is not None:
            session, row = self.context.session, ticket.row
            self._write(
                lambda: tickets.change(session, row.id, row.version, priority=priority),
                _("The priority of {number} was changed.").format(number=row.number),
            )

    def _assign(self, assignee: str) -> None:
        if (ticket := self.pane.ticket) is not None:
            session, row = self.context.session, ticket.row
            self._write(
                lambda: tickets.assign(session, row.id, assignee, row.version),
                _("{number} was assigned.").format(number=row.number),
            )

    def _add(self, kind: Kind, text: str) -> None:
        if (ticket := self.pane.ticket) is None:
            return
        session, number = self.context.session, ticket.row.id
        add = tickets.reply if kind is Kind.REPLY else tickets.add_note
        self.pane.composer.set_busy(True)

        def kept(_changes: Changes) -> None:
            self._drafts.pop(number, None)
            self.pane.composer.set_busy(False)
            if self.pane.ticket is not None and self.pane.ticket.row.id == number:
                self.pane.composer.clear()
            self.context.tell(_("Added to {number}.").format(number=ticket.row.number))

        self.context.jobs.write(
            self, lambda: add(session, number, text), kept, failed=self._on_refused
        )
