"""What is half written in tickets, kept in the store until it is sent or thrown away."""

from __future__ import annotations

from app.model import moments
from app.model.staff_texts import Draft
from app.store import drafts, tickets
from app.workflows.session import Session


def save(session: Session, ticket_id: int, draft: Draft) -> None:
    """Keep what the member of staff at work has written in a ticket so far.

    An empty one throws the draft away; for a ticket that is gone nothing is kept.
    """
    with session.store.write() as connection:
        if draft.is_empty or tickets.status_of(connection, ticket_id) is None:
            drafts.remove(connection, ticket_id, session.staff_id)
        else:
            drafts.put(connection, ticket_id, session.staff_id, draft, moments.now())


def get(session: Session, ticket_id: int) -> Draft | None:
    """Return what the member of staff at work was writing in a ticket."""
    with session.store.read() as connection:
        return drafts.get(connection, ticket_id, session.staff_id)


def discard(session: Session, ticket_id: int) -> None:
    """Throw the draft away."""
    with session.store.write() as connection:
        drafts.remove(connection, ticket_id, session.staff_id)
