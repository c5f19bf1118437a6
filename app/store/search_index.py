"""The search indexes' upkeep: a document leaves before its rows change and returns after.

The indexes hold no copy of the text, so the engine must be given the old text to take it out;
only this module does that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.store import search_words
from app.store.remembered import Remembered
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

COLUMNS = {
    "message_text": ("title", "text", "files"),
    "device_text": ("label", "identifiers"),
    "person_text": ("names", "addresses"),
}
ROW_OF = {"message_text": "message", "device_text": "device", "person_text": "person"}
"""By index, the table of which each row is one document."""
_TRIGRAM = 3
_INDEXED_BEGINNING = 3
"""Letters of the longest beginnings of words that the index of messages holds."""
_SHORTEST_BEGINNING = 2
MOST_LOOKED_AHEAD = 500
"""Up to so many words are looked up for a beginning, before it has the letters to ask for it."""
MOST_ENDINGS = 100
"""Up to so many words are asked for one by one in the place of their beginning."""
_TELLING = 18
"""Letters at the start of a long text that tell it from others: an address begins with a name."""
_MANY = 1_000
"""Documents found from which on a list of 50,000 is walked sooner than so many rows are read."""
_BEGINS = 6
"""Letters at the start of a text that many documents hold, by which they are found."""
_SAMPLE = 200
"""Documents by which it is told how many of those that hold the start of a text hold all of it."""
_AMONG = 2
"""Of so many documents one fits: then each is looked at, rather than those that fit found first."""
_WORD_BREAK = re.compile(r"[^\w]+")
_MOST_WORDS = 8
"""Words of a text that are each looked for by themselves; a longer text is looked for whole."""


_waiting: dict[int, dict[str, set[int]]] = {}
"""Documents to be indexed at the end of a ``together`` block, by its connection and index."""


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Index what is added in the block once, at its end, within the open transaction.

    Added one by one among other statements, each document would be written as a piece of its
    own, to be merged with the others later.
    """
    if id(connection) in _waiting:
        yield
        return
    waiting = _waiting.setdefault(id(connection), {})
    try:
        yield
    finally:
        del _waiting[id(connection)]
    for index, documents in waiting.items():
        add(connection, index, documents)


def add(connection: Connection, index: str, documents: Iterable[int]) -> None:
    """Index rows that are not in the index yet."""
    if (waiting := _waiting.get(id(connection))) is not None:
        waiting.setdefault(index, set()).update(documents)
        return
    columns = ", ".join(COLUMNS[index])
    for batch in batches(sorted(documents)):  # out of order, the index would write after each
        connection.execute(
            f"INSERT INTO {index} (rowid, {columns})"
            f" SELECT id, {columns} FROM {index}_source WHERE id IN ({marks(batch)})",
            batch,
        )


def remove(connection: Connection, index: str, documents: Iterable[int]) -> None:
    """Take rows out of the index; their texts must still be as they were when added."""
    known = set(documents)
    if (waiting := _waiting.get(id(connection))) is not None:
        added = waiting.get(index, set())
        known, waiting[index] = known - added, added - known
    columns = ", ".join(COLUMNS[index])
    for batch in batches(sorted(known)):
        connection.execute(
            f"INSERT INTO {index} ({index}, rowid, {columns})"
            f" SELECT 'delete', id, {columns} FROM {index}_source WHERE id IN ({marks(batch)})",
            batch,
        )


@contextmanager
def changing(connection: Connection, index: str, documents: Iterable[int]) -> Iterator[None]:
    """Keep the index true while rows' texts change inside the block.

    What is gone at the end of the block stays out of the index.
    """
    affected = tuple(dict.fromkeys(documents))
    remove(connection, index, affected)
    yield
    add(connection, index, affected)


def quoted(text: str) -> str:
    """Quote a text so that the index reads it as words that follow each other."""
    # The index reads its expression no further than a NUL.
    return '"' + text.replace("\0", " ").replace('"', '""') + '"'


def beginning(connection: Connection, text: str, remembered: Remembered) -> str:
    """Return the expression for words that follow each other, of which the last may go on.

    The index would first read all places of all words that begin so. Asked for by the words
    themselves, it reads no further than it must for a page. They are ``remembered``.
    """
    word = _last_word(text)
    if len(word) < _SHORTEST_BEGINNING:
        return quoted(text)
    endings: list[str] = []
    if len(word) > _INDEXED_BEGINNING and word.isascii():
        words = search_words.known(connection, word.lower(), MOST_ENDINGS, remembered)
        endings = [one[len(word) :] for one in words]
    if not 0 < len(endings) <= MOST_ENDINGS:
        return f"{quoted(text)} *"
    return "(" + " OR ".join(quoted(text + ending) for ending in endings) + ")"


def look_ahead(connection: Connection, text: str, remembered: Remembered) -> None:
    """Remember the words that the next letter of a text may ask for."""
    word = _last_word(text)
    if len(word) == _INDEXED_BEGINNING and word.isascii():
        search_words.known(connection, word.lower(), MOST_LOOKED_AHEAD, remembered)


def _last_word(text: str) -> str:
    """Return the letters and digits at the end, as the index parts words."""
    start = len(text)
    while start and (text[start - 1].isalnum() or not text[start - 1].isascii()):
        start -= 1
    return text[start:]


def like_start(text: str) -> str:
    """Return the LIKE pattern, escaped by a backslash, of what begins with a text."""
    for wildcard in ("\\", "%", "_"):
        text = text.replace(wildcard, "\\" + wildcard)
    return text + "%"


def has_words(text: str) -> bool:
    """Whether the index can search for a text at all: it holds a letter or digit."""
    return bool(_WORD_BREAK.sub("", text))


