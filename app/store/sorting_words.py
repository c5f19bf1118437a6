"""The words by which staff sort what is others', read once to look for many names.

They are few beside the tickets that they stand on; of the record of a ticket's tags each value is
kept once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.store.data_map import DATA_MAP
from app.store.data_map.types import Column, Table
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class SortingWords:
    """The words as they are when it is made; used within that read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Table, int, str]] = []
        self._repeated: list[tuple[Table, Column, list[str]]] = []
        for table in DATA_MAP.tables:
            for column in table.columns:
                if not (table.sorting and column.free_text):
                    continue
                if column.scanned_when:
                    values = distinct_values(connection, table, column)
                    self._repeated.append((table, column, values))
                    continue
                for row, text in connection.execute(
                    f"SELECT {table.key}, {column.name} FROM {table.name} WHERE {column.name} <> ''"
                ):
                    self._rows.append((table, row, text))

    def rows_with(self, pattern: re.Pattern[str]) -> dict[str, set[int]]:
        """Return the rows in which a pattern is found, by table."""
        found: dict[str, set[int]] = {}
        for table, row, text in self._rows:
            if pattern.search(text):
                found.setdefault(table.name, set()).add(row)
        for table, column, values in self._repeated:
            hits = [text for text in values if pattern.search(text)]
            if hits:
                rows = rows_of_values(self._connection, table, column, hits)
                found.setdefault(table.name, set()).update(rows)
        return found


def distinct_values(connection: Connection, table: Table, column: Column) -> list[str]:
    """Return each value of a column that many rows have alike, once."""
    values = connection.execute(
        f"SELECT DISTINCT {column.name} FROM {table.name} WHERE {column.scanned_when}"
    )
    return [text for (text,) in values if text]


def rows_of_values(
    connection: Connection, table: Table, column: Column, values: list[str]
) -> set[int]:
    """Return the rows that have one of these values in such a column."""
    found: set[int] = set()
    for batch in batches(values):
        rows = connection.execute(
            f"SELECT {table.key} FROM {table.name}"
            f" WHERE {column.scanned_when} AND {column.name} IN ({marks(batch)})",
            batch,
        )
        found.update(row for (row,) in rows)
    return found
