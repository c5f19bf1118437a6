"""The erased person in other people's texts: found by the search index, blacked out.

What is looked for is certain: the person's addresses and user name, and the full name where
nobody else on record has the same one. Single names are too common to black out unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.store import destroy, people, search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Table
from app.store.doom import Doom
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

BLACKED_OUT = "\N{FULL BLOCK}" * 5
_SHORTEST_USER_NAME = 5


def telling_values(connection: Connection, person: int) -> tuple[str, ...]:
    """Return the values that name this person and nobody else, the longest first."""
    found = set()
    for value in people.known_values(connection, person):
        words = value.split()
        if (
            "@" in value
            or (len(words) == 1 and len(value) >= _SHORTEST_USER_NAME)
            or (len(words) > 1 and not _shared_name(connection, person, value))
        ):
            found.add(value)
    return tuple(sorted(found, key=len, reverse=True))


def _shared_name(connection: Connection, person: int, name: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM person WHERE display_name = ? AND id <> ? LIMIT 1", (name, person)
    ).fetchone()
    return row is not None


def black_out(connection: Connection, values: Sequence[str]) -> dict[str, int]:
    """Black out these values in every free text that is left; return rows changed, by table."""
    if not values:
        return {}
    pattern = _pattern(values)
    changed: dict[str, int] = {}
    for table in DATA_MAP.tables:
        columns = [column.name for column in table.columns if column.free_text]
        if not columns:
            continue
        rows = list(_rows_with(connection, table, columns, values, pattern))
        if not rows:
            continue
        ids = [row for row, _texts in rows]
        affected = destroy.documents(connection, Doom(blanked={table.name: set(ids)}))
        for index, documents in affected.items():
            search_index.remove(connection, index, documents)
        assignments = ", ".join(f"{column} = ?" for column in columns)
        connection.executemany(
            f"UPDATE {table.name} SET {assignments} WHERE {table.key} = ?",
            [(*texts, row) for row, texts in rows],
        )
        for index, documents in affected.items():
            search_index.add(connection, index, documents)
        changed[table.name] = len(rows)
    return changed


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    alternatives = (r"\s+".join(map(re.escape, value.split())) for value in values)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def _rows_with(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    values: Sequence[str],
    pattern: re.Pattern[str],
) -> Iterable[tuple[int, list[str | None]]]:
    """Yield (id, new texts) of the rows in which one of the values stands."""
    selected = ", ".join(columns)
    for batch in batches(_candidates(connection, table, values)):
        for row, *texts in connection.execute(
            f"SELECT {table.key}, {selected} FROM {table.name}"
            f" WHERE {table.key} IN ({marks(batch)})",
            batch,
        ).fetchall():
            new = [text and pattern.sub(BLACKED_OUT, text) for text in texts]
            if new != texts:
                yield row, new


def _candidates(connection: Connection, table: Table, values: Sequence[str]) -> list[int]:
    """Return the rows worth reading: by the search index, or all where there is none."""
    if table.indexed_as is None:
        return [row[0] for row in connection.execute(f"SELECT {table.key} FROM {table.name}")]
    index, found = table.indexed_as.index, set()
    for value in values:
        if not search_index.has_words(value):
            continue
        documents = connection.execute(
            f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (search_index.quoted(value),)
        )
        for batch in batches(row[0] for row in documents.fetchall()):
            found.update(_rows_behind(connection, table, batch))
    return sorted(found)


def _rows_behind(connection: Connection, table: Table, documents: Sequence[int]) -> set[int]:
    """Return the rows of a table whose texts stand in these documents of its index."""
    if table.indexed_as is None:
        return set()
    sql = table.indexed_as.rows.format(ids=marks(documents))
    return {row[0] for row in connection.execute(sql, documents)}
