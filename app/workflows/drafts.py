"""What is half written in tickets, kept in the store until it is sent or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model import moments
from app.model.staff_texts import Draft
from app.model.typed_since import with_typed
from app.store import drafts, tickets
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_NOTHING = Draft()


def save(session: Session, ticket_id: int, draft: Draft, before: Draft = _NOTHING) -> None:
    """Keep what the member of staff at work has written in a ticket so far.

    ``before`` is what they had kept of it: by that it is known again where it moved with a merge.
    What is written in a merged ticket is kept in the one that lives on, unless another text of
    theirs is there. An empty one throws the draft away; for a ticket that is gone nothing is kept.
    """
    with session.store.write() as connection:
        place = _place(connection, ticket_id, session.staff_id, before)
        if place is None:
            return
        if draft.is_empty:
            drafts.remove(connection, place, session.staff_id)
        else:
            drafts.put(connection, place, session.staff_id, draft, moments.now())


def save_typed(session: Session, ticket_id: int, before: Draft, now: Draft) -> Draft:
    """Keep what the member of staff at work typed since ``before``, in the text as it is by now.

    That was blacked out meanwhile, perhaps: nothing else of ``now`` is kept. Returns what is kept,
    nothing for a ticket that is gone. Where it moved with a merge, ``before`` tells it again.
    """
    with session.store.write() as connection:
        place = _place(connection, ticket_id, session.staff_id, before)
        if place is None:
            return _NOTHING
        stored = drafts.get(connection, place, session.staff_id) or _NOTHING
        kept = with_typed(stored, before, now)
        if kept.is_empty:
            drafts.remove(connection, place, session.staff_id)
        else:
            drafts.put(connection, place, session.staff_id, kept, moments.now())
        return kept


def get(session: Session, ticket_id: int) -> Draft | None:
    """Return what the member of staff at work was writing in a ticket."""
    with session.store.read() as connection:
        return drafts.get(connection, ticket_id, session.staff_id)


def discard(session: Session, ticket_id: int, before: Draft = _NOTHING) -> None:
    """Throw the draft away, also where it moved with a merge; ``before`` as for :func:`save`."""
    with session.store.write() as connection:
        place = _place(connection, ticket_id, session.staff_id, before)
        if place is not None:
            drafts.remove(connection, place, session.staff_id)


def _place(connection: Connection, ticket: int, staff: int | None, before: Draft) -> int | None:
    """Return the ticket in which a text begun in ``ticket`` is kept; None when that is gone."""
    final = tickets.final_of(connection, ticket)
    if final is None or final == ticket:
        return final
    if drafts.get(connection, ticket, staff) is not None:
        return ticket  # it stayed: its writer had another text in the other ticket
    there = drafts.get(connection, final, staff)
    return final if there is None or there == before else ticket
