"""Which of the values that were put by are looked for: those that stand in no row which is there.

That is asked before any page is read, of the search indexes and of the columns themselves, so that
as many as are looked for tell something. Columns whose values differ by their nature come first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.model.changes import Progress, no_progress
from app.store import search_index
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Column
from app.store.engine import SEARCH_WORDS
from app.store.pace import Allowance
from app.store.residue_sample import CHANCE, LONGEST, PIECE, Candidate, Place, Sample
from app.store.rows import marks
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

MOST = 32
"""Values looked for at most: each costs about a microsecond a page."""
SHORTEST = 6
"""Bytes below which a find could be chance."""
_SECONDS = 20.0
"""After so long no more are asked for."""
_LONG_PIECE = 4 * PIECE
"""Characters of a piece that is looked for where others have the shorter one too, or its words are
all common: an index takes as long to say that no row has those as to read all their places."""
_OF_TEXTS = ("message_text",)
"""The index that is asked for long texts and for words; those of letters in threes hold names."""
_COMMON = 500
"""Times from which on a word counts as common, however often it stands."""
_WORDS = 60
"""Different words of a text that are compared for how rare they are."""
_LONGEST_WORDS = 2
"""Of a text, that are asked for in the index of words."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = re.compile(r"\blower\s*\((.+)\)", re.DOTALL)
"""What an index keeps in small letters."""
_WORD_OF_SQL = re.compile(r"\w+")
_DIGESTS = tuple((table.name, "sha256") for table in DATA_MAP.tables if table.content is not None)
"""Where the digests of files stand: what one has attached to a draft may be in a message too."""


class _Form(Enum):
    """As what a value is looked for."""

    WHOLE = auto()
    WORD = auto()
    """One of its words, as the index of words keeps it."""
    SMALL = auto()
    """In small letters, as an index beside its row keeps it."""


@dataclass(slots=True)
class Chosen:
    """What is looked for."""

    needles: dict[bytes, str] = field(default_factory=dict)
    """The bytes, with the table and column they are of."""
    shared: int = 0
    """Values that were left out because rows which are there have them too."""


def choose(store: Store, sample: Sample, into: Chosen, progress: Progress = no_progress) -> None:
    """Choose from what was put by; ``progress`` is called between two questions, and may wait."""
    allowed = Allowance(_SECONDS, progress)
    rarity, still_there = _Rarity(), _StillThere(sample)
    with store.read() as connection:
        small = _in_small_letters(connection)
    for place, candidate, form in _in_turn(sample, small):
        allowed.report(0, None)
        if len(into.needles) >= MOST or allowed.is_over:
            return
        with store.read() as connection:
            if form is _Form.WORD:
                needle = _needle_of_word(connection, candidate.value)
            elif still_there.has(connection, place, candidate):
                needle = None
            else:
                needle = _needle_of_value(connection, candidate.value, rarity)
        if needle is not None:
            into.needles.setdefault(needle, ".".join(place))
        elif form is _Form.WHOLE and len(candidate.value) >= SHORTEST:
            into.shared += 1


def _in_small_letters(connection: Connection) -> set[Place]:
    """Return the columns that an index has in small letters, beside their row."""
    found = connection.execute(
        "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%lower%'"
    )
    return {
        (table, column.name)
        for table, sql in found
        if (kept := _SMALL.search(sql))
        for column in DATA_MAP[table].columns
        if column.name in _WORD_OF_SQL.findall(kept[1])
    }


def _in_turn(sample: Sample, small: set[Place]) -> Iterator[tuple[Place, Candidate, _Form]]:
    """Give what was put by so that each column has its turn.

    First those whose values differ by their nature, and long texts; then what the indexes keep of
    them, words and ``small`` letters; then the others.
    """
    lanes: list[tuple[int, list[tuple[Place, Candidate, _Form]]]] = []
    for place, taken in sample.places():
        mixed = CHANCE.sample(taken, len(taken))
        first = _column(place).telling or any(_is_long(one.value) for one in mixed)
        lanes.append((0 if first else 2, [(place, one, _Form.WHOLE) for one in mixed]))
        if place in small:
            lanes.append((1, [(place, _small(one), _Form.SMALL) for one in mixed]))
        if _is_indexed_text(place):
            lanes.append((1, [(place, one, _Form.WORD) for one in mixed]))
    lanes.sort(key=lambda lane: lane[0])
    for turn in zip_longest(*(lane for _rank, lane in lanes)):
        yield from (one for one in turn if one is not None)


def _small(candidate: Candidate) -> Candidate:
    """Return a value as the engine writes it small: letters beyond ASCII stay as they are."""
    value = candidate.value
    return Candidate(value.encode().lower().decode() if isinstance(value, str) else value)


def _column(place: Place) -> Column:
    table, name = place
    return next(column for column in DATA_MAP[table].columns if column.name == name)


