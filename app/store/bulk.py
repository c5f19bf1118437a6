"""Many new rows at once, for example data and measurements: plain inserts, then one indexing.

The rows end up as the one-by-one functions would leave them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_ROWS = 5_000


def insert_all(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> int:
    """Insert rows of these columns; return how many."""
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"
    iterator, count = iter(rows), 0
    while batch := list(islice(iterator, _ROWS)):
        connection.executemany(sql, batch)
        count += len(batch)
    return count


def index_from(connection: Connection, index: str, columns: Sequence[str], first: int) -> None:
    """Index every document from an id on."""
    names = ", ".join(columns)
    connection.execute(
        f"INSERT INTO {index} (rowid, {names})"
        f" SELECT id, {names} FROM {index}_source WHERE id >= ? ORDER BY id",
        (first,),
    )


def set_sequence(connection: Connection, name: str, value: int) -> None:
    """Let a sequence go on from a number at least this high."""
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE"
        " SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
        (name, str(value)),
    )
