"""Drafts: one for each member of staff in each ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model.staff_texts import Draft, DraftKind
from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def put(connection: Connection, ticket: int, staff: int | None, draft: Draft, at: int) -> None:
    """Keep a draft in the place of the one before."""
    remove(connection, ticket, staff)
    insert(
        connection,
        "draft",
        {
            "ticket_id": ticket,
            "staff_id": staff,
            "kind": draft.kind.value,
            "text": draft.text,
            "recipient": draft.recipient,
            "updated_at": at,
        },
    )


def get(connection: Connection, ticket: int, staff: int | None) -> Draft | None:
    """Return a draft, None when there is none."""
    row = connection.execute(
        "SELECT kind, text, recipient FROM draft WHERE ticket_id = ? AND staff_id IS ?",
        (ticket, staff),
    ).fetchone()
    return Draft(DraftKind(row[0]), row[1], row[2]) if row else None


def remove(connection: Connection, ticket: int, staff: int | None) -> None:
    """Throw a draft away."""
    connection.execute("DELETE FROM draft WHERE ticket_id = ? AND staff_id IS ?", (ticket, staff))
