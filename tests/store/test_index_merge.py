"""A merge leaves no deleted word in an index, and makes it one piece, whatever it was before."""

from __future__ import annotations

import random
import string

import pytest

from app.errors import Cancelled
from app.model.changes import no_progress
from app.store import fts5, index_merge
from app.store.store import Store

INDEX = "message_text"


class Index:
    """An index of documents that are of no row: they are put in and taken out by hand."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.documents: dict[int, list[str]] = {}
        self._pick = random.Random(seed)  # noqa: S311 - a test's example
        self._last = 0

    def add(self, words: int) -> None:
        """Put a document in: a segment of its own."""
        self._last += 1
        letters = string.ascii_lowercase
        found = ["".join(self._pick.choices(letters, k=14)) for _ in range(words)]
        self.documents[self._last] = found
        with self.store.write() as connection:
            connection.execute(
                f"INSERT INTO {INDEX} (rowid, text) VALUES (?, ?)",  # noqa: S608 - our own names
                (self._last, " ".join(found)),
            )

    def destroy(self, count: int) -> list[str]:
        """Take documents out as a purge does; return their words."""
        rows = self._pick.sample(sorted(self.documents), count)
        with self.store.write() as connection, fts5.keeping_deleted_entries(connection, INDEX):
            for row in rows:
                connection.execute(
                    f"INSERT INTO {INDEX} ({INDEX}, rowid, text) VALUES ('delete', ?, ?)",  # noqa: S608 - our own names
                    (row, " ".join(self.documents[row])),
                )
        return [word for row in rows for word in self.documents.pop(row)]

    def left(self, words: list[str]) -> list[str]:
        """Return those of some words whose ends stand in a page of the index."""
        with self.store.read() as connection:
            sql = f"SELECT block FROM {INDEX}_data"  # noqa: S608 - our own names
            pages = b"".join(row[0] for row in connection.execute(sql))
        return [word for word in words if word[5:].encode() in pages]

    def found(self, word: str) -> int:
        """Return how many documents a search for a word finds."""
        with self.store.read() as connection:
            sql = f"SELECT count(*) FROM {INDEX} WHERE {INDEX} MATCH ?"  # noqa: S608 - our own names
            return int(connection.execute(sql, (word,)).fetchone()[0])


@pytest.fixture(params=range(4))
def index(request: pytest.FixtureRequest, store: Store, monkeypatch: pytest.MonkeyPatch) -> Index:
    """A store's index, merged a few pages at a time, and never made anew for being small."""
    monkeypatch.setattr(index_merge, "_SMALL", 0)
    monkeypatch.setattr(index_merge, "_STEP", 1)
    monkeypatch.setattr(index_merge, "_FIRST", 2)
    monkeypatch.setattr(index_merge, "_MOST", 4)
    return Index(store, request.param)


def test_nothing_deleted_is_left_however_often_it_is_merged(index: Index) -> None:
    gone: list[str] = []
    for sizes in ((900, 900, 900, 900, 3), (400,), (1_500,), (2_500, 3, 3), (400, 5_000)):
        for size in sizes:
            index.add(size)
        gone += index.destroy(len(index.documents) - 2)
        index_merge.merge(index.store, INDEX, no_progress)
        assert index.left(gone) == []
        stays = [text[0] for text in index.documents.values()]
        assert [index.found(word) for word in stays] == [1] * len(stays)
        assert index.found('"standing in for nothing"') == 0


def test_what_is_deleted_while_it_is_merged_goes_with_the_next_merge(index: Index) -> None:
    gone: list[str] = []
    for _ in range(12):
        index.add(600)
    gone += index.destroy(4)
    pieces: list[int] = []

    def progress(done: int, _total: int | None) -> None:
        pieces.append(done)
        if len(pieces) == 2:
            gone.extend(index.destroy(2))

    index_merge.merge(index.store, INDEX, progress)
    index_merge.merge(index.store, INDEX, no_progress)
    assert len(pieces) > 2
    assert index.left(gone) == []