def _is_indexed_text(place: Place) -> bool:
    column = _column(place)
    return bool(DATA_MAP[place[0]].indexed_as) and column.free_text and not column.scanned


def _is_long(value: str | bytes) -> bool:
    return isinstance(value, str) and len(value.strip()) > LONGEST


def _needle_of_value(connection: Connection, value: str | bytes, rarity: _Rarity) -> bytes | None:
    """Return a value, or a piece of a long one, that stands in no row which is there."""
    if isinstance(value, bytes):
        return value if len(set(value)) >= SHORTEST else None  # a run of zeros is in any file
    text = value.strip()
    if len(text) <= LONGEST:
        return _unless_indexed(connection, text, search_index.COLUMNS)
    middle, is_rare = rarity.rarest_place(connection, text)
    lengths = (PIECE, _LONG_PIECE) if is_rare else (_LONG_PIECE,)
    pieces = (_words_around(text, middle, length) for length in lengths)
    found = (_unless_indexed(connection, piece, _OF_TEXTS) for piece in pieces)
    return next((piece for piece in found if piece is not None), None)


def _words_around(text: str, middle: int, length: int) -> str:
    """Return whole words around a place, so that the search index can be asked for them."""
    start = max(0, min(middle - length // 2, len(text) - length))
    piece = text[start : start + length]
    if start > 0:
        piece = piece.partition(" ")[2] or piece
    if start + length < len(text):
        piece = piece.rpartition(" ")[0] or piece
    return piece.strip()


def _unless_indexed(connection: Connection, text: str, indexes: Iterable[str]) -> bytes | None:
    """Return a text as the pages hold it, unless an index finds it in a row that is there."""
    needle = text.encode()
    if len(needle) < SHORTEST or _is_indexed(connection, text, indexes):
        return None
    return needle


def _needle_of_word(connection: Connection, value: str | bytes) -> bytes | None:
    """Return one of a text's longest words as the index of words keeps it, if it is in no other."""
    if isinstance(value, bytes):
        return None
    words = sorted(_WORD.findall(folded(value)), key=len, reverse=True)[:_LONGEST_WORDS]
    found = (_unless_indexed(connection, word, _OF_TEXTS) for word in words)
    return next((word for word in found if word is not None), None)


def folded(text: str) -> str:
    """Return a text as the index of words keeps it: in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class _Rarity:
    """How often words stand in the messages that are there."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def rarest_place(self, connection: Connection, text: str) -> tuple[int, bool]:
        """Return the middle of the rarest word of a text, and whether it is no common one."""
        words = {folded(match.group()): match for match in _WORD.finditer(text)}
        some = CHANCE.sample(list(words), min(len(words), _WORDS))
        if not some:
            return CHANCE.randrange(len(text)), False
        rarest = min(some, key=lambda word: self._times(connection, word))
        match = words[rarest]
        return (match.start() + match.end()) // 2, self._times(connection, rarest) < _COMMON

    def _times(self, connection: Connection, word: str) -> int:
        if word not in self._known:
            (self._known[word],) = connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM temp.{SEARCH_WORDS} WHERE term = ?"
                f" LIMIT {_COMMON})",
                (word,),
            ).fetchone()
        return self._known[word]


class _StillThere:
    """Which values stand in rows that are there, of columns that no search index holds."""

    def __init__(self, sample: Sample) -> None:
        self._taken = dict(sample.places())
        self._found: dict[tuple[Place, Place], set[str]] = {}
        """By the column that was asked and the one whose values were: those that stand there."""

    def has(self, connection: Connection, place: Place, candidate: Candidate) -> bool:
        """Whether another row has a value, or another file the content it is a piece of."""
        if candidate.file:
            return any(candidate.file in self._found_in(connection, one, place) for one in _DIGESTS)
        if _is_indexed_text(place):
            return False  # its index is asked instead
        return candidate.value in self._found_in(connection, place, place)

    def _found_in(self, connection: Connection, asked: Place, taken: Place) -> set[str]:
        """Return which of all values put by of the column ``taken`` stand in the column ``asked``.

        The store is asked once for all of them.
        """
        if (asked, taken) not in self._found:
            values, (table, column) = _asked_for(self._taken[taken]), asked
            rows = connection.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({marks(values)})",
                values,
            )
            self._found[asked, taken] = {row[0] for row in rows}
        return self._found[asked, taken]


def _asked_for(taken: Sequence[Candidate]) -> list[str]:
    """Return what to ask for: a long text is asked for by its words, and not as a whole."""
    texts = (one.file or one.value for one in taken)
    return [text for text in texts if isinstance(text, str) and not _is_long(text)]


def _is_indexed(connection: Connection, text: str, indexes: Iterable[str]) -> bool:
    """Whether an index finds a text in a row that is there."""
    if not search_index.has_words(text):
        return False
    quoted = search_index.quoted(text)
    return any(
        connection.execute(
            f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", (quoted,)
        ).fetchone()
        for index in indexes
    )
