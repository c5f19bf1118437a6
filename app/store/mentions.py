"""The erased person in other people's texts: found by the search index or by reading, blacked out.

What is looked for is certain: the person's addresses and user name, and the full name where
nobody else on record has the same one. Single names are too common to black out unseen.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from app.store import destroy, people, search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Indexed, Table
from app.store.doom import Doom
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

BLACKED_OUT = "\N{FULL BLOCK}" * 5
SHORTEST_USER_NAME = 5
_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
"""An accent is one character with its letter, or one behind it."""


def telling_values(connection: Connection, person: int) -> tuple[str, ...]:
    """Return the values that name this person and nobody else, the longest first."""
    found = set()
    for value in people.known_values(connection, person):
        words = value.split()
        if (
            "@" in value
            or (len(words) == 1 and len(value) >= SHORTEST_USER_NAME)
            or (len(words) > 1 and not _shared_name(connection, person, value))
        ):
            found.add(value)
    return tuple(sorted(found, key=len, reverse=True))


def _shared_name(connection: Connection, person: int, name: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM person WHERE display_name = ? AND id <> ? LIMIT 1", (name, person)
    ).fetchone()
    return row is not None


Found = dict[str, list[tuple[int, list[str | None]]]]
"""By table, (id, texts with the values blacked out) of each row in which one stands."""


def find(connection: Connection, values: Sequence[str]) -> Found:
    """Return the rows in whose free text one of these values stands."""
    if not values:
        return {}
    pattern = _pattern(values)
    found: Found = {}
    for table in DATA_MAP.tables:
        if any(column.free_text for column in table.columns):
            rows = list(_rows_with(connection, table, values, pattern))
            if rows:
                found[table.name] = rows
    return found


def black_out(connection: Connection, found: Found) -> dict[str, int]:
    """Put the texts in place that :func:`find` gave; return rows changed, by table."""
    for name, rows in found.items():
        table = DATA_MAP[name]
        affected = destroy.documents(connection, Doom(blanked={name: {row for row, _ in rows}}))
        for index, documents in affected.items():
            search_index.remove(connection, index, documents)
        assignments = [f"{column} = ?" for column in _columns(table)]
        if table.has_version:  # whoever has the row open must not write the old text back
            assignments.append("version = version + 1")
        connection.executemany(
            f"UPDATE {name} SET {', '.join(assignments)} WHERE {table.key} = ?",
            [(*texts, row) for row, texts in rows],
        )
        for index, documents in affected.items():
            search_index.add(connection, index, documents)
    return {name: len(rows) for name, rows in found.items()}


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.free_text]


_BETWEEN_WORDS = r"(?:\s|\\n|&nbsp;|<[^<>]*>)+"
"""White space, also as JSON and HTML write it, and HTML's tags."""


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    spellings = {
        unicodedata.normalize(form, spelling)
        for value in values
        for form in _FORMS
        for spelling in (value, html.escape(value, quote=False))
    }
    alternatives = (
        _BETWEEN_WORDS.join(map(re.escape, spelling.split()))
        for spelling in sorted(spellings, key=lambda text: (-len(text), text))
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def _rows_with(
    connection: Connection, table: Table, values: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, list[str | None]]]:
    """Yield (id, new texts) of the rows in which one of the values stands."""
    selected = ", ".join(_columns(table))
    for batch in batches(_candidates(connection, table, values, pattern)):
        for row, *texts in connection.execute(
            f"SELECT {table.key}, {selected} FROM {table.name}"
            f" WHERE {table.key} IN ({marks(batch)})",
            batch,
        ).fetchall():
            new = [text and pattern.sub(BLACKED_OUT, text) for text in texts]
            if new != texts:
                yield row, new


def _candidates(
    connection: Connection, table: Table, values: Sequence[str], pattern: re.Pattern[str]
) -> list[int]:
    """Return the rows worth reading: by the search index, and by reading what is not in it."""
    found: set[int] = set()
    for column in table.columns:
        if column.scanned:
            rows = connection.execute(
                f"SELECT {table.key}, {column.name} FROM {table.name}"
                f" WHERE {column.name} IS NOT NULL"
            )
            found.update(row for row, text in rows if pattern.search(text))
    if table.indexed_as is not None:
        spellings = {unicodedata.normalize(form, value) for value in values for form in _FORMS}
        for spelling in filter(search_index.has_words, spellings):
            found |= _indexed(connection, table, table.indexed_as, spelling)
    return sorted(found)


def _indexed(connection: Connection, table: Table, indexed: Indexed, value: str) -> set[int]:
    """Return the rows of a table whose texts stand in documents that hold a value."""
    documents = connection.execute(
        f"SELECT rowid FROM {indexed.index} WHERE {indexed.index} MATCH ?",
        (search_index.quoted(value),),
    ).fetchall()
    found: set[int] = set()
    for batch in batches(row[0] for row in documents):
        sql = indexed.rows.format(ids=marks(batch))
        found.update(row[0] for row in connection.execute(sql, batch))
    return found
