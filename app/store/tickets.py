"""Tickets: making and changing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from app.model.ticket import RANK_OF, Channel, LinkKind, Priority, Status, ticket_id
from app.store import messages, search_index, ticket_order
from app.store.messages import NewMessage
from app.store.rows import (
    insert,
    insert_all,
    last_in_sequence,
    next_in_sequence,
    update_version,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TITLE_LENGTH = 500
"""Characters kept of a title."""

_TOUCH = (
    "UPDATE ticket SET updated_at = max(updated_at, ?), version = version + 1{changes} WHERE id = ?"
)
_WITHOUT_VALUES = frozenset({"title", "requester_id", "organisation_id"})
"""Personal fields: their history says that they changed, never from what to what."""


class NewTicket(NamedTuple):
    """A ticket to be kept."""

    title: str
    channel: Channel
    at: int
    requester_id: int | None = None
    organisation_id: int | None = None
    assignee_id: int | None = None
    queue_id: int | None = None
    category_id: int | None = None
    priority: Priority = Priority.NORMAL
    due_at: int | None = None


def next_id(connection: Connection, at: int) -> int:
    """Return the id that the next ticket made at a moment has; the ones behind it follow."""
    year = _year(at)
    return ticket_id(year, last_in_sequence(connection, _sequence(year)) + 1)


def _year(at: int) -> int:
    return datetime.fromtimestamp(at, UTC).year


def _sequence(year: int) -> str:
    return f"ticket_sequence:{year}"


def add(
    connection: Connection,
    new: NewTicket,
    *,
    first: NewMessage | None,
    tags: Sequence[int] = (),
) -> int:
    """Make a ticket with its first message, or for messages that move in; return its id."""
    (ticket,) = add_all(connection, (new,))
    for tag in tags:
        insert(connection, "ticket_tag", {"tag_id": tag, "ticket_id": ticket})
    if first is not None:
        messages.add(connection, ticket, first, first=True)
    return ticket


def add_all(connection: Connection, made: Sequence[NewTicket]) -> range:
    """Make tickets of one moment, from the next id on; return their ids, never given twice."""
    if not made:
        return range(0)
    at = made[0].at
    year = _year(at)
    last = ticket_id(year, next_in_sequence(connection, _sequence(year), len(made)))
    ids = range(last - len(made) + 1, last + 1)
    ticket_order.note(connection, at)
    rows = [
        {
            "id": ticket,
            "title": new.title[:TITLE_LENGTH],
            "priority": RANK_OF[new.priority],
            "channel": new.channel.value,
            "queue_id": new.queue_id,
            "category_id": new.category_id,
            "requester_id": new.requester_id,
            "organisation_id": new.organisation_id,
            "assignee_id": new.assignee_id,
            "due_at": new.due_at,
            "created_at": at,
            "updated_at": at,
        }
        for ticket, new in zip(ids, made, strict=True)
    ]
    insert_all(connection, "ticket", rows)
    return ids


def change(
    connection: Connection,
    ticket: int,
    version: int,
    values: Mapping[str, Any],
    *,
    at: int,
    staff_id: int | None,
) -> None:
    """Change columns of a ticket and write its history.

    Raises ``KnownError("changed_meanwhile")`` when the row is no longer at ``version``.
    """
    names = ", ".join(("id", *values))
    before = connection.execute(f"SELECT {names} FROM ticket WHERE id = ?", (ticket,)).fetchone()
    changed = {"updated_at": at, **values}
    if "title" in values:
        with search_index.changing(
            connection, messages.INDEX, messages.documents_of(connection, (ticket,))
        ):
            update_version(connection, "ticket", ticket, version, changed)
    else:
        update_version(connection, "ticket", ticket, version, changed)
    for name, old, new in zip(values, (before or ())[1:], values.values(), strict=False):
        if old != new:
            note_change(connection, ticket, name, old, new, at=at, staff_id=staff_id)


def restore(
    connection: Connection, ticket: int, version: int, before: Mapping[str, Any], *, at: int
) -> None:
    """Put columns of a ticket back; the history tells of its status."""
    names = ("status", "closed_at", "assignee_id")
    values = {name: before[name] for name in names if name in before}
    change(connection, ticket, version, values, at=at, staff_id=None)
    connection.execute(
        "UPDATE ticket SET updated_at = ? WHERE id = ?", (before["updated_at"], ticket)
    )


def note_change(
    connection: Connection,
    ticket: int,
    field: str,
    old: object,
    new: object,
    *,
    at: int,
    staff_id: int | None,
) -> None:
    """Write one step of a ticket's history, without values for a personal field."""
    if field in _WITHOUT_VALUES:
        old = new = None
    insert(
        connection,
        "ticket_change",
        {
            "ticket_id": ticket,
            "staff_id": staff_id,
            "at": at,
            "field": field,
            "old_value": "" if old is None else str(old),
            "new_value": "" if new is None else str(new),
        },
    )


