"""Whether a name, a word or a number is another person's than the one a package is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_TICKETS = (
    "(SELECT id FROM ticket WHERE requester_id = :person"
    " UNION SELECT ticket_id FROM message WHERE author_id = :person)"
)
_MESSAGES = f"(SELECT id FROM message WHERE ticket_id IN {_TICKETS})"


def in_the_same_tickets(connection: Connection, person: int) -> Iterator[str]:
    """Yield the names of the other people on record who are in a person's tickets."""
    rows = connection.execute(
        "SELECT DISTINCT display_name FROM person WHERE id <> :person AND display_name <> ''"
        f" AND id IN (SELECT author_id FROM message WHERE ticket_id IN {_TICKETS}"
        f" UNION SELECT requester_id FROM ticket WHERE id IN {_TICKETS}"
        f" UNION SELECT person_id FROM message_party WHERE message_id IN {_MESSAGES})",
        {"person": person},
    )
    for (name,) in rows:
        yield name


def in_ticket(connection: Connection, person: int, ticket: int) -> Iterator[str]:
    """Yield the names of the other people on record who are in a ticket."""
    rows = connection.execute(
        "SELECT display_name FROM person WHERE id <> :person AND display_name <> ''"
        " AND id IN (SELECT author_id FROM message WHERE ticket_id = :ticket"
        " UNION SELECT requester_id FROM ticket WHERE id = :ticket"
        " UNION SELECT person_id FROM message_party WHERE message_id IN"
        "  (SELECT id FROM message WHERE ticket_id = :ticket))",
        {"person": person, "ticket": ticket},
    )
    for (name,) in rows:
        yield name


def correspondents(connection: Connection, person: int) -> Iterator[str]:
    """Yield the names that stood by the addresses of a person's mails, of whoever is not them."""
    rows = connection.execute(
        "SELECT DISTINCT name FROM message_party WHERE name <> ''"
        f" AND person_id IS NOT :person AND message_id IN {_MESSAGES}",
        {"person": person},
    )
    for (name,) in rows:
        yield name


def staff(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield (name, role) of everyone who is or was staff."""
    yield from connection.execute("SELECT name, role FROM staff")


def begins_a_name(connection: Connection, beginnings: Sequence[str]) -> bool:
    """Whether somebody's name begins with one of these."""
    return any(
        connection.execute(
            "SELECT 1 FROM person WHERE display_name >= ? AND display_name < ? LIMIT 1",
            (beginning, beginning + "\U0010ffff"),
        ).fetchone()
        for beginning in beginnings
    )


def is_named(connection: Connection, person: int, names: Sequence[str]) -> bool:
    """Whether another person's name is one of these."""
    row = connection.execute(
        f"SELECT 1 FROM person WHERE display_name IN ({marks(names)}) AND id <> ? LIMIT 1",
        (*names, person),
    ).fetchone()
    return row is not None


def has_user_name(connection: Connection, person: int, names: Sequence[str]) -> bool:
    """Whether another person's user name is one of these."""
    row = connection.execute(
        f"SELECT 1 FROM person WHERE user_name IN ({marks(names)}) AND user_name <> ''"
        " AND id <> ? LIMIT 1",
        (*names, person),
    ).fetchone()
    return row is not None


def device_is_of(connection: Connection, person: int, search_form: str) -> bool | None:
    """Whether an identifier is of a device that the person has or had.

    False where another person has it; None where nobody does.
    """
    rows = connection.execute(
        "SELECT device.owner_id = :person OR EXISTS (SELECT 1 FROM device_custody"
        "   WHERE device_custody.device_id = device.id AND device_custody.person_id = :person),"
        " device.owner_id IS NOT NULL"
        " FROM device_identifier JOIN device ON device.id = device_identifier.device_id"
        " WHERE device_identifier.search_form = :form",
        {"person": person, "form": search_form},
    ).fetchall()
    if any(own for own, _owned in rows):
        return True
    return False if any(owned for _own, owned in rows) else None
