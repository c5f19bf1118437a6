"""Whether anything of what was destroyed is still in a page: of the database or of its log.

While it is destroyed, a few values of each personal column on the data map are put by, in memory
alone. Afterwards every page of the file and every frame of the log is decrypted, free pages and
stale frames among them, and searched for them. The engine is not asked: it shows live rows only.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from app.errors import Cancelled
from app.model.changes import Progress, no_progress
from app.store import search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Column, Table
from app.store.doom import Doom
from app.store.residue_finder import Finder
from app.store.residue_pages import Tally, contents
from app.store.rows import marks
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SHORTEST = 6
"""Bytes below which a find could be chance."""
PER_COLUMN = 16
"""Values put by of each column, chosen evenly over all that is destroyed. Of many texts the same
stands elsewhere, so that only some of them tell anything."""
PER_BATCH = 4
"""Rows of a table looked at each time something is destroyed."""
SECONDS = 600.0
"""After so long the search ends and says how far it came."""
MOST = 32
"""Values looked for at most: each costs about a microsecond a page."""
_CHOOSING = 20.0  # seconds
_LONGEST = 64  # characters or bytes of a value that are looked for as a whole
_READ = 20_000  # characters or bytes of a value from which a piece is taken
_PIECE = 40
_CHANCE = secrets.SystemRandom()


class Sample:
    """Values of what is destroyed, to be looked for afterwards. Never written anywhere."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], list[str | bytes]] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, connection: Connection, doomed: Doom) -> None:
        """Put values by of rows that are about to be destroyed or blanked."""
        for name, ids in doomed.destroyed.items():
            self._take(connection, DATA_MAP[name], DATA_MAP[name].key, ids, _is_personal)
            for table, reference in DATA_MAP.referring_to(name):
                if not table.key:  # goes with the row it belongs to
                    self._take(connection, table, reference.column, ids, _is_personal)
        for name, ids in doomed.blanked.items():
            self._take(connection, DATA_MAP[name], DATA_MAP[name].key, ids, _is_blanked)

    def _take(
        self,
        connection: Connection,
        table: Table,
        key: str,
        ids: set[int],
        wanted: Callable[[Column], bool],
    ) -> None:
        columns = [column.name for column in table.columns if wanted(column)]
        if not columns or not ids:
            return
        chosen = _CHANCE.sample(tuple(ids), min(len(ids), PER_BATCH))
        selected = ", ".join(f"substr({name}, 1, {_READ})" for name in columns)
        rows = connection.execute(
            f"SELECT {selected} FROM {table.name} WHERE {key} IN ({marks(chosen)})"
            f" LIMIT {PER_BATCH}",
            chosen,
        ).fetchall()
        for row in rows:
            for name, value in zip(columns, row, strict=True):
                if isinstance(value, str | bytes) and value:
                    self._keep((table.name, name), value)

    def _keep(self, where: tuple[str, str], value: str | bytes) -> None:
        """Keep each value that comes by with the same chance as any other of its column."""
        taken = self._taken.setdefault(where, [])
        seen = self._seen[where] = self._seen.get(where, 0) + 1
        if len(taken) < PER_COLUMN:
            taken.append(value)
        elif (place := _CHANCE.randrange(seen)) < PER_COLUMN:
            taken[place] = value

    def needles(self) -> dict[bytes, str]:
        """Return what to look for, with the table and column each is of."""
        found: dict[bytes, str] = {}
        for (table, column), values in self._taken.items():
            for value in values:
                for needle in _needles(value, indexed=DATA_MAP[table].indexed_as is not None):
                    if len(needle) >= SHORTEST:
                        found.setdefault(needle, f"{table}.{column}")
        return _in_turn(found)


def _in_turn(needles: dict[bytes, str]) -> dict[bytes, str]:
    """Order them so that each column has its turn."""
    by_column: dict[str, list[bytes]] = {}
    for needle, column in needles.items():
        by_column.setdefault(column, []).append(needle)
    turns = zip_longest(*by_column.values())
    return {needle: needles[needle] for turn in turns for needle in turn if needle is not None}


def _is_personal(column: Column) -> bool:
    return column.personal


def _is_blanked(column: Column) -> bool:
    return column.personal and column.blank


def _needles(value: str | bytes, *, indexed: bool) -> Iterator[bytes]:
    """Give a value, or a piece of a long one, as the pages and the indexes may hold it."""
    if isinstance(value, bytes):
        piece = value if len(value) <= _LONGEST else _piece(value)
        if len(set(piece)) >= SHORTEST:  # a run of zeros is in any file
            yield piece
        return
    text = value.strip()
    if len(text) > _LONGEST:
        start = _CHANCE.randrange(len(text) - _PIECE)
        text = _from_a_word(text[start : start + _PIECE])
    yield text.encode()
    yield text.casefold().encode()
    if indexed:
        words = sorted(re.findall(r"[^\W_]+", folded(value)), key=len)
        yield from (word.encode() for word in words[-2:])  # the longest are the most telling


