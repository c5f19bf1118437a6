"""Words at the borders of a search index's pages that are in no document any more.

Beside its pages an index keeps the word with which each begins, or the start of it, to find the
page by (FTS5's table ``_idx``). Where the engine overwrites a deleted entry on a page, it leaves
that word as it is, and after a merge in pieces it may be a whole one: a row that is there, which a
fresh copy of the store has too. So it is put right here: the next word that is in the index stands
between the same two pages, so that all is found as before. After the words follow their beginnings
of so many letters, at first on the same page, each with the index it is of before it.

While the index is still to be merged, its newer pages hold entries that delete those of older ones:
these words are in no document either, and have to be found all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.model.changes import Progress, no_progress
from app.store import cleanup, fts5
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_SHORTEST = 6
"""Bytes below which the start of a word tells nothing."""
_LETTERS = {b"0": 0, b"1": 2, b"2": 3}
"""What stands before a word in the table, and how many letters of words the index of it keeps; 0
for whole words. The schema says how many (``prefix``)."""
_AT_ONCE = 100
"""Borders that are looked at in one transaction: a tenth of a second in a large index."""

Border = tuple[int, bytes]
"""A segment of the index, and the word in the table."""


def put_right(store: Store, progress: Progress = no_progress) -> None:
    """Let no border hold a word that is in no document.

    Of an index that is still to be merged none is touched: whoever owes that merge comes here
    after it. ``progress`` is called between pieces, outside any transaction: it may wait, or raise
    ``Cancelled``.
    """
    for name in fts5.SEARCH_INDEXES:
        after: Border | None = (0, b"")
        while after is not None:
            progress(0, None)
            with store.write() as connection:
                if cleanup.owes_merge_in(connection):
                    return
                after = put_right_in(connection, name, after)


def put_right_in(connection: Connection, name: str, after: Border) -> Border | None:
    """Put some borders right in the open transaction; return the last, None where no more are."""
    sql = (
        f"SELECT segid, term FROM {name}_idx WHERE (segid, term) > (?, ?)"
        " AND length(term) > ? ORDER BY segid, term LIMIT ?"
    )
    rows = connection.execute(sql, (*after, _SHORTEST, _AT_ONCE)).fetchall()
    borders = [(int(segment), bytes(term)) for segment, term in rows]
    with _words_of(connection, name) as words:
        for border in borders:
            start = border[1][1:].decode(errors="ignore")  # the last letter may be cut in two
            following = _word_from(connection, words, start, _LETTERS[border[1][:1]])
            if following is None or not following.startswith(start):
                _move(connection, name, border, following)
    return borders[-1] if len(borders) == _AT_ONCE else None


@contextmanager
def _words_of(connection: Connection, name: str) -> Iterator[str]:
    """Have a table of all words of a search index while the block lasts; its name is given."""
    words = f"temp.{name}_row"
    connection.execute(f"CREATE VIRTUAL TABLE {words} USING fts5vocab(main, {name}, row)")
    try:
        yield words
    finally:
        connection.execute(f"DROP TABLE {words}")


def _word_from(connection: Connection, words: str, start: str, letters: int) -> str | None:
    """Return the first word of an index that is ``start`` or comes after it.

    With ``letters``, the first so many of a word that has them.
    """
    sql = f"SELECT term FROM {words} WHERE term >= ? AND length(term) >= ? LIMIT 1"
    row = connection.execute(sql, (start, letters)).fetchone()
    return None if row is None else str(row[0])[: letters or None]


def _move(connection: Connection, name: str, border: Border, word: str | None) -> None:
    """Let a page be found by another word.

    Where that is not before the word of the next page, no word is on this page any more, and
    nothing needs to find it. Where it is None the beginnings of words that follow may still be.
    """
    index = border[1][0]
    sql = f"SELECT min(term) FROM {name}_idx WHERE segid = ? AND term > ?"
    (following,) = connection.execute(sql, border).fetchone()
    term = bytes([index + 1]) if word is None else bytes([index]) + word.encode()
    if following is not None and term >= following:
        sql, values = f"DELETE FROM {name}_idx", tuple[bytes, ...]()
    else:
        sql, values = f"UPDATE {name}_idx SET term = ?", (term,)
    connection.execute(f"{sql} WHERE segid = ? AND term = ?", (*values, *border))
