"""The words of the search index of messages that begin with some letters.

The engine's own list of the words (fts5vocab) passes every place of a word to find the next one,
hundreds of pages for a word that half of all messages hold. Here only pages on which a word begins
are read: the index's directory names them. Their format is written down in the engine's source,
fts5_index.c, under "FTS5 leaf page"; a test compares what is read with what the engine says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.store.remembered import Remembered

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_WHOLE_WORDS = b"0"
"""Before each word in the main index; those of the beginnings have 1 and 2."""
_BEYOND = b"\xff"
"""Greater than any byte of a word."""
_NOW = 0
"""Words hold until the next write, not until a moment."""
_LEAVES = """
WITH RECURSIVE segment (id) AS (
    SELECT min(segid) FROM message_text_idx
    UNION ALL
    SELECT (SELECT min(segid) FROM message_text_idx WHERE segid > segment.id)
    FROM segment WHERE segment.id IS NOT NULL
)
SELECT page.block FROM segment
CROSS JOIN message_text_idx AS leaf ON leaf.segid = segment.id AND leaf.term < ?2
    AND leaf.term >= coalesce(
        (SELECT max(term) FROM message_text_idx WHERE segid = segment.id AND term <= ?1), x'')
CROSS JOIN message_text_data AS page ON page.id = (leaf.segid << 37) + (leaf.pgno >> 1)
"""


def beginning_with(connection: Connection, letters: str, most: int) -> list[str]:
    """Return the words that begin with ``letters``, in order; more than ``most`` says too many."""
    first = _WHOLE_WORDS + letters.encode()
    beyond = first + _BEYOND
    found: set[bytes] = set()
    for (block,) in connection.execute(_LEAVES, (first, beyond)):
        for word in _words(block):
            if word >= beyond:
                break
            if word.startswith(first):
                found.add(word)
        if len(found) > most:
            break
    return [word[len(_WHOLE_WORDS) :].decode(errors="replace") for word in sorted(found)]


def known(connection: Connection, letters: str, most: int, remembered: Remembered) -> list[str]:
    """Return the same as ``beginning_with``, where it can out of what is remembered.

    All that begin with some letters were read when fewer of these were typed.
    """
    for length in range(len(letters), 0, -1):
        kept: list[str] | None = remembered.find((_WHOLE_WORDS, letters[:length]), _NOW)
        if kept is not None:
            return [word for word in kept if word.startswith(letters)]
    found = beginning_with(connection, letters, most)
    if len(found) <= most:
        remembered.keep((_WHOLE_WORDS, letters), found, _NOW + 1)
    return found


def _words(page: bytes) -> Iterator[bytes]:
    """Yield the words that begin on a page, each stored as what it shares with the one before."""
    at_foot = int.from_bytes(page[2:4], "big")
    place, word = 0, b""
    while at_foot < len(page):
        step, at_foot = _number(page, at_foot)
        at = place = place + step
        shared = 0
        if word:
            shared, at = _number(page, at)
        length, at = _number(page, at)
        word = word[:shared] + page[at : at + length]
        yield word


def _number(page: bytes, at: int) -> tuple[int, int]:
    """Return the number that stands at a place, seven bits a byte, and where it ends."""
    value = 0
    while page[at] & 0x80:
        value = (value | page[at] & 0x7F) << 7
        at += 1
    return value | page[at], at + 1
