"""Small helpers that every file of queries uses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import KnownError
from app.i18n import _

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_T = TypeVar("_T")
BATCH = 500
"""Values bound to one statement."""


def batches(values: Iterable[_T], size: int = BATCH) -> Iterator[tuple[_T, ...]]:
    """Cut values into tuples of at most ``size``."""
    iterator = iter(values)
    while batch := tuple(islice(iterator, size)):
        yield batch


def marks(values: Sequence[object]) -> str:
    """Return a placeholder for each value, ``?, ?, ?``."""
    return ", ".join("?" * len(values))


def listed(ids: Iterable[int]) -> tuple[str, str]:
    """Return SQL for the ids as a list behind IN, and the one parameter that holds them all.

    However many there are, and whichever, the statement stays the same: each other one would take
    its place, and as much memory as it has ids, among those that the connection keeps ready.
    """
    return "(SELECT value FROM json_each(?))", json.dumps(tuple(ids))


def insert(connection: Connection, table: str, values: Mapping[str, Any]) -> int:
    """Insert a row whose column names come from this program; return its id."""
    cursor = connection.execute(_inserting(table, *values), tuple(values.values()))
    return int(cursor.lastrowid or 0)


def insert_all(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns, named by this program."""
    if rows:
        sql = _inserting(table, *rows[0])
        connection.executemany(sql, [tuple(row.values()) for row in rows])


@lru_cache(maxsize=256)
def _inserting(table: str, *names: str) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks(names)})"


def next_in_sequence(connection: Connection, name: str, count: int = 1) -> int:
    """Count so many further and return the last: from 1, never twice, whatever is destroyed."""
    row = connection.execute(
        "INSERT INTO setting (key, value) VALUES (:name, CAST(:count AS TEXT)) ON CONFLICT (key)"
        " DO UPDATE SET value = CAST(value AS INTEGER) + :count RETURNING CAST(value AS INTEGER)",
        {"name": name, "count": count},
    ).fetchone()
    return int(row[0])


def last_in_sequence(connection: Connection, name: str) -> int:
    """Return how far a sequence has counted; 0 before it began."""
    row = connection.execute(
        "SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?", (name,)
    ).fetchone()
    return int(row[0]) if row else 0


def update_version(
    connection: Connection, table: str, row: int, version: int, values: Mapping[str, Any]
) -> None:
    """Change a row that nobody has changed since ``version`` was read.

    Raises ``KnownError("changed_meanwhile")`` when somebody has, or the row is gone.
    """
    changes = ", ".join(f"{name} = ?" for name in values)
    cursor = connection.execute(
        f"UPDATE {table} SET {changes}, version = version + 1 WHERE id = ? AND version = ?",
        (*values.values(), row, version),
    )
    if cursor.rowcount != 1:
        raise changed_meanwhile()


def changed_meanwhile() -> KnownError:
    """Return the error for a row that is no more as it was read."""
    return KnownError(
        "changed_meanwhile",
        _("Somebody else changed this meanwhile."),
        _("Your change was not made and theirs was kept. Look at it again, then repeat yours."),
    )


def not_found(what: str) -> KnownError:
    """Return the error for a row that is not there; ``what`` is its translated kind."""
    return KnownError(
        "not_found",
        _("{what} not found.").format(what=what),
        _("It may have been removed. Look it up in the list."),
    )
