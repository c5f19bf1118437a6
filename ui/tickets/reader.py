"""Reads tickets for the page, one after the other, and keeps what is half written about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Changes
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import format_number
from ui.pages import Context
from ui.tasks import Slot
from ui.tickets.ahead import ReadAhead, find
from ui.turns import in_later_turn
from ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:  # loaded with the first pane
    from app.model.conversation import Ticket
    from ui.tickets.ahead import Found
    from ui.tickets.reading_pane import ReadingPane

_DRAFT_AFTER = 1_500  # milliseconds without a key until what is written is kept


class Reader(QStackedWidget):
    """A reading pane and the ticket it is to show, or what is said while there is none."""

    shown = Signal(object)
    """A :class:`Ticket` is shown, or shown as it is by now."""
    gone = Signal()
    """The ticket that was wanted is no longer there."""
    added = Signal()
    """What was written is in the conversation."""

    def __init__(
        self,
        context: Context,
        writings: dict[int, Draft],
        new_pane: Callable[[], ReadingPane],
        ahead: ReadAhead | None = None,
    ) -> None:
        """Make a reader; ``writings`` is what is half written, shared by all readers.

        ``new_pane`` is called when there is a ticket to be shown, and ``ahead`` asked first
        whether it was read already.
        """
        super().__init__()
        self._context = context
        self._writings = writings
        self._new_pane = new_pane
        self._ahead = ahead
        self._slot = Slot()
        self.wanted: int | None = None
        """The ticket that is to be shown, before and after it is."""
        self.is_stale = False
        """Whether the ticket is being read again, since it was changed."""
        self._outdated: Draft | None = None  # what was kept, while the store is asked anew
        self._saving_typed = 0  # what was typed since and is not kept yet; it is read after that
        self._is_left = False  # what is in the pane may be older than what another reader kept
        self._pane: ReadingPane | None = None
        self.addWidget(
            EmptyState(
                context.theme,
                "ticket",
                _("No ticket chosen"),
                _("Choose one in the list to read its conversation."),
            )
        )
        self._blank = QWidget()
        self.addWidget(self._blank)
        self._keep_later = QTimer(self)
        self._keep_later.setSingleShot(True)
        self._keep_later.setInterval(_DRAFT_AFTER)
        self._keep_later.timeout.connect(self.put_away)
        context.jobs.changed.connect(self._on_changed)

    def make_pane(self) -> ReadingPane:
        """Make what shows the ticket, if it is not there yet, and return it."""
        if self._pane is None:
            self._pane = self._new_pane()
            self._pane.composer.submitted.connect(self._add)
            self._pane.composer.edited.connect(self._keep_later.start)
            self.addWidget(self._pane)
        return self._pane

    @property
    def pane(self) -> ReadingPane:
        """What shows the ticket, made when it is first asked for."""
        return self.make_pane()

    @property
    def _shown(self) -> Ticket | None:
        """The ticket in the pane, wanted still or not."""
        return None if self._pane is None else self._pane.ticket

    @property
    def ticket(self) -> Ticket | None:
        """The ticket that is being read, once it is shown."""
        shown = self._shown
        if shown is None or shown.row.id != self.wanted or self.currentWidget() is not self._pane:
            return None
        return shown

    @property
    def version(self) -> int | None:
        """The version of the ticket as it was seen; None while it is read again."""
        ticket = self._shown
        return None if ticket is None or self.is_stale else ticket.row.version

    @property
    def writing(self) -> Draft:
        """What is half written about the ticket that is shown."""
        return Draft() if self._pane is None else self._pane.composer.writing

    def read(self, ticket: int) -> None:
        """Show a ticket as soon as it is read."""
        self.wanted = ticket
        if (found := self._read_ahead(ticket)) is not None:
            self._slot.clear()
            self._show(found)
            return
        if self._shown is None:
            self.setCurrentWidget(self._blank)
        session, with_draft = self._context.session, ticket not in self._writings
        self._context.jobs.read(
            self,
            lambda: find(session, ticket, with_draft=with_draft),
            self._show,
            failed=self._on_gone,
            slot=self._slot,
        )

    def _read_ahead(self, ticket: int) -> Found | None:
        return None if self._ahead is None else self._ahead.take(ticket)

    def show_nothing(self) -> None:
        """Show no ticket; what is half written is kept."""
        self.put_away()
        self._slot.clear()
        self.wanted = None
        self.is_stale = False
        self.setCurrentIndex(0)

    def read_again(self) -> None:
        """Show the ticket as it is by now."""
        if self.wanted is not None:
            self.read(self.wanted)

    def _show(self, found: Found) -> None:
        if self._pane is None:
            self._make_pane_for(found)
            return
        self._fill(found)
        self._reveal(found[0])

    def _make_pane_for(self, found: Found) -> None:
        """Make the pane, fill it and show it in a turn each: the window answers in between."""
        ticket = found[0]

        def fill() -> None:
            if ticket.row.id == self.wanted:
                self._fill(found)
                in_later_turn(self, reveal)

        def reveal() -> None:
            if ticket.row.id == self.wanted:
                self._reveal(ticket)

        self.make_pane()
        in_later_turn(self, fill)

    def _fill(self, found: Found) -> None:
        ticket, draft = found
        before = self._shown
        another = before is None or before.row.id != ticket.row.id
        if another:
            self.put_away()
        self.pane.show_ticket(ticket)
        self.pane.composer.say_who_asked(anybody=ticket.row.requester_id is not None)
        if not another and self._saving_typed:
            return
        outdated, self._outdated = self._outdated, None
        if not another and outdated is None:
            return
        if draft is not None:
            self._writings.setdefault(ticket.row.id, draft)
        stored = self._writings.get(ticket.row.id, Draft())
        if another:
            self._take_up()
        elif outdated is not None and outdated != stored:
            self._take_up_with_typed(stored, outdated)
        elif not self.is_kept:  # who went on writing meanwhile is not disturbed
            self._keep_later.start()

    def _reveal(self, ticket: Ticket) -> None:
        self.setCurrentWidget(self.pane)
        self.is_stale = False
        if self._ahead is not None:
            self._ahead.wait_for_rest()
        self.shown.emit(ticket)

    def _on_gone(self, error: Exception) -> None:
        if isinstance(error, KnownError) and error.code == "not_found":
            self._forget()
        self.wanted = None
        self.is_stale = False
        self.setCurrentIndex(0)
        self._context.show_error(error)
        self.gone.emit()

    def _forget(self) -> None:
        """Keep nothing of a ticket that is gone: it may be that of an erased person."""
        self._keep_later.stop()
        if self.wanted is not None:
            self._writings.pop(self.wanted, None)
        if self._pane is not None:
            self.removeWidget(self._pane)
            self._pane.deleteLater()
            self._pane = None
            self._outdated = None

    def _on_changed(self, changes: Changes) -> None:
        if self.wanted is not None and (changes.everything or self.wanted in changes.tickets):
            self.is_stale = True
            self.read(self.wanted)

    # What is half written

    @property
    def is_kept(self) -> bool:
        """Whether all that is half written of the ticket shown is kept in the store."""
        if (shown := self._shown) is None:
            return True
        if self._is_left or self._outdated is not None:
            return True
        return self.pane.composer.writing == self._writings.get(shown.row.id, Draft())

    def take_up_anew(self, kept: Mapping[int, Draft]) -> None:
        """Go on with what is half written as the store has it: it was blacked out, or went on.

        What was ``kept`` of each ticket is not kept again, though another is shown before it is
        read; what was typed since goes on. Where the store has it as it was, whoever is writing
        goes on undisturbed.
        """
        if (ticket := self._shown) is None:
            return
        if self._outdated is None:
            of_store = kept.get(ticket.row.id, Draft())
            self._outdated = self.writing if self._is_left else of_store
        if ticket.row.id != self.wanted:
            self.put_away()
            self.pane.composer.put(Draft())
            self._outdated = Draft()
        if ticket.row.id == self.wanted:
            self.read(ticket.row.id)

    def leave(self) -> None:
        """Keep what is half written, which another reader may go on with from now on."""
        self.put_away()
        self._is_left = True

    def come_back(self) -> None:
        """Go on with what is half written about the ticket, here or by another reader."""
        self._is_left = False
        self._take_up()

    def _take_up(self) -> None:
        if (ticket := self._shown) is not None and self._outdated is None:
            writing = self._writings.get(ticket.row.id, Draft())
            if writing != self.pane.composer.writing:
                self.pane.composer.put(writing)

    def _take_up_with_typed(self, stored: Draft, before: Draft) -> None:
        """Go on with what the store has by now and what was typed since it had another text."""
        from app.model.typed_since import with_typed  # noqa: PLC0415 - after a destruction alone

        writing = with_typed(stored, before, self.pane.composer.writing)
        self.pane.composer.put(writing)
        if writing != stored:
            self._keep_later.start()

    def _put_typed_away(self, ticket: int, before: Draft) -> None:
        """Keep what was typed since the store has another text, in that, and read it then."""
        writing = self.pane.composer.writing
        if writing == before:
            return
        from app.workflows import drafts  # noqa: PLC0415 - as above

        session = self._context.session

        def kept(stored: Draft) -> None:
            self._writings[ticket] = stored
            end()

        def failed(error: Exception) -> None:
            end()
            self._context.show_error(error)

        def end() -> None:
            self._saving_typed -= 1
            if self._outdated is not None and not self._saving_typed:
                self.read_again()

        self._outdated = writing
        self._saving_typed += 1
        if ticket == self.wanted:
            self._slot.clear()  # what is read before would be without it
        self._context.jobs.write(
            self,
            lambda: drafts.save_typed(session, ticket, before, writing),
            kept,
            failed=failed,
        )

    def put_away(self) -> None:
        """Keep what is half written in the store."""
        self._keep_later.stop()
        if (shown := self._shown) is None or self._is_left:
            return
        if self._outdated is not None:  # the store may have it blacked out by now
            self._put_typed_away(shown.row.id, self._outdated)
            return
        writing = self.pane.composer.writing
        before = self._writings.get(shown.row.id, Draft())
        if before == writing:
            return
        from app.workflows import drafts  # noqa: PLC0415 - as above

        session, ticket = self._context.session, shown.row.id
        self._writings[ticket] = writing
        into = shown.merged_into
        if into is not None and self._writings.get(into) == Draft():
            del self._writings[into]  # it is kept there, and to be read from there
        self._context.jobs.write(self, lambda: drafts.save(session, ticket, writing, before))

    def _add(self, writing: Draft) -> None:
        from app.workflows import drafts, tickets  # noqa: PLC0415 - as above

        if (ticket := self.pane.ticket) is None:
            return
        session, number, composer = self._context.session, ticket.row.id, self.pane.composer
        before = self._writings.get(number, Draft())
        self._keep_later.stop()
        composer.set_busy(True)

        def add() -> Changes:
            changes = keep()
            drafts.discard(session, number, before)
            return changes

        def keep() -> Changes:
            if writing.kind is DraftKind.FORWARD:
                to, text, files = writing.recipient, writing.text, writing.files
                return tickets.forward(session, number, to, text, files)
            into = tickets.reply if writing.kind is DraftKind.REPLY else tickets.add_note
            return into(session, number, writing.text, writing.files)

        def kept(changes: Changes) -> None:
            (landed,) = changes.tickets  # another one, where this one was merged
            self._writings[number] = Draft()
            composer.set_busy(False)
            if self.pane.ticket is not None and self.pane.ticket.row.id == number:
                composer.put(Draft())
                self.added.emit()
            self._context.tell(_("Added to {number}.").format(number=format_number(landed)))
            still_here = self.ticket is not None and self.ticket.row.id == number
            if landed != number and still_here and self.isVisible():
                self._context.arrive("tickets", landed)

        def refused(error: Exception) -> None:
            composer.set_busy(False)
            self._context.show_error(error)
            self.read_again()

        self._context.jobs.write(self, add, kept, failed=refused)
