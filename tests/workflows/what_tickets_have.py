"""What each ticket says of itself that it has, beside what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_HAS = {
    "has_note": "SELECT 1 FROM message WHERE ticket_id = ticket.id AND direction = 'note'",
    "has_tag": "SELECT 1 FROM ticket_tag WHERE ticket_id = ticket.id",
    "has_device": "SELECT 1 FROM ticket_device WHERE ticket_id = ticket.id",
    "has_attachment": (
        "SELECT 1 FROM attachment JOIN message ON message.id = message_id"
        " WHERE ticket_id = ticket.id"
    ),
    "has_link": "SELECT 1 FROM ticket_link WHERE ticket.id IN (ticket_id, other_id)",
}
TOLD = frozenset({"merged", "answered", *_HAS})
"""Columns of a ticket that follow from others, or from other tables."""


def astray(connection: Connection) -> list[tuple[int, str]]:
    """Return each ticket, and in what it is wrong about itself."""
    return [
        (row[0], column)
        for column, there_is in _HAS.items()
        for row in connection.execute(
            f"SELECT id FROM ticket WHERE {column} <> EXISTS ({there_is})"  # noqa: S608 - ours
        )
    ]


def places(connection: Connection) -> dict[str, set[int]]:
    """Return where, in a row of each table, stands what follows from others alone."""
    columns = connection.execute("PRAGMA table_xinfo(ticket)")
    return {"ticket": {column[0] for column in columns if column[1] in TOLD}}
