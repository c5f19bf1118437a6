"""The tickets page: the list and the tickets that are being read, and what is done with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout

from app.i18n import _
from app.model.staff_texts import DraftKind
from app.model.ticket import Status, format_number
from app.model.ticket_edit import Edit
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.tickets import actions
from ui.tickets.ahead import ReadAhead
from ui.tickets.list_side import TicketList
from ui.tickets.questions import Questions
from ui.tickets.reader import Reader
from ui.tickets.readers import Readers
from ui.tickets.targets import Targets
from ui.tickets.work import TicketWork
from ui.widgets.splitter import Splitter

if TYPE_CHECKING:  # loaded when first shown
    from app.model.conversation import Ticket
    from ui.attached.files import Files
    from ui.tickets.new_ticket import NewTicketDialog
    from ui.tickets.reading_pane import ReadingPane


class TicketsPage(Page):
    """The list with a ticket beside it, and a tab for each ticket that was opened apart."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._scan_slot = Slot()
        self._making: NewTicketDialog | None = None
        self.work = TicketWork(context, self)
        self.list = TicketList(context)
        self.model, self.view = self.list.model, self.list.view
        self.field, self.panel, self.empty = self.list.field, self.list.panel, self.list.empty
        self.ahead = ReadAhead(context, self.view, self)
        self.readers = Readers(context, self._new_pane, self.ahead, self)
        self.tabs = self.readers.tabs
        self.questions = Questions(self)
        split = Splitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.readers.beside)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([560, 460])
        self.readers.stack.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.readers.stack, 1)
        actions.add_to(context.actions, self)
        self._connect()

    def _connect(self) -> None:
        self.list.new_asked.connect(self.new_ticket)
        self.list.moved.connect(self.moved)
        self.list.asked.connect(self.asked)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(lambda _ticket: self.pane.composer.write(DraftKind.REPLY))
        self.view.opened_apart.connect(self.show_apart)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.work.refused.connect(self._read_again)
        self.work.begun.connect(self._on_edit)
        self.readers.turned.connect(self._on_turned)
        self.readers.added.connect(self.take_focus)
        once = Qt.ConnectionType.SingleShotConnection
        self.model.answered.connect(self.readers.make_pane_beside, once)

    @cached_property
    def files(self) -> Files:
        """What shows and saves the files of messages."""
        from ui.attached.files import Files  # noqa: PLC0415 - no list needs it

        return Files(self.context, self)

    def _new_pane(self) -> ReadingPane:
        """Return another reading pane, and do what is asked for in it."""
        from ui.tickets.reading_pane import ReadingPane  # noqa: PLC0415 - no list needs it

        pane = ReadingPane(self.context, self.files)
        pane.head.status_picked.connect(lambda status: self._edit_shown(Edit(status=status)))
        pane.head.priority_picked.connect(lambda p: self._edit_shown(Edit(priority=p)))
        pane.head.assignee_picked.connect(lambda name: self._edit_shown(Edit(assignee=name)))
        pane.head.ticket_asked.connect(lambda ticket: self.context.go("tickets", ticket))
        pane.head.device_asked.connect(lambda device: self.context.go("devices", device))
        pane.composer.left.connect(self.come_back)
        return pane

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard where the arrows and letters work at once."""
        self._focus(Qt.FocusReason.OtherFocusReason)

    def come_back(self) -> None:
        """Put the keyboard there as Escape does."""
        self._focus(Qt.FocusReason.ShortcutFocusReason)

    def _focus(self, reason: Qt.FocusReason) -> None:
        (self.view.setFocus if self.at_list else self.pane.take_focus)(reason)

    def search(self) -> None:
        """Put the keyboard into the search field."""
        self.tabs.go(None)
        self.field.take_focus()

    def show_query(self, text: str) -> None:
        """Show the tickets that a query finds."""
        self.tabs.go(None)
        self.list.open_query(text)

    def show_all(self) -> None:
        """Show the list, from a tab as one left it, and else the whole of it."""
        if not self.at_list:
            self.tabs.go(None)
            return
        self.list.views.leave()
        self.list.show_query("")

    def take_rows(self, query: str) -> None:
        """Make the tickets that were dragged belong to a list: its queue, its assignee."""
        from app.workflows import filing  # noqa: PLC0415 - when first asked for

        session, dragged = self.context.session, self.list.chosen()

        def move(what: Edit | None) -> None:
            if what is not None:
                self.work.edit(dragged, what)

        self.context.jobs.read(
            self,
            lambda: filing.edit_into(session, query),
            move,
            failed=self.context.show_error,
        )

    def show_item(self, item: int) -> None:
        """Show a ticket: in its tab where it has one, else beside the list."""
        if item in self.tabs.tickets:
            self.tabs.go(item)
        else:
            self._show_beside(item)

    def _show_beside(self, item: int) -> None:
        self.tabs.go(None)
        self.view.choose(item)
        self.readers.beside.read(item)

    @property
    def item(self) -> int | None:
        """The ticket that is being read."""
        return self.reader.wanted

    @property
    def ticket(self) -> Ticket | None:
        """The ticket that is being read, once it is shown."""
        return self.reader.ticket

    @property
    def reader(self) -> Reader:
        """What reads the ticket that is at work."""
        return self.readers.at_work

    @property
    def pane(self) -> ReadingPane:
        """The reading pane that is at work."""
        return self.reader.pane

    @property
    def at_list(self) -> bool:
        """Whether the list is at work, and not a ticket's tab."""
        return self.tabs.current is None

    def remember(self) -> dict[str, Any]:
        """Return the ticket, the query, how far the list is scrolled, and the tabs."""
        return {
            "item": self.item,
            **self.list.remember(),
            "tab": self.tabs.current,
            "tabs": list(self.tabs.tickets),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what ``remember`` returned; the tabs as well when the page was just made."""
        self.list.restore(kept)
        if not self.readers.any_opened:
            self.readers.open(kept.get("tabs", ()))
        tab, item = kept.get("tab"), kept.get("item")
        if isinstance(tab, int):
            self.show_apart(tab)
        elif isinstance(item, int):
            self._show_beside(item)
        else:
            self.tabs.go(None)
            if "item" in kept:
                self.view.choose(None)
                self.readers.beside.show_nothing()
        if isinstance(at := kept.get("writing"), int):
            self._write_on(at)
        if isinstance(half := kept.get("new"), Mapping):
            self.new_ticket()
            if self._making is not None:
                self._making.restore(half)

    def half_filled(self) -> dict[str, Any]:
        """Return what is typed of a new ticket."""
        return {} if self._making is None else {"new": self._making.remember()}

    def keyboard(self) -> dict[str, int]:
        """Return where one writes, if one does."""
        at = self.pane.composer.keyboard if self.ticket is not None else None
        return {} if at is None else {"writing": at}

    def _write_on(self, at: int) -> None:
        """Put the keyboard back to where one wrote, once the ticket with it is shown.

        A letter would else change the ticket. Who went elsewhere meanwhile stays there.
        """
        reader, item, window = self.reader, self.item, self.window()
        before = window.focusWidget()

        def write_on(shown: Ticket) -> None:
            if shown.row.id == item and window.focusWidget() is before:
                reader.pane.composer.take_keyboard(at)

        reader.shown.connect(write_on, Qt.ConnectionType.SingleShotConnection)

    # Tabs

    def open_in_tab(self) -> None:
        """Give the tickets that are chosen a tab each, and go to the first of them."""
        wanted = list(self.targets().versions)
        self.readers.open(wanted)
        if wanted and wanted[0] in self.tabs.tickets:
            self.tabs.go(wanted[0])

    def show_apart(self, item: int) -> None:
        """Show a ticket in a tab of its own."""
        self.readers.show_apart(item)

    def _on_turned(self) -> None:
        self.take_focus()
        self.moved.emit()

    def take_identifier(self, text: str) -> bool:
        """Link the device that has a scanned identifier with the ticket that is being read."""
        from ui.tickets.scanned import link_scanned  # noqa: PLC0415 - for a scan alone

        if (ticket := self.ticket) is None:
            return False
        link_scanned(self.context, self, ticket.row, text, self._scan_slot)
        return True

    # The ticket that is being read

    def _on_chosen(self, ticket: int | None) -> None:
        if ticket is not None:
            self.readers.beside.read(ticket)
            self.moved.emit()

    def _on_edit(self, targets: Targets, what: Edit) -> None:
        """Stay with a ticket that is at work, though its new queue or assignee takes it away.

        The next key would else change another ticket. One that is finished or waits gives way.
        """
        self.view.stay_with(targets.one if what.status is None else None)

    def _read_again(self) -> None:
        self.reader.read_again()

    def put_away(self) -> None:
        """Keep what is half written in the store, and nothing that was read ahead."""
        self.ahead.forget()
        self.readers.put_away()

    # What is done with tickets

    def targets(self) -> Targets:
        """Return the tickets that an action is about, each with its version as it is shown.

        While a ticket is read again, after a reply for instance, it is taken as it is by then.
        """
        chosen = self.list.chosen() if self.at_list else Targets()
        if chosen.are_several:
            return chosen
        ticket = self.ticket
        return Targets() if ticket is None else Targets({ticket.row.id: self.reader.version})

    def _edit_shown(self, what: Edit) -> None:
        if (ticket := self.pane.ticket) is not None:
            self.work.edit(Targets({ticket.row.id: self.reader.version}), what)

    def begin_request(self) -> None:
        """Take the ticket as a request of its requester about their data."""
        ticket = self.ticket
        if ticket is not None and (person := ticket.row.requester_id) is not None:
            self.context.begin("requests", {"person": person, "ticket": ticket.row.id})

    def edit(self, what: Edit) -> None:
        """Change the tickets that are chosen, or the one that is being read."""
        self.work.edit(self.targets(), what)

    def finish(self, status: Status) -> None:
        """Bring to an end, and go on with the next ticket; what was not sent with it is told."""
        targets = self.targets()
        one, half = targets.one, not self.reader.writing.is_empty

        def go_on() -> None:
            if one is not None and half:
                text = _("{number} is finished, and what you wrote in it was not sent: it is kept.")
                self.context.tell(text.format(number=format_number(one)))
            if one is not None and self.at_list and self.item == one == self.view.chosen_id:
                self.list.step(1)

        self.work.edit(targets, Edit(status=status), go_on)

    def assign_to_me(self) -> None:
        """Take the tickets at hand."""
        self.edit(Edit(assignee=self.context.session.member.name))

    def new_ticket(self) -> None:
        """Ask what a new ticket is about, and show it once it is made."""
        from ui.tickets.new_ticket import NewTicketDialog  # noqa: PLC0415 - loaded when first shown

        self._making = dialog = NewTicketDialog(self.context, self)
        dialog.made.connect(self.show_item)
        dialog.finished.connect(self._on_made)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_made(self, _result: int) -> None:
        self._making = None

    def _on_menu(self, point: QPoint) -> None:
        menu = actions.menu(self.context, self)
        menu.popup(self.view.viewport().mapToGlobal(point))
