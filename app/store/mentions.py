"""The erased person in other people's texts: found by the search index or by reading, blacked out.

What is looked for is certain: the person's addresses and user name, the full name where nobody
else on record has the same one, and the identifiers of the person's own devices, in any notation.
Single names are too common to black out unseen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from app.i18n import _
from app.model.conversation import BLACKED_OUT
from app.model.person import is_single_name
from app.store import destroy, people, search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.labels import label_of
from app.store.data_map.types import Indexed, Table
from app.store.doom import Doom
from app.store.rows import batches, marks
from app.store.sorting_words import SortingWords, distinct_values, rows_of_values
from app.store.spellings import Patterns, pattern_of, queries

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SHORTEST_USER_NAME = 5
_SHORTEST_IDENTIFIER = 6
_AROUND = 60  # characters of a text shown on either side of a name


def telling_values(
    connection: Connection, person: int, erased: Sequence[int] = ()
) -> tuple[str, ...]:
    """Return the values that name this person and nobody else, the longest first.

    Those who are ``erased`` with them are nobody else: who shares a name with them alone goes.
    """
    found = set()
    for value in people.known_values(connection, person):
        words = value.split()
        if (
            "@" in value
            or (len(words) == 1 and len(value) >= SHORTEST_USER_NAME)
            or (len(words) > 1 and not _shared_name(connection, person, value, erased))
        ):
            found.add(value)
    found.update(_own_identifiers(connection, person, erased))
    return tuple(sorted(found, key=len, reverse=True))


def _own_identifiers(connection: Connection, person: int, erased: Sequence[int]) -> Iterator[str]:
    """Give the identifiers of the person's private devices that no other device has too."""
    rows = connection.execute(
        "SELECT i.canonical, i.as_given FROM device_identifier AS i"
        " JOIN device ON device.id = i.device_id"
        " WHERE device.owner_id = ? AND device.ownership <> 'managed' AND i.matchable"
        " AND NOT EXISTS (SELECT 1 FROM device_identifier AS other"
        "  JOIN device AS d ON d.id = other.device_id"
        "  WHERE other.kind = i.kind AND other.canonical = i.canonical"
        "  AND (d.ownership = 'managed' OR d.owner_id IS NULL OR NOT d.owner_id"
        f"   IN (device.owner_id, {marks(erased) or '0'})))",
        (person, *erased),
    )
    for values in rows:
        yield from (value for value in values if len(value) >= _SHORTEST_IDENTIFIER)


def _shared_name(
    connection: Connection, person: int, name: str, erased: Sequence[int] = ()
) -> bool:
    """Whether somebody else has the same full name, and is not erased with the person."""
    others = (person, *erased)
    row = connection.execute(
        f"SELECT 1 FROM person WHERE display_name = ? AND id NOT IN ({marks(others)}) LIMIT 1",
        (name, *others),
    ).fetchone()
    return row is not None


Found = dict[str, list[tuple[int, list[str | None]]]]
"""By table, (id, texts with the values blacked out) of each row in which one stands."""


def find(connection: Connection, values: Sequence[str]) -> Found:
    """Return the rows in whose free text one of these values stands."""
    if not values:
        return {}
    pattern_in = Patterns(values)
    found: Found = {}
    for table in DATA_MAP.tables:
        if any(column.free_text for column in table.columns):
            rows = list(_rows_with(connection, table, values, pattern_in(joined=table.sorting)))
            if rows:
                found[table.name] = rows
    return found


def find_but(
    connection: Connection, values: Sequence[str], namesakes: Collection[int], names: Sequence[str]
) -> Found:
    """Return what :func:`find` does, but for names that mean somebody else in these messages."""
    found = find(connection, values)
    if namesakes:
        certain = [value for value in values if value not in names]
        left = [row for row in found.pop("message", []) if row[0] not in namesakes]
        left += find_in(connection, {"message": sorted(namesakes)}, certain).get("message", [])
        if left:
            found["message"] = left
    return found


