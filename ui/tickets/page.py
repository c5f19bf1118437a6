"""The tickets page: the list and the ticket that is being read, and what is done with both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.staff_texts import Draft
from app.model.ticket import (
    Direction,
    Status,
    Ticket,
)
from app.workflows import devices, drafts, ticket_links, tickets
from app.workflows.bulk_edit import Edit
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.tickets import actions
from ui.tickets.bulk_bar import BulkBar
from ui.tickets.composer import Kind, Writing
from ui.tickets.files import Files
from ui.tickets.list_side import TicketList
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.questions import Questions
from ui.tickets.reading_pane import ReadingPane
from ui.tickets.work import TicketWork
from ui.widgets.empty_state import EmptyState

_DRAFT_AFTER = 1_500  # milliseconds without a key until what is written is kept


class TicketsPage(Page):
    """The list on the left, the ticket that is being read on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self._ticket_slot = Slot()
        self._scan_slot = Slot()
        self._writings: dict[int, Writing] = {}
        self._wanted: int | None = None
        self._stale = False
        self.work = TicketWork(context, self)
        self.files = Files(context, self)
        self.list = TicketList(context)
        self.model, self.view = self.list.model, self.list.view
        self.field, self.panel, self.empty = self.list.field, self.list.panel, self.list.empty
        self.pane = ReadingPane(context, self.files)
        self.questions = Questions(self)
        actions.add_to(context.actions, self)
        self.bulk = BulkBar(theme, context.actions)
        self.list.add_below(self.bulk)
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
        split.addWidget(self.list)
        split.addWidget(self._right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([560, 460])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self._keep_later = QTimer(self)
        self._keep_later.setSingleShot(True)
        self._keep_later.setInterval(_DRAFT_AFTER)
        self._keep_later.timeout.connect(self.put_away)
        self._connect()

    def _connect(self) -> None:
        self.list.new_asked.connect(self.new_ticket)
        self.list.moved.connect(self.moved)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(lambda _ticket: self.pane.composer.write(Kind.REPLY))
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.work.refused.connect(self._read_again)
        self.pane.status_picked.connect(lambda status: self._edit_shown(Edit(status=status)))
        self.pane.priority_picked.connect(lambda p: self._edit_shown(Edit(priority=p)))
        self.pane.assignee_picked.connect(lambda name: self._edit_shown(Edit(assignee=name)))
        self.pane.ticket_asked.connect(lambda ticket: self.context.go("tickets", ticket))
        self.pane.composer.submitted.connect(self._add)
        self.pane.composer.left.connect(self.view.setFocus)
        self.pane.composer.edited.connect(self._keep_later.start)
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
        self.list.show_query(text)

    def show_item(self, item: int) -> None:
        """Show a ticket, whether the list has it or not."""
        self.view.choose(item)
        self._read(item)

    @property
    def item(self) -> int | None:
        """The ticket that is being read."""
        return self._wanted

    @property
    def ticket(self) -> Ticket | None:
        """The ticket that is being read, once it is shown."""
        shown = self.pane.ticket
        return shown if shown is not None and shown.row.id == self._wanted else None

    def remember(self) -> dict[str, Any]:
        """Return the ticket, the query and how far the list is scrolled."""
        return {"item": self.item, **self.list.remember()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what ``remember`` returned."""
        self.list.restore(kept)
        super().restore(kept)

    def take_identifier(self, text: str) -> bool:
        """Link the device that has a scanned identifier with the ticket that is being read."""
        ticket, session = self.ticket, self.context.session
        if ticket is None:
            return False

        def linked(device: int) -> Callable[[], Changes]:
            return lambda: ticket_links.link_device(session, ticket.row.id, device)

        def found(device: int | None) -> None:
            if device is None:
                self.context.go_device(text)
                return
            said = _("The device was linked with {number}.").format(number=ticket.row.number)
            self.context.jobs.write(
                self,
                linked(device),
                lambda _changes: self.context.tell(said),
                failed=self.context.show_error,
            )

        self.context.jobs.read(
            self,
            lambda: devices.identified(session, text),
            found,
            failed=self.context.show_error,
            slot=self._scan_slot,
        )
        return True

    # The ticket that is being read

    def _on_chosen(self, ticket: int | None) -> None:
        if ticket is not None:
            self._read(ticket)
            self.moved.emit()

    def _on_selection(self, *_what: object) -> None:
        self.bulk.show_count(len(self.view.selectionModel().selectedRows()))

    def _read(self, ticket: int) -> None:
        self._wanted = ticket
        session, known = self.context.session, ticket in self._writings

        def look() -> tuple[Ticket, Draft | None]:
            found = tickets.get(session, ticket)
            return found, None if known else drafts.get(session, ticket)

        self.context.jobs.read(self, look, self._show, failed=self._on_gone, slot=self._ticket_slot)

    def _read_again(self) -> None:
        if self._wanted is not None:
            self._read(self._wanted)

    def _show(self, found: tuple[Ticket, Draft | None]) -> None:
        ticket, draft = found
        shown, composer = self.pane.ticket, self.pane.composer
        another = shown is None or shown.row.id != ticket.row.id
        if another:
            self.put_away()
        self.pane.show_ticket(ticket)
        if another:
            kept = Writing.of_draft(draft) if draft is not None else Writing()
            composer.put(self._writings.get(ticket.row.id, kept))
        self._right.setCurrentWidget(self.pane)
        self._stale = False

    def _on_gone(self, error: Exception) -> None:
        self._wanted = None
        self._stale = False
        self._right.setCurrentIndex(0)
        self.context.show_error(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted is not None and (changes.everything or self._wanted in changes.tickets):
            self._stale = True
            self._read(self._wanted)

    # What is half written

    def put_away(self) -> None:
        """Keep what is half written in the store."""
        self._keep_later.stop()
        shown, writing = self.pane.ticket, self.pane.composer.writing
        if shown is None or self._writings.get(shown.row.id, Writing()) == writing:
            return
        session, ticket = self.context.session, shown.row.id
        self._writings[ticket] = writing
        kind = Direction.OUT if writing.kind is Kind.REPLY else Direction.NOTE
        self.context.jobs.write(self, lambda: drafts.save(session, ticket, kind, writing.text))

    def _add(self, writing: Writing) -> None:
        if (ticket := self.pane.ticket) is None:
            return
        session, number, composer = self.context.session, ticket.row.id, self.pane.composer
        self._keep_later.stop()
        composer.set_busy(True)

        def add() -> Changes:
            changes = _keep(writing, number)
            drafts.discard(session, number)
            return changes

        def _keep(writing: Writing, number: int) -> Changes:
            if writing.kind is Kind.FORWARD:
                return tickets.forward(session, number, writing.to, writing.text, writing.files)
            keep = tickets.reply if writing.kind is Kind.REPLY else tickets.add_note
            return keep(session, number, writing.text, writing.files)

        def kept(_changes: Changes) -> None:
            self._writings[number] = Writing()
            composer.set_busy(False)
            if self.pane.ticket is not None and self.pane.ticket.row.id == number:
                composer.put(Writing())
                self.view.setFocus()
            self.context.tell(_("Added to {number}.").format(number=ticket.row.number))

        def refused(error: Exception) -> None:
            composer.set_busy(False)
            self.context.show_error(error)
            self._read_again()

        self.context.jobs.write(self, add, kept, failed=refused)

    # What is done with tickets

    def targets(self) -> dict[int, int | None]:
        """Return the tickets that an action is about, each with its version as it is shown.

        While a ticket is read again, after a reply for instance, it is taken as it is by then.
        """
        chosen = self.list.chosen()
        if len(chosen) > 1:
            return chosen
        ticket = self.ticket
        return (
            {} if ticket is None else {ticket.row.id: None if self._stale else ticket.row.version}
        )

    def _edit_shown(self, what: Edit) -> None:
        if (ticket := self.pane.ticket) is not None:
            self.work.edit({ticket.row.id: None if self._stale else ticket.row.version}, what)

    def edit(self, what: Edit) -> None:
        """Change the tickets that are chosen, or the one that is being read."""
        self.work.edit(self.targets(), what)

    def finish(self, status: Status) -> None:
        """Bring to an end, and go on with the next ticket."""
        versions = self.targets()
        one = next(iter(versions)) if len(versions) == 1 else None

        def go_on() -> None:
            if one is not None and self._wanted == one and self.view.chosen_id == one:
                self.list.step(1)

        self.work.edit(versions, Edit(status=status), go_on)

    def assign_to_me(self) -> None:
        """Take the tickets at hand."""
        self.edit(Edit(assignee=self.context.session.member.name))

    def new_ticket(self) -> None:
        """Ask what a new ticket is about, and show it once it is made."""
        dialog = NewTicketDialog(self.context, self)
        dialog.made.connect(self.show_item)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_menu(self, point: QPoint) -> None:
        menu = actions.menu(self.context, self)
        menu.popup(self.view.viewport().mapToGlobal(point))