def holding(index: str, wanted: Mapping[str, str], *, rare: bool) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the ids of documents that hold a text in its column, and its parameters.

    For an index of three-letter pieces. To find a whole text the index compares the places of all
    its pieces. Of one that is ``rare``, few documents have the pieces that stand side by side at
    its start, wherever they stand: these are found far sooner, and then looked at themselves.
    """
    if not rare or not _may_be_looked_at(wanted):
        found = f"SELECT rowid AS id FROM {index} WHERE {index} MATCH ?"
        return found, (_sought(index, wanted, quoted),)
    held, values = _looked_at(wanted)
    return (
        f"SELECT source.id FROM {index} CROSS JOIN {index}_source AS source"
        f" ON source.id = {index}.rowid WHERE {index} MATCH ? AND ({held})",
        (_sought(index, wanted, _pieces), *values),
    )


def held_by_many(
    connection: Connection, identity: str, index: str, wanted: Mapping[str, str], sooner: str
) -> tuple[str, tuple[str, ...]] | None:
    """Return the condition that a document holds a text, where many do; None where few do.

    For a list that is left once its page is full: only those up to there are looked at themselves.
    They are found by how the text begins: the pieces behind that may be those of all documents, as
    the end of a domain, and would only take time. ``sooner`` is a condition that tells of a lowered
    text, given to it, that a document holds it, from less than the document's whole row.
    """
    found, values = holding(index, wanted, rare=False)
    if not _may_be_looked_at(wanted):
        return (f"{identity} IN ({found})", values) if many(connection, found, values) else None
    begun = _sought(index, wanted, _first_pieces)
    sample = _sample(connection, index, begun)
    if not sample or not _most_hold(connection, sample, found, values):
        return None
    held, texts = _looked_at(wanted)
    sql = (
        f"({sooner} OR EXISTS (SELECT 1 FROM {index}_source AS source"
        f" WHERE source.id = {identity} AND ({held})))"
    )
    if _stand_close(connection, index, sample):
        return sql, (texts[0], *texts)
    among = f"{identity} IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"
    return f"{among} AND {sql}", (begun, texts[0], *texts)


def _sample(connection: Connection, index: str, sought: str) -> list[int]:
    """Return the first documents that fit an expression; none where not many do."""
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid LIMIT"
    if not connection.execute(f"{sql} 1 OFFSET {_MANY}", (sought,)).fetchall():
        return []
    return [row[0] for row in connection.execute(f"{sql} {_SAMPLE}", (sought,))]


def _most_hold(
    connection: Connection, sample: list[int], found: str, values: tuple[str, ...]
) -> bool:
    """Whether most of a sample are found, or many elsewhere: to tell of all takes far longer."""
    among = f"SELECT count(*) FROM ({found} AND rowid <= ?)"
    (whole,) = connection.execute(among, (*values, sample[-1])).fetchone()
    return 2 * whole > len(sample) or many(connection, found, values)


def _stand_close(connection: Connection, index: str, sample: list[int]) -> bool:
    """Whether these are a large part of all documents."""
    until = f"SELECT 1 FROM {ROW_OF[index]} WHERE id <= ? LIMIT 1 OFFSET {_AMONG * len(sample)}"
    return not connection.execute(until, sample[-1:]).fetchall()


def many(connection: Connection, found: str, values: Iterable[str]) -> bool:
    """Whether SQL finds so many ids that to walk a list's order is less than to sort them."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({found}) LIMIT {_MANY + 1})"
    return int(connection.execute(sql, tuple(values)).fetchone()[0]) > _MANY


def _sought(index: str, wanted: Mapping[str, str], part: Callable[[str], str]) -> str:
    """Return the index's expression for a text in any of the columns it is wanted in."""
    texts = set(wanted.values())
    if len(texts) == 1 and len(wanted) == len(COLUMNS[index]):
        return part(*texts)
    return " OR ".join(f"{column} : ({part(text)})" for column, text in wanted.items())


def _may_be_looked_at(wanted: Mapping[str, str]) -> bool:
    """Whether a comparison of texts takes the same letters for equal as the index does."""
    return all(text.isascii() and text.isprintable() for text in wanted.values())


def _looked_at(wanted: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a document itself holds a text, and its parameters."""
    held = " OR ".join(f"instr(lower(source.{column}), ?)" for column in wanted)
    return held, tuple(text.lower() for text in wanted.values())


def _first_pieces(text: str) -> str:
    return _pieces(text, _BEGINS)


def _pieces(text: str, letters: int = _TELLING) -> str:
    """Return the expression for the pieces, side by side, of so many letters at a text's start."""
    start = text[:letters]
    whole = [start[at : at + _TRIGRAM] for at in range(0, len(start) - _TRIGRAM + 1, _TRIGRAM)]
    return " AND ".join(quoted(piece) for piece in dict.fromkeys(whole))


def is_fragment(text: str) -> bool:
    """Whether a text is long enough for an index of three-letter pieces."""
    return len(text) >= _TRIGRAM


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text that an index of three-letter pieces finds each by itself.

    None where a text is to be found as it stands: it is one word, or has a word of one letter.
    """
    parts = [part.strip(",;") for part in text.split()]
    found = tuple(dict.fromkeys(part for part in parts if part))
    if not 1 < len(found) <= _MOST_WORDS or any(len(word) < _TRIGRAM - 1 for word in found):
        return ()
    return found


def a_word(word: str) -> str:
    """Return the expression for one of :func:`words`: two letters with the space beside them."""
    if is_fragment(word):
        return quoted(word)
    return f"({quoted(' ' + word)} OR {quoted(word + ' ')})"
