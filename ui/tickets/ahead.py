"""Tickets that are read before anybody asks for them: the neighbours of the one that is read.

Whoever goes on to the next ticket then waits for no thread and no store: the ticket is painted
together with the row in the list. What is read ahead is shown only while the store is as it was
when it was read, and is forgotten with every change and every lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.model.changes import Changes
from app.workflows.session import Session
from ui.pages import Context
from ui.tasks import Slot
from ui.widgets.id_table_view import IdTableView

if TYPE_CHECKING:  # loaded with the first pane
    from app.model.conversation import Ticket
    from app.model.staff_texts import Draft

    Found = tuple[Ticket, Draft | None]
    """A ticket, and what the store has of a text half written about it."""

_AT_REST = 20
"""Milliseconds after a ticket is shown; a key that is held down comes again after 30."""
_MOST = 500_000
"""Characters of a ticket that is kept; a longer one is read when it is asked for."""


def find(session: Session, ticket: int, *, with_draft: bool = True) -> Found:
    """Read a ticket. Raises ``KnownError("not_found")``."""
    from app.workflows import drafts, tickets  # noqa: PLC0415 - no list needs them

    found = tickets.get(session, ticket)
    return found, drafts.get(session, ticket) if with_draft else None


class ReadAhead(QObject):
    """Reads the neighbours of the row at work once the window is at rest, and keeps them."""

    def __init__(self, context: Context, view: IdTableView, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._slot = Slot()
        self._kept: dict[int, Found] = {}
        self._state: int | None = None  # of the store, when what is kept was read
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(_AT_REST)
        self._at_rest.timeout.connect(self._look)
        context.jobs.changed.connect(self._on_changed)

    @property
    def kept(self) -> tuple[int, ...]:
        """The tickets that were read ahead."""
        return tuple(self._kept)

    def take(self, ticket: int) -> Found | None:
        """Return a ticket if it was read ahead and nothing in the store changed since."""
        self._at_rest.stop()
        if self._context.session.state != self._state:
            self.forget()
        return self._kept.get(ticket)

    def wait_for_rest(self) -> None:
        """A ticket is shown: read its neighbours unless another one is asked for meanwhile."""
        self._at_rest.start()

    def forget(self) -> None:
        """Keep nothing, and nothing that is on its way."""
        self._at_rest.stop()
        self._slot.clear()
        self._kept.clear()
        self._state = None

    def _on_changed(self, _changes: Changes) -> None:
        self.forget()
        self.wait_for_rest()

    def _look(self) -> None:
        if not self._view.isVisible():
            return
        session = self._context.session
        if session.state != self._state:
            self._kept.clear()
        row, at = self._view.currentIndex().row(), self._view.table.id_at
        here, *beside = (at(row), at(row + 1), at(row - 1)) if row >= 0 else (None,)
        self._kept = {t: one for t, one in self._kept.items() if t == here or t in beside}
        missing = [ticket for ticket in beside if ticket is not None and ticket not in self._kept]
        if not missing:
            return

        def look() -> tuple[int | None, dict[int, Found]]:
            before = session.state
            return before, {ticket: find(session, ticket) for ticket in missing}

        self._context.jobs.read(self, look, self._keep, failed=_leave_it, slot=self._slot)

    def _keep(self, answer: tuple[int | None, dict[int, Found]]) -> None:
        state, found = answer
        if state is None or state != self._context.session.state:
            return  # it may be of before the change
        if state != self._state:
            self._kept.clear()
        self._state = state
        self._kept |= {t: one for t, one in found.items() if _size(one[0]) <= _MOST}


def _leave_it(_error: Exception) -> None:
    """Whoever asks for the ticket itself is told what is wrong with it."""


def _size(ticket: Ticket) -> int:
    """Return about how many characters a ticket has."""
    texts = (len(m.text) + len(m.reply_text) + len(m.html or "") for m in ticket.messages)
    return sum(texts) + sum(len(c.old) + len(c.new) for c in ticket.changes)
