"""Everything that is a person's, by table of the data map: how much, and the rows themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.model.date_range import EVERYTHING, DateRange
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import Table
from app.store.subject_data import belongs_to, exported_tables, shown, whose

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def counts(connection: Connection, person: int) -> list[tuple[Table, int]]:
    """Return how many rows of each table are the person's, in the order of the data map."""
    return [
        (
            table,
            int(
                connection.execute(
                    f"SELECT count(*) FROM {table.name} WHERE {belongs_to(table)}",
                    {"person": person},
                ).fetchone()[0]
            ),
        )
        for table in exported_tables()
    ]


def rows(
    connection: Connection,
    person: int,
    table: Table,
    limit: int,
    days: DateRange = EVERYTHING,
) -> list[tuple[Any, ...]]:
    """Return the last rows of one table and these days that are the person's.

    Each as ``shown`` lists them.
    """
    values = ", ".join(item.sql for item in shown(table))
    where, parameters = whose(table, person, days)
    found = connection.execute(
        f"SELECT {values} FROM {table.name} WHERE {where}"
        f" ORDER BY {table.name}.{table.key} DESC LIMIT :limit",
        {**parameters, "limit": limit},
    )
    return found.fetchall()


def referring(connection: Connection, person: int) -> list[tuple[Table, int]]:
    """Return how many rows of each table refer to the person by themselves: what a merge moves."""
    found: dict[str, int] = {}
    for table, reference in DATA_MAP.referring_to(SUBJECT):
        (count,) = connection.execute(
            f"SELECT count(*) FROM {table.name} WHERE {reference.column} = ?", (person,)
        ).fetchone()
        found[table.name] = found.get(table.name, 0) + int(count)
    return [(DATA_MAP[name], count) for name, count in found.items()]


def last_tickets(connection: Connection, person: int, limit: int) -> tuple[int, ...]:
    """Return the person's newest tickets."""
    found = connection.execute(
        "SELECT id FROM ticket WHERE requester_id = ? ORDER BY id DESC LIMIT ?", (person, limit)
    )
    return tuple(row[0] for row in found)


def devices(connection: Connection, person: int, limit: int) -> tuple[int, ...]:
    """Return the devices that the person has now."""
    found = connection.execute(
        "SELECT id FROM device WHERE owner_id = ? ORDER BY updated_at DESC, id DESC LIMIT ?",
        (person, limit),
    )
    return tuple(row[0] for row in found)