@pytest.mark.parametrize("stop_at", range(1, 8))
def test_a_merge_that_is_stopped_goes_on(index: Index, stop_at: int) -> None:
    gone: list[str] = []
    pieces: list[int] = []

    def stop(done: int, _total: int | None) -> None:
        pieces.append(done)
        if len(pieces) == stop_at:
            raise Cancelled

    for size in (300, 3):
        for _ in range(6):
            index.add(size)
        gone += index.destroy(3)
        pieces.clear()
        try:
            index_merge.merge(index.store, INDEX, stop)
        except Cancelled:
            index_merge.merge(index.store, INDEX, no_progress)
        assert index.left(gone) == []
        assert index.found('"standing in for nothing"') == 0


def test_a_small_index_is_made_anew_at_once(store: Store) -> None:
    index = Index(store, 1)
    for _ in range(5):
        index.add(3)
    index.destroy(5)
    pieces: list[int] = []
    index_merge.merge(store, INDEX, lambda done, _total: pieces.append(done))
    assert pieces == [0]
    with store.read() as connection:
        assert index_merge.is_whole(connection, INDEX)


@pytest.fixture
def one(store: Store, monkeypatch: pytest.MonkeyPatch) -> Index:
    """A store's index, merged some pages at a time."""
    monkeypatch.setattr(index_merge, "_STEP", 10)
    monkeypatch.setattr(index_merge, "_FIRST", 1)
    return Index(store, 1)


def scattered(index: Index) -> bool:
    with index.store.read() as connection:
        return index_merge.is_scattered(connection, INDEX)


def segments(index: Index) -> int:
    with index.store.read() as connection:
        sql = f"SELECT count(DISTINCT segid) FROM {INDEX}_idx"  # noqa: S608 - our own names
        return int(connection.execute(sql).fetchone()[0])


def fill_scattered(index: Index) -> None:
    """Put so much in that it lies in several segments of some size, none of them merged."""
    with index.store.write() as connection:
        connection.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('automerge', 0)")  # noqa: S608 - our own names
    for _ in range(6):
        index.add(6_000)


def test_what_lies_in_several_segments_is_gathered_into_one(one: Index) -> None:
    fill_scattered(one)
    assert scattered(one)
    told: list[tuple[int, int | None]] = []
    index_merge.gather(one.store, INDEX, lambda done, total: told.append((done, total)))
    assert segments(one) == 1
    assert not scattered(one)
    assert [one.found(text[7]) for text in one.documents.values()] == [1] * 6
    assert told[0][0] == 0
    assert told == sorted(told)
    assert {total for _done, total in told} == {told[0][1]}
    assert told[-1][0] <= (told[-1][1] or 0)


def test_gathering_that_is_stopped_goes_on(one: Index) -> None:
    fill_scattered(one)

    def stop(done: int, _total: int | None) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        index_merge.gather(one.store, INDEX, stop)
    assert [one.found(text[7]) for text in one.documents.values()] == [1] * 6
    index_merge.gather(one.store, INDEX, no_progress)
    assert segments(one) == 1


def test_an_index_of_which_all_was_deleted_is_gathered_into_nothing(one: Index) -> None:
    fill_scattered(one)
    one.destroy(len(one.documents))
    index_merge.gather(one.store, INDEX, no_progress)
    assert segments(one) == 0
    assert not scattered(one)


def test_an_index_is_scattered_by_what_is_large_beside_it(one: Index) -> None:
    for _ in range(40):
        one.add(3)
    assert not scattered(one)  # all of it is small
    fill_scattered(one)
    index_merge.gather(one.store, INDEX, no_progress)
    for _ in range(40):
        one.add(3)
    assert not scattered(one)  # what came since is


def test_each_piece_of_an_index_fits_into_one_page_of_the_store(one: Index) -> None:
    """A row of an encrypted page with its header, of which the rest would go to a further page."""
    one.add(6_000)
    with one.store.read() as connection:
        page = int(connection.execute("PRAGMA page_size").fetchone()[0])
        kept_free = 80  # for the page's authentication code and its start value
        sql = f"SELECT max(length(block)) FROM {INDEX}_data"  # noqa: S608 - our own names
        largest = connection.execute(sql).fetchone()[0]
    assert page - 100 < largest + kept_free + 35 + 5 <= page