def _from_a_word(piece: str) -> str:
    """Leave out the word a piece begins within: then the search index can be asked for it."""
    _begun, _space, rest = piece.strip().partition(" ")
    return rest.strip() or piece.strip()


def _piece(value: bytes) -> bytes:
    start = _CHANCE.randrange(len(value) - _PIECE)
    return value[start : start + _PIECE]


def folded(text: str) -> str:
    """Return a text as the index of words keeps it: in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(slots=True)
class Residue(Tally):
    """What a search of the pages found, in counts alone."""

    values: int = 0
    """Values looked for: those that stand nowhere else by right."""
    found: dict[str, int] = field(default_factory=dict)
    """Values that were found, by the table and column they were of."""

    @property
    def whole(self) -> bool:
        """Whether every page was searched."""
        return self.pages >= self.total and not self.unreadable

    def as_counts(self) -> dict[str, Any]:
        """Return what a report says."""
        return {
            "values": self.values,
            "pages": self.pages,
            "pages_total": self.total,
            "pages_unreadable": self.unreadable,
            "whole": self.whole,
            "found": self.found,
        }


def search(
    store: Store,
    key: bytes,
    sample: Sample,
    progress: Progress = no_progress,
    seconds: float = SECONDS,
) -> Residue:
    """Look for the values in every page; outside any transaction, after the clean-up.

    ``key`` is the store's raw key. ``progress`` counts pages; where it raises ``Cancelled`` or the
    time is over, the answer says that not every page was searched.
    """
    needles = _telling(store, sample.needles())
    result = Residue(values=len(needles))
    finder, hits = Finder(needles), set[bytes]()
    ends = time.monotonic() + seconds
    try:
        for content in contents(store.path, key, result):
            hits.update(finder.find(content))
            progress(result.pages, result.total)
            if time.monotonic() > ends:
                break
    except Cancelled:
        pass  # what was destroyed stays destroyed: the search alone is cut short
    if hits:
        with store.read() as connection:
            left = _not_by_right(connection, {needle: needles[needle] for needle in hits})
        result.values -= len(hits) - len(left)
        for needle in left:
            where = needles[needle]
            result.found[where] = result.found.get(where, 0) + 1
    return result


def _telling(store: Store, needles: dict[bytes, str]) -> dict[bytes, str]:
    """Return as many as are looked for of those that stand in no row which is there."""
    found: dict[bytes, str] = {}
    ends = time.monotonic() + _CHOOSING
    with store.read() as connection:
        for needle, column in needles.items():
            if len(found) == MOST or time.monotonic() > ends:
                break
            if not _is_indexed(connection, needle):
                found[needle] = column
    return found


def _is_indexed(connection: Connection, needle: bytes) -> bool:
    """Whether a search index finds it in a row that is there: then it tells nothing."""
    text = _text(needle)
    if text is None or not search_index.has_words(text):
        return False
    for index in search_index.COLUMNS:
        row = connection.execute(
            f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1",
            (search_index.quoted(text) + " *",),
        ).fetchone()
        if row is not None:
            return True
    return False


def _not_by_right(connection: Connection, hits: Mapping[bytes, str]) -> set[bytes]:
    """Return those that no row which is there, nor the schema, holds too.

    Every row of a store may be read for it, but no more than once for all of them: first those of
    the tables that they are of, where most that others have too stand.
    """
    own = {column.partition(".")[0] for column in hits.values()}
    (schema,) = connection.execute("SELECT group_concat(sql) FROM sqlite_master").fetchone()
    left = {needle for needle in hits if not _holds([schema], needle)}
    for table in sorted(DATA_MAP.tables, key=lambda table: table.name not in own):
        columns = [f"CAST({column.name} AS BLOB)" for column in table.columns]
        lower = [f"CAST(lower({column.name}) AS BLOB)" for column in table.columns]
        key, after = table.key or "rowid", -1
        while left and columns:
            conditions, values = [], []
            for needle in left:
                forms = (*columns, *lower) if needle == needle.lower() else columns
                conditions.append(f"({' OR '.join(f'instr({form}, ?)' for form in forms)})")
                values += [needle] * len(forms)
            row = connection.execute(
                f"SELECT {key}, {', '.join(columns)} FROM {table.name}"
                f" WHERE {key} > ? AND ({' OR '.join(conditions)}) ORDER BY {key} LIMIT 1",
                (after, *values),
            ).fetchone()
            if row is None:
                break
            after, *texts = row
            left = {needle for needle in left if not _holds(texts, needle)}
    return left


def _holds(values: Iterable[str | bytes | None], needle: bytes) -> bool:
    """Whether one of these values holds it, as it stands or in lower case."""
    for value in values:
        content = value.encode() if isinstance(value, str) else value or b""
        if needle in content or needle in content.lower():
            return True
    return False


def _text(needle: bytes) -> str | None:
    try:
        return needle.decode()
    except UnicodeDecodeError:
        return None