def touch(connection: Connection, ticket: int, at: int, **values: Any) -> None:
    """Note activity on a ticket, whatever its version: a new message never conflicts."""
    changes = "".join(f", {name} = ?" for name in values)
    connection.execute(_TOUCH.format(changes=changes), (at, *values.values(), ticket))


def touch_all(connection: Connection, tickets: Iterable[int], at: int) -> None:
    """Note activity on tickets, once for each time that they are named."""
    connection.executemany(_TOUCH.format(changes=""), [(at, ticket) for ticket in tickets])


def note_first_response(connection: Connection, ticket: int, at: int) -> None:
    """Note when the requester was first answered."""
    connection.execute(
        "UPDATE ticket SET first_response_at = ? WHERE id = ? AND first_response_at IS NULL",
        (at, ticket),
    )


def move_links(connection: Connection, ticket: int, into: int) -> None:
    """Give a ticket's devices, tags and links to the one it is merged into."""
    for table, column in (("ticket_device", "device_id"), ("ticket_tag", "tag_id")):
        connection.execute(
            f"INSERT INTO {table} (ticket_id, {column})"
            f" SELECT ?, {column} FROM {table} WHERE ticket_id = ? ON CONFLICT DO NOTHING",
            (into, ticket),
        )
        connection.execute(f"DELETE FROM {table} WHERE ticket_id = ?", (ticket,))
    for own, other in (("ticket_id", "other_id"), ("other_id", "ticket_id")):
        connection.execute(
            f"UPDATE OR IGNORE ticket_link SET {own} = ? WHERE {own} = ? AND {other} <> ?",
            (into, ticket, into),
        )
    connection.execute("DELETE FROM ticket_link WHERE ? IN (ticket_id, other_id)", (ticket,))


def status_of(connection: Connection, ticket: int) -> tuple[Status, int] | None:
    """Return (status, version) of a ticket; None when it is not there."""
    row = connection.execute(
        "SELECT status, version FROM ticket WHERE id = ?", (ticket,)
    ).fetchone()
    return (Status(row[0]), int(row[1])) if row else None


def image(connection: Connection, ticket: int, columns: Sequence[str]) -> dict[str, Any]:
    """Return columns of a ticket as they are now, to undo a change."""
    row = connection.execute(
        f"SELECT {', '.join(columns)} FROM ticket WHERE id = ?", (ticket,)
    ).fetchone()
    return dict(zip(columns, row, strict=True))


def final_of(connection: Connection, ticket: int) -> int | None:
    """Follow merges from a ticket to the one that lives on; None when it is not there."""
    seen = set()
    while ticket not in seen:
        seen.add(ticket)
        row = connection.execute(
            "SELECT merged_into_id FROM ticket WHERE id = ?", (ticket,)
        ).fetchone()
        if row is None:
            return None
        if row[0] is None:
            return ticket
        ticket = row[0]
    return ticket


def set_tags(connection: Connection, ticket: int, tags: Sequence[int]) -> None:
    """Make a ticket's tags these and no others."""
    connection.execute("DELETE FROM ticket_tag WHERE ticket_id = ?", (ticket,))
    connection.executemany(
        "INSERT INTO ticket_tag (tag_id, ticket_id) VALUES (?, ?)",
        [(tag, ticket) for tag in dict.fromkeys(tags)],
    )


def link_device(connection: Connection, ticket: int, device: int) -> None:
    """Link a device with a ticket, once."""
    connection.execute(
        "INSERT INTO ticket_device (ticket_id, device_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (ticket, device),
    )


def unlink_device(connection: Connection, ticket: int, device: int) -> None:
    """Undo the link of a device with a ticket."""
    connection.execute(
        "DELETE FROM ticket_device WHERE ticket_id = ? AND device_id = ?", (ticket, device)
    )


def link(connection: Connection, ticket: int, other: int, kind: LinkKind) -> None:
    """Link two tickets, once."""
    connection.execute(
        "INSERT INTO ticket_link (ticket_id, other_id, kind) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (ticket, other, kind.value),
    )


def unlink(connection: Connection, ticket: int, other: int) -> None:
    """Take away the links between two tickets, whichever of them they stand with."""
    connection.execute(
        "DELETE FROM ticket_link WHERE (ticket_id = ?1 AND other_id = ?2)"
        " OR (ticket_id = ?2 AND other_id = ?1)",
        (ticket, other),
    )
