"""Tickets: reading one whole, with all that hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.model.conversation import ChangeRow, LinkedDevice, LinkedTicket, Ticket
from app.model.ticket import RANKS, LinkKind, Status
from app.store import messages, restrictions, ticket_rows
from app.store.rows import not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_WHOLE = f"""{ticket_rows.COLUMNS}, ticket.merged_into_id, ticket.closed_at,
    coalesce((SELECT address FROM person_email WHERE person_id = ticket.requester_id
        ORDER BY id LIMIT 1), '')
{ticket_rows.TABLES} WHERE ticket.id = ?"""


def get(connection: Connection, ticket: int) -> Ticket:
    """Return a ticket, whole. Raises ``KnownError("not_found")``."""
    found = connection.execute(_WHOLE, (ticket,)).fetchone()
    if found is None:
        raise not_found(_("Ticket"))
    *values, merged_into, closed_at, email = found
    return Ticket(
        row=ticket_rows.row(values),
        tags=tags(connection, ticket),
        messages=messages.conversation(connection, ticket),
        changes=history(connection, ticket),
        devices=linked_devices(connection, ticket),
        links=links(connection, ticket),
        merged_into=merged_into,
        requester_email=email,
        closed_at=closed_at,
        restricted=bool(restrictions.among(connection, "ticket", (ticket,))),
    )


def tags(connection: Connection, ticket: int) -> tuple[str, ...]:
    """Return a ticket's tags in alphabetical order."""
    found = connection.execute(
        "SELECT tag.name FROM ticket_tag JOIN tag ON tag.id = ticket_tag.tag_id"
        " WHERE ticket_tag.ticket_id = ? ORDER BY tag.name",
        (ticket,),
    )
    return tuple(row[0] for row in found)


_NAMED = {"assignee_id": "staff", "queue_id": "queue", "category_id": "category"}
"""Fields whose history holds ids, and the table that knows their names."""


def history(connection: Connection, ticket: int) -> tuple[ChangeRow, ...]:
    """Return a ticket's changes, oldest first, with names and words in the place of ids."""
    found = connection.execute(
        "SELECT at, coalesce(staff.name, ''), field, old_value, new_value FROM ticket_change"
        " LEFT JOIN staff ON staff.id = ticket_change.staff_id"
        " WHERE ticket_id = ? ORDER BY ticket_change.id",
        (ticket,),
    ).fetchall()
    return tuple(
        ChangeRow(at, staff, field, *(_said(connection, field, value) for value in (old, new)))
        for at, staff, field, old, new in found
    )


def _said(connection: Connection, field: str, value: str) -> str:
    """Return a value of a ticket's history as its reader knows it."""
    if not value:
        return ""
    if field == "priority":
        return RANKS[int(value)].value
    table = _NAMED.get(field)
    if table is None:
        return value
    row = connection.execute(f"SELECT name FROM {table} WHERE id = ?", (int(value),)).fetchone()
    return row[0] if row else _("one that was removed")


def linked_devices(connection: Connection, ticket: int) -> tuple[LinkedDevice, ...]:
    """Return the devices linked with a ticket."""
    found = connection.execute(
        "SELECT device.id, device.kind, device.name, device.manufacturer, device.model"
        " FROM ticket_device JOIN device ON device.id = ticket_device.device_id"
        " WHERE ticket_device.ticket_id = ? ORDER BY device.id",
        (ticket,),
    )
    return tuple(LinkedDevice(*row) for row in found)


def links(connection: Connection, ticket: int) -> tuple[LinkedTicket, ...]:
    """Return the tickets linked with this one, from either side."""
    found = connection.execute(
        "SELECT other.id, other.title, other.status, link.kind FROM"
        " (SELECT other_id AS id, kind FROM ticket_link WHERE ticket_id = ?"
        "  UNION SELECT ticket_id, kind FROM ticket_link WHERE other_id = ?) AS link"
        " JOIN ticket AS other ON other.id = link.id ORDER BY other.id",
        (ticket, ticket),
    )
    return tuple(LinkedTicket(row[0], row[1], Status(row[2]), LinkKind(row[3])) for row in found)
