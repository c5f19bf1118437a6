"""Whether anything of what was destroyed is still in a page: of the database or of its log.

While it is destroyed, a few values of each personal column on the data map are put by, in memory
alone. Afterwards every page of the file and every frame of the log is decrypted, free pages and
stale frames among them, and searched for them. The engine is not asked: it shows live rows only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.errors import Cancelled
from app.model.changes import Progress, no_progress
from app.store import search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Column, Table
from app.store.doom import Doom
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

_PAGE, _SALT, _IV, _HMAC = 4096, 16, 16, 64
_USABLE = _PAGE - _IV - _HMAC
_LOG_HEADER, _FRAME_HEADER = 32, 24
_AT_ONCE = 64  # pages read and searched together
_TRIES = 3  # a page may be read while the engine writes it


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
        text = text[start : start + _PIECE].strip()
    yield text.encode()
    yield text.casefold().encode()
    if indexed:
        words = sorted(re.findall(r"[^\W_]+", folded(value)), key=len)
        yield from (word.encode() for word in words[-2:])  # the longest are the most telling


def _piece(value: bytes) -> bytes:
    start = _CHANCE.randrange(len(value) - _PIECE)
    return value[start : start + _PIECE]


def folded(text: str) -> str:
    """Return a text as the index of words keeps it: in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(slots=True)
class Residue:
    """What a search of the pages found, in counts alone."""

    values: int = 0
    """Values looked for: those that stand nowhere else by right."""
    pages: int = 0
    """Pages and frames that were decrypted and searched."""
    total: int = 0
    """Pages and frames there were when it began."""
    unreadable: int = 0
    """Pages whose authentication code was wrong, also when read again."""
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
    hits: set[bytes] = set()
    ends = time.monotonic() + seconds
    try:
        for content in _contents(store.path, key, result):
            hits.update(needle for needle in needles if needle in content)
            progress(result.pages, result.total)
            if time.monotonic() > ends:
                break
    except Cancelled:
        pass  # what was destroyed stays destroyed: the search alone is cut short
    if hits:
        with store.read() as connection:
            for needle in hits:
                if _stands_by_right(connection, needle):
                    result.values -= 1
                else:
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


def _stands_by_right(connection: Connection, needle: bytes) -> bool:
    """Whether a row that is there, or the schema, holds it too. Reads every row: for finds only."""
    text = _text(needle)
    for table in DATA_MAP.tables:
        for column in table.columns:
            if text is None:
                sql = f"SELECT 1 FROM {table.name} WHERE instr({column.name}, ?) LIMIT 1"
                values: tuple[str | bytes, ...] = (needle,)
            else:
                sql = (
                    f"SELECT 1 FROM {table.name} WHERE instr({column.name}, ?)"
                    f" OR instr(lower({column.name}), ?) LIMIT 1"
                )
                values = (text, text)
            if connection.execute(sql, values).fetchone() is not None:
                return True
    sql = "SELECT 1 FROM sqlite_master WHERE instr(sql, ?) OR instr(lower(sql), ?) LIMIT 1"
    return connection.execute(sql, (needle.decode("latin-1"),) * 2).fetchone() is not None


def _text(needle: bytes) -> str | None:
    try:
        return needle.decode()
    except UnicodeDecodeError:
        return None


def _contents(database: Path, key: bytes, result: Residue) -> Iterator[bytes]:
    """Give the decrypted pages, many at a time, and count them; the log's frames come last.

    The file is opened beside the engine's own handles. Only this program may have the store open,
    so that the locks which some systems drop with the second handle guard against nobody.
    """
    log = database.with_name(database.name + "-wal")
    frames = max(0, (_size(log) - _LOG_HEADER) // (_FRAME_HEADER + _PAGE))
    pages = _size(database) // _PAGE
    result.total = pages + frames
    if not pages:
        return
    with database.open("rb") as file:
        codec = _Codec(key, file.read(_SALT))
        yield from _opened(file, codec, pages, (0, 0), result)
    if frames:
        with log.open("rb") as file:
            yield from _opened(file, codec, frames, (_LOG_HEADER, _FRAME_HEADER), result)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _opened(
    file: BinaryIO, codec: _Codec, count: int, headers: tuple[int, int], result: Residue
) -> Iterator[bytes]:
    """Give the contents of ``count`` pages, each after a header; ``headers``: file's, page's."""
    start, header = headers
    step = header + _PAGE
    for first in range(0, count, _AT_ONCE):
        file.seek(start + first * step)
        raw = file.read(min(_AT_ONCE, count - first) * step)
        contents = []
        for place in range(len(raw) // step):
            part, tries = raw[place * step : (place + 1) * step], 1
            content = _content(codec, part, header, first + place)
            while content is None and tries < _TRIES:
                time.sleep(0.01)  # the engine was writing it
                file.seek(start + (first + place) * step)
                content = _content(codec, file.read(step), header, first + place)
                tries += 1
            if content is None:
                result.unreadable += 1
            else:
                result.pages += 1
                contents.append(content)
        yield b"".join(contents)


def _content(codec: _Codec, part: bytes, header: int, place: int) -> bytes | None:
    number = int.from_bytes(part[:4]) if header else place + 1  # a frame begins with its page's
    return codec.open(part[header:], number)


class _Codec:
    """SQLCipher 4's pages: AES-256 in CBC mode, then an HMAC over content, vector and number."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = algorithms.AES256(key)
        mac_salt = bytes(byte ^ 0x3A for byte in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, 2, 32)

    def open(self, page: bytes, number: int) -> bytes | None:
        """Return a page's content; None where its authentication code is wrong."""
        if len(page) < _PAGE:
            return None
        if page.count(0) == _PAGE:
            return b""  # the engine grew the file past it and never wrote it
        skip = _SALT if number == 1 else 0
        signed = page[skip : _USABLE + _IV] + number.to_bytes(4, "little")
        if not hmac.compare_digest(hmac.digest(self._mac_key, signed, "sha512"), page[-_HMAC:]):
            return None
        decryptor = Cipher(self._key, modes.CBC(page[_USABLE : _USABLE + _IV])).decryptor()
        return decryptor.update(page[skip:_USABLE])