def find_in(
    connection: Connection, rows: Mapping[str, Sequence[int]], values: Sequence[str]
) -> Found:
    """Return those of these rows in whose free text one of these values stands."""
    pattern_in = Patterns(values)
    found = {}
    for name, ids in rows.items():
        table = DATA_MAP[name]
        found[name] = list(_changed(connection, table, ids, pattern_in(joined=table.sorting)))
    return {name: texts for name, texts in found.items() if texts}


def uncertain_values(connection: Connection, person: int) -> tuple[str, ...]:
    """Return names by which the person may be meant: single ones, and a full one others share."""
    (name,) = connection.execute(
        "SELECT display_name FROM person WHERE id = ?", (person,)
    ).fetchone() or ("",)
    words = name.split()
    whole = [name] if len(words) > 1 and _shared_name(connection, person, name) else []
    parts = [word for word in words if is_single_name(word) and len(words) > 1]
    return (*whole, *sorted(parts, key=len, reverse=True))


def uncertain(
    connection: Connection, person: int, sorting: SortingWords | None = None
) -> dict[str, set[int]]:
    """Return rows in which the person may be named, for somebody to judge.

    By a full name that others have too: anywhere. By a single name: in tickets of others in
    which they took part, and in the words by which staff sort, such as tags; whoever asks for many
    people reads these once, as ``sorting``.
    """
    values = uncertain_values(connection, person)
    if not values:
        return {}
    found: dict[str, set[int]] = {}
    if " " in values[0]:
        for name, rows in find(connection, values[:1]).items():
            found[name] = {row for row, _texts in rows}
    for name, ids in uncertain_sorting(connection, person, sorting).items():
        found.setdefault(name, set()).update(ids)
    took_part = (
        "SELECT ticket_id FROM message WHERE author_id = :person UNION SELECT message.ticket_id"
        " FROM message_party JOIN message ON message.id = message_party.message_id"
        " WHERE message_party.person_id = :person"
    )
    columns = {"ticket": "id", "message": "ticket_id"}
    near = {
        name: [
            row[0]
            for row in connection.execute(
                f"SELECT id FROM {name} WHERE {column} IN ({took_part})", {"person": person}
            )
        ]
        for name, column in columns.items()
    }
    for name, rows in find_in(connection, near, values).items():
        found.setdefault(name, set()).update(row for row, _texts in rows)
    return found


def uncertain_sorting(
    connection: Connection, person: int, sorting: SortingWords | None = None
) -> dict[str, set[int]]:
    """Return those rows of :func:`uncertain` that hold words by which staff sort."""
    values = uncertain_values(connection, person)
    if not values:
        return {}
    return (sorting or SortingWords(connection)).rows_with(pattern_of(values, joined=True))


def said_of_sorting(connection: Connection, name: str, row: int) -> str:
    """Return what a row of words by which staff sort is, and says."""
    table = DATA_MAP[name]
    shown = [column.name for column in table.columns if column.free_text and not column.copy_of]
    texts = connection.execute(
        f"SELECT {', '.join(shown)} FROM {name} WHERE {table.key} = ?", (row,)
    ).fetchone()
    label = label_of(name)
    return f"{_(label)}: {', '.join(filter(None, texts or ()))}"


def excerpts(
    connection: Connection, rows: Mapping[str, Sequence[int]], values: Sequence[str], most: int
) -> list[str]:
    """Return the surroundings of the first of these values in each of a few rows."""
    return list(islice(_excerpts(connection, rows, Patterns(values)), most))


def _excerpts(
    connection: Connection, rows: Mapping[str, Sequence[int]], pattern_in: Patterns
) -> Iterator[str]:
    # What sorts others' tickets first: it is few, and stands on many.
    for name, ids in sorted(rows.items(), key=lambda one: not DATA_MAP[one[0]].sorting):
        table = DATA_MAP[name]
        pattern, label = pattern_in(joined=table.sorting), label_of(name) if table.sorting else ""
        before = f"{_(label)}: " if label else ""
        columns = ", ".join(_columns(table))
        for batch in batches(ids):
            for texts in connection.execute(
                f"SELECT {columns} FROM {name} WHERE {table.key} IN ({marks(batch)})", batch
            ):
                hits = (pattern.search(text) for text in texts if text)
                if (hit := next(filter(None, hits), None)) is not None:
                    yield before + _around(hit)


