"""Merging a search index: nothing of what was deleted stays in it, and a search looks in one place.

FTS5 drops the mark of a deleted entry, and the term with it, only where what it merges goes to the
last of the index's levels. Where all segments stand on one level with empty levels above, as they
come to in a small index that was merged before, it merges them to the next and keeps both. So the
levels are looked at afterwards, and the index is merged once more with a stand-in on another
level, by which FTS5 lays its levels out anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from app.model.changes import Progress
from app.store import fts5
from app.store.pace import Pace
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_SMALL = 64
"""Pages of an index up to which it is made anew, in one transaction."""
_STEP = 50
"""Pages that are merged at a time. What a step frees is emptied, and written by the next before
the transaction ends: so many steps in one transaction write hardly more pages than stay."""
_FIRST = 10
"""Steps in the first transaction; then as many as its time allows."""
_MOST = 80
_SECOND_FORM = b"\xff\x00\x00\x01"
"""How the record of the levels begins in its second form, after its cookie."""
_PLACES = {False: 3, True: 8}
"""Numbers that tell of a segment, in the first form of the record and in the second: what it is
called, the first and the last of its pages, and in the second form more."""
_SEGMENTS = 4
"""Segments of some size that an index may have: each is looked in for every word of a search."""
_OF_SOME_SIZE = 64
"""What share of an index makes a segment one of some size: the 64th. So an index has grown by some
sixteenth before it is gathered again."""
_LEAST = 16
"""Pages of the smallest segment of some size."""


def merge(store: Store, name: str, progress: Progress) -> None:
    """Merge one index in short transactions, so that no change waits for the whole.

    ``progress`` is called before each, outside any: it may wait, or raise ``Cancelled``. What is
    left to do then goes on when this is called again.
    """
    with store.read() as connection:
        small = fts5.index_pages(connection, name, stop_at=_SMALL + 1) <= _SMALL
    for with_stand_in in () if small else (False, True):
        if with_stand_in:
            with store.write() as connection:
                fts5.add_stand_in(connection, name)
        _merge_pieces(store, name, progress)
        with store.write() as connection:
            whole = is_whole(connection, name)
            fts5.remove_stand_in(connection, name)
        if whole:
            return
    progress(0, None)
    with store.write() as connection:
        fts5.rebuild_index(connection, name)


def is_scattered(connection: Connection, name: str) -> bool:
    """Whether so much of an index lies in several segments that a search takes long for it."""
    sizes = _sizes(connection, name)
    least = max(sum(sizes) // _OF_SOME_SIZE, _LEAST)
    return sum(size >= least for size in sizes) > _SEGMENTS


def gather(store: Store, name: str, progress: Progress) -> None:
    """Merge one index into a single segment in short transactions, which makes searches short.

    ``progress`` is called before each, outside any, with the pages written so far and all: it may
    wait, or raise ``Cancelled``. What is left to do then goes on when this is called again.
    """
    with store.read() as connection:
        pages = sum(_sizes(connection, name))
    _merge_pieces(store, name, progress, pages)


def _merge_pieces(store: Store, name: str, progress: Progress, pages: int | None = None) -> None:
    step, unfinished, pace = fts5.begin_merge, True, Pace(_FIRST, _MOST)
    written = 0
    while unfinished:
        progress(written, pages)
        with pace.piece() as steps, store.write_piece() as connection:
            for _each in range(steps):
                unfinished = unfinished and step(connection, name, _STEP)
                step = fts5.go_on_merging
            if pages is not None:  # a step ends with a word, of which there may be many pages
                written = min(_written(connection, name), pages)


def is_whole(connection: Connection, name: str) -> bool:
    """Whether a merge that is over dropped what was deleted: its last level is not empty."""
    levels = list(_levels(fts5.index_levels(connection, name)))
    return not any(levels) or bool(levels[-1])


def _sizes(connection: Connection, name: str) -> list[int]:
    """Return how many pages each segment of an index has."""
    levels = _levels(fts5.index_levels(connection, name))
    return [size for level in levels for size in level]


def _written(connection: Connection, name: str) -> int:
    """Return how many pages the segment has that a merge makes; none where nothing is left."""
    sizes = _sizes(connection, name)
    return sizes[-1] if sizes else 0


def _levels(record: bytes) -> Iterator[list[int]]:
    """Give the pages of each segment on each level, the lowest level first."""
    second = record[4:8] == _SECOND_FORM
    numbers = _numbers(record[8 if second else 4 :])
    count = next(numbers)
    next(numbers)  # segments of all levels
    next(numbers)  # pages written so far
    for _level in range(count):
        next(numbers)  # segments of it that are being merged
        sizes = []
        for _segment in range(next(numbers)):
            _name, first, last, *_more = islice(numbers, _PLACES[second])
            sizes.append(last - first + 1)
        yield sizes


def _numbers(data: bytes) -> Iterator[int]:
    """Read numbers of seven bits a byte, the highest first; the eighth says that one goes on."""
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            yield value
            value = 0
