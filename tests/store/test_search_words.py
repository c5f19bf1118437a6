"""The words read from the index's pages are those that the engine itself says it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from app.store import search_words
from app.store.remembered import Remembered

if TYPE_CHECKING:
    from sqlite3 import Connection

_ANY = 1 << 40


@pytest.fixture
def index() -> Iterator[Connection]:
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as connection:
        empty(connection, 4_050)
        yield connection


def empty(connection: Connection, page: int) -> None:
    """Make the index anew, in pages of so many bytes."""
    connection.execute("DROP TABLE IF EXISTS message_words")
    connection.execute("DROP TABLE IF EXISTS message_text")
    connection.execute("CREATE VIRTUAL TABLE message_text USING fts5(text, prefix='2 3')")
    connection.execute("INSERT INTO message_text (message_text, rank) VALUES ('pgsz', ?)", (page,))
    connection.execute("INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1)")
    connection.execute("CREATE VIRTUAL TABLE message_words USING fts5vocab(message_text, row)")


def add(connection: Connection, *texts: str) -> None:
    for text in texts:
        connection.execute("INSERT INTO message_text (text) VALUES (?)", (text,))


def said_by_the_engine(connection: Connection, letters: str) -> list[str]:
    rows = connection.execute("SELECT term FROM message_words ORDER BY term").fetchall()
    return [term for (term,) in rows if term.startswith(letters)]


words = st.text(alphabet="abcé1", min_size=1, max_size=6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(words, min_size=1, max_size=30)),
        st.tuples(st.just("remove"), st.integers(1, 40)),
        st.tuples(st.just("merge"), st.integers(1, 50)),
        st.tuples(st.just("optimize"), st.none()),
    ),
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=steps, page=st.sampled_from([32, 64, 200, 4_050]), letters=words)
def test_they_are_the_engines_own_whatever_was_added_removed_and_merged(
    index: Connection, steps: list[tuple[str, object]], page: int, letters: str
) -> None:
    empty(index, page)
    for what, of in steps:
        if what == "add":
            assert isinstance(of, list)
            add(index, " ".join(of))
        elif what == "remove":
            index.execute("DELETE FROM message_text WHERE rowid = ?", (of,))
        elif what == "merge":
            index.execute(
                "INSERT INTO message_text (message_text, rank) VALUES ('merge', ?)", (of,)
            )
        else:
            index.execute("INSERT INTO message_text (message_text) VALUES ('optimize')")
    found = search_words.beginning_with(index, letters, _ANY)
    kept = said_by_the_engine(index, letters)
    assert set(kept) <= set(found)
    # A word of which nothing is left may still stand on a page; asked for, it finds nothing.
    for word in set(found) - set(kept):
        query = "SELECT rowid FROM message_text WHERE message_text MATCH ?"
        assert index.execute(query, (f'"{word}"',)).fetchall() == []
    assert found == sorted(found, key=lambda word: word.encode())


def test_no_more_are_read_than_say_that_there_are_too_many(index: Connection) -> None:
    empty(index, 64)
    add(index, " ".join(f"word{number:04}" for number in range(500)))
    found = search_words.beginning_with(index, "word", 20)
    assert 20 < len(found) < 60
    assert search_words.beginning_with(index, "word0", _ANY) == [f"word0{n:03}" for n in range(500)]


def test_the_words_of_a_longer_beginning_are_among_those_of_a_shorter_one(
    index: Connection,
) -> None:
    add(index, "laptop laptops laptoptas lamp lap kabel")
    remembered = Remembered()
    whole = search_words.known(index, "lap", 10, remembered)
    assert whole == ["lap", "laptop", "laptops", "laptoptas"]
    read: list[str] = []
    index.set_trace_callback(read.append)
    assert search_words.known(index, "laptop", 10, remembered) == whole[1:]
    assert search_words.known(index, "laptopt", 10, remembered) == ["laptoptas"]
    assert search_words.known(index, "lapx", 10, remembered) == []
    assert read == []
    assert search_words.known(index, "lam", 10, remembered) == ["lamp"]
    assert read


def test_words_that_are_too_many_are_read_again_for_a_longer_beginning(index: Connection) -> None:
    empty(index, 64)
    add(index, " ".join(f"word{number:04}" for number in range(500)))
    remembered = Remembered()
    assert len(search_words.known(index, "word", 20, remembered)) > 20
    found = search_words.known(index, "word049", 20, remembered)
    assert found == [f"word{number:04}" for number in range(490, 500)]


def test_the_places_of_a_word_in_many_messages_are_not_read(index: Connection) -> None:
    add(index, *(["common"] * 20_000), "commons")
    index.execute("INSERT INTO message_text (message_text) VALUES ('optimize')")
    (pages,) = index.execute("SELECT count(*) FROM message_text_data").fetchone()
    assert pages > 10
    blocks = index.execute(search_words._LEAVES, (b"0common", b"0common\xff")).fetchall()
    assert len(blocks) <= 2
    assert search_words.beginning_with(index, "common", _ANY) == ["common", "commons"]
