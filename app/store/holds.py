"""Legal holds, and the one guard that every destruction asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store import doom
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.doom import Doom
from app.store.rows import batches, insert, marks, next_in_sequence
from app.store.subject_data import belongs_to

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

HOLDABLE = ("person", "ticket", "device")
"""The tables a hold may point at, by a column of the table's name and ``_id``."""

_ACTIVE = "released_at IS NULL AND (until_on = '' OR until_on >= :today)"


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as a list shows it."""

    number: int
    table: str
    row: int | None
    ground: str
    until_on: str
    placed_by: str
    placed_at: int
    released_at: int | None


def add(
    connection: Connection,
    *,
    table: str,
    row: int,
    ground: str,
    until_on: str,
    staff_id: int | None,
    at: int,
) -> int:
    """Place a hold and return its number, which is never given twice."""
    number = next_in_sequence(connection, "hold_sequence")
    insert(
        connection,
        "hold",
        {
            "number": number,
            f"{table}_id": row,
            "ground": ground,
            "until_on": until_on,
            "placed_by_id": staff_id,
            "placed_at": at,
        },
    )
    return number


def release(connection: Connection, number: int, *, staff_id: int | None, at: int) -> bool:
    """Release a hold; False when there is none of that number that still holds."""
    cursor = connection.execute(
        "UPDATE hold SET released_by_id = ?, released_at = ?"
        " WHERE number = ? AND released_at IS NULL",
        (staff_id, at, number),
    )
    return cursor.rowcount == 1


def listed(connection: Connection) -> tuple[Hold, ...]:
    """Return every hold, the newest first."""
    found = []
    for number, person, ticket, device, *rest in connection.execute(
        "SELECT number, person_id, ticket_id, device_id, ground, until_on,"
        " coalesce(staff.name, ''), placed_at, released_at FROM hold"
        " LEFT JOIN staff ON staff.id = hold.placed_by_id ORDER BY number DESC"
    ):
        rows = dict(zip(HOLDABLE, (person, ticket, device), strict=True))
        table = next((name for name, row in rows.items() if row is not None), "")
        found.append(Hold(number, table, rows.get(table), *rest))
    return tuple(found)


def in_the_way(connection: Connection, doomed: Doom, today: str) -> dict[str, set[int]]:
    """Return the rows of a doom that an active hold keeps, by table; empty when none does."""
    protected = _protected_by_thing(connection, today)
    whom = f"IN (SELECT person_id FROM hold WHERE person_id IS NOT NULL AND {_ACTIVE})"
    found: dict[str, set[int]] = {}
    for rows in (doomed.destroyed, doomed.blanked):
        for name, ids in rows.items():
            table = DATA_MAP[name]
            kept = ids & protected.get(name, set())
            if table.paths or name == SUBJECT:
                owned = belongs_to(table, whom)
                for batch in batches(ids):
                    named_marks = ", ".join(f":id{place}" for place in range(len(batch)))
                    values = {f"id{place}": row for place, row in enumerate(batch)}
                    kept.update(
                        row[0]
                        for row in connection.execute(
                            f"SELECT {table.key} FROM {name}"
                            f" WHERE {table.key} IN ({named_marks}) AND {owned}",
                            {**values, "today": today},
                        )
                    )
            if kept:
                found.setdefault(name, set()).update(kept)
    found.pop("hold", None)  # a hold is no data that a hold keeps
    return {name: ids for name, ids in found.items() if ids}


def _protected_by_thing(connection: Connection, today: str) -> dict[str, set[int]]:
    """Return what holds on tickets and devices keep: them and all that goes with them."""
    held: dict[str, set[int]] = {}
    for name in HOLDABLE:
        if name == SUBJECT:
            continue
        rows = connection.execute(
            f"SELECT {name}_id FROM hold WHERE {name}_id IS NOT NULL AND {_ACTIVE}",
            {"today": today},
        )
        held[name] = {row[0] for row in rows}
    return doom.of_rows(connection, held).destroyed


def held_numbers(connection: Connection, today: str) -> tuple[int, ...]:
    """Return the numbers of the holds in force."""
    rows = connection.execute(
        f"SELECT number FROM hold WHERE {_ACTIVE} ORDER BY number", {"today": today}
    )
    return tuple(row[0] for row in rows)


def of_people(connection: Connection, people: tuple[int, ...], today: str) -> set[int]:
    """Return which of these people an active hold names."""
    found: set[int] = set()
    for batch in batches(people):
        rows = connection.execute(
            f"SELECT person_id FROM hold WHERE person_id IN ({marks(batch)})"
            " AND released_at IS NULL AND (until_on = '' OR until_on >= ?)",
            (*batch, today),
        )
        found.update(row[0] for row in rows)
    return found