def _around(hit: re.Match[str]) -> str:
    """Return what stands on either side of a hit, on one line."""
    begin, end = max(0, hit.start() - _AROUND), hit.end() + _AROUND
    cut = " ".join(hit.string[begin:end].split())
    return ("…" if begin else "") + cut + ("…" if end < len(hit.string) else "")


def black_out(connection: Connection, found: Found) -> dict[str, int]:
    """Put the texts in place that :func:`find` gave; return rows changed, by table."""
    for name, mentioned in found.items():
        table = DATA_MAP[name]
        rows = list(_told_apart(connection, table, mentioned)) if table.distinct else mentioned
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


def _told_apart(
    connection: Connection, table: Table, rows: Iterable[tuple[int, list[str | None]]]
) -> Iterator[tuple[int, list[str | None]]]:
    """Number the texts of rows that would have what must be one row's alone."""
    place = _columns(table).index(table.distinct)
    taken = f"SELECT 1 FROM {table.name} WHERE {table.distinct} = ? AND {table.key} <> ?"
    given: set[str | None] = set()
    for row, texts in rows:
        number, new = 1, texts
        while new[place] in given or connection.execute(taken, (new[place], row)).fetchone():
            number += 1
            new = [text and f"{text} {number}" for text in texts]
        given.add(new[place])
        yield row, new


def _columns(table: Table) -> list[str]:
    """Return the columns in which anybody may be named."""
    return [column.name for column in table.columns if column.free_text]


def _rows_with(
    connection: Connection, table: Table, values: Sequence[str], pattern: re.Pattern[str]
) -> Iterator[tuple[int, list[str | None]]]:
    """Yield (id, new texts) of the rows in which one of the values stands."""
    yield from _changed(connection, table, _candidates(connection, table, values, pattern), pattern)


def _changed(
    connection: Connection, table: Table, ids: Iterable[int], pattern: re.Pattern[str]
) -> Iterator[tuple[int, list[str | None]]]:
    """Yield (id, new texts) of those of these rows in which the pattern is found."""
    selected = ", ".join(_columns(table))
    for batch in batches(ids):
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
    found = indexed(connection, table, values)
    for column in table.columns:
        if column.scanned_when:
            values_ = distinct_values(connection, table, column)
            hits = [text for text in values_ if pattern.search(text)]
            found.update(rows_of_values(connection, table, column, hits))
        elif column.scanned:
            rows = connection.execute(
                f"SELECT {table.key}, {column.name} FROM {table.name}"
                f" WHERE {column.name} IS NOT NULL"
            )
            found.update(row for row, text in rows if pattern.search(text))
    return sorted(found)


def indexed(connection: Connection, table: Table, values: Iterable[str]) -> set[int]:
    """Return the rows of a table in whose documents of the search index one of the values is."""
    if table.indexed_as is None:
        return set()
    found = documents(connection, table.indexed_as.index, values)
    return rows_of_documents(connection, table.indexed_as, found)


def documents(connection: Connection, index: str, values: Iterable[str]) -> set[int]:
    """Return the documents of a search index in which one of the values stands."""
    found: set[int] = set()
    asked = {query for value in values for query in queries(value)}
    for query in filter(search_index.has_words, asked):
        rows = connection.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (query,))
        found.update(row for (row,) in rows)
    return found


def rows_of_documents(
    connection: Connection, indexed: Indexed, documents: Iterable[int]
) -> set[int]:
    """Return the rows of a table whose texts stand in documents."""
    found: set[int] = set()
    for batch in batches(documents):
        sql = indexed.rows.format(ids=marks(batch))
        found.update(row[0] for row in connection.execute(sql, batch))
    return found
