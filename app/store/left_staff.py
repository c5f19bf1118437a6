"""What members of staff who left leave behind: nothing unfinished stays theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.model.ticket import UNFINISHED
from app.store import tickets
from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_UNFINISHED = tuple(status.value for status in UNFINISHED)


def count_unfinished(connection: Connection, staff: int) -> int:
    """Return how many unfinished tickets a member of staff has."""
    sql = f"SELECT count(*) FROM ticket WHERE assignee_id = ? AND status IN ({marks(_UNFINISHED)})"
    return int(connection.execute(sql, (staff, *_UNFINISHED)).fetchone()[0])


def hand_over(connection: Connection, to: int | None, *, at: int, by: int | None) -> frozenset[int]:
    """Give the unfinished tickets of everybody who left to a colleague, or to nobody.

    Returns the tickets; their history tells of it.
    """
    found = connection.execute(
        "SELECT id, version FROM ticket"
        " WHERE assignee_id IN (SELECT id FROM staff WHERE active = 0)"
        f" AND status IN ({marks(_UNFINISHED)})",
        _UNFINISHED,
    ).fetchall()
    for ticket, version in found:
        tickets.change(connection, ticket, version, {"assignee_id": to}, at=at, staff_id=by)
    return frozenset(ticket for ticket, _version in found)


def without_them(connection: Connection, ticket: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes of a ticket so that what is unfinished by them is nobody's who left.

    What was finished by somebody who left, and is opened again, would else be in no list of
    anyone who is here.
    """
    values = dict(values)
    if not {"status", "assignee_id"} & values.keys():
        return values
    now = tickets.image(connection, ticket, ("status", "assignee_id")) | values
    if now["status"] in _UNFINISHED and now["assignee_id"] is not None:
        (active,) = connection.execute(
            "SELECT active FROM staff WHERE id = ?", (now["assignee_id"],)
        ).fetchone()
        if not active:
            values["assignee_id"] = None
    return values
