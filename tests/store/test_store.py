"""The open store: its safeguards, isolation, and what readers see while others write."""

from __future__ import annotations

import os
import sqlite3
import threading

import pytest
from sqlcipher3 import dbapi2

from app.model.ticket import Channel, Priority
from app.store import engine, fts5
from app.store.store import Store
from app.workflows import tickets
from app.workflows.session import Session
from tests.store.example import keep, kept, kept_by, refusal
from tests.workflows.conftest import planted

# Safeguards


def test_the_writer_logs_ahead_overwrites_what_it_deletes_and_syncs(store: Store) -> None:
    with store.maintenance() as connection:

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("secure_delete") == 1
        assert pragma("foreign_keys") == 1
        assert pragma("temp_store") == 2  # memory
        assert pragma("synchronous") == 2  # full


def test_a_piece_of_long_work_waits_for_no_disk_but_every_other_change_does(store: Store) -> None:
    with store.write_piece() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 1  # normal
        connection.execute("INSERT INTO tag (name) VALUES ('vpn')")
    assert kept(store) == {"vpn"}
    with pytest.raises(dbapi2.IntegrityError):
        spoil_a_piece(store)
    assert kept(store) == {"vpn"}
    with store.write() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # full


def spoil_a_piece(store: Store) -> None:
    with store.write_piece() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('wifi')")
        connection.execute("INSERT INTO tag (name) VALUES ('wifi')")


def test_long_work_moves_its_log_itself_and_no_small_change_has_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LOG", 1)
    monkeypatch.setattr(engine, "_LOG_OF_LONG_WORK", 30)

    def pages_to_move() -> int:
        _busy, pages, moved = store.fetch("PRAGMA wal_checkpoint(NOOP)")[0]
        return int(pages - moved)

    with store.maintenance() as connection:
        assert engine.checkpoint(connection)
    waiting = []
    for _piece in range(9):
        with store.write_piece() as connection:
            connection.execute("INSERT INTO tag (name) VALUES (?)", (planted(),))
        waiting.append(pages_to_move())
        keep(store, planted())
        assert pages_to_move() > waiting[-1]  # it moved nothing
    assert 0 in waiting
    assert max(waiting) < 30
    with store.maintenance() as connection:
        assert engine.checkpoint(connection)
    keep(store, planted())
    assert pages_to_move() == 0  # the engine sees to it again


def test_long_work_keeps_more_in_memory_until_its_log_is_moved(store: Store) -> None:
    def kept_in_memory(connection: sqlite3.Connection) -> int:
        return int(-connection.execute("PRAGMA cache_size").fetchone()[0])

    with store.write() as connection:
        before = kept_in_memory(connection)
    with store.write_piece() as connection:
        assert kept_in_memory(connection) == 3 * before
    with store.maintenance() as connection:
        assert engine.checkpoint(connection)
        assert kept_in_memory(connection) == before


def test_readers_keep_nothing_on_disk_and_cannot_write(store: Store) -> None:
    with store.read() as connection:
        assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
        assert connection.execute("PRAGMA query_only").fetchone()[0] == 1
    refusal("read_only", lambda: write_by_reader(store))


def write_by_reader(store: Store) -> None:
    with store.read() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('x')")


def test_the_search_indexes_overwrite_what_they_delete(store: Store) -> None:
    with store.read() as connection:
        for index in fts5.SEARCH_INDEXES:
            (on,) = connection.execute(
                f"SELECT v FROM {index}_config WHERE k = 'secure-delete'"  # noqa: S608 - our own names
            ).fetchone()
            assert on == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_may_read_the_files(store: Store) -> None:
    keep(store, "vpn")
    for path in store.folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_no_file_is_readable_without_the_key(store: Store) -> None:
    word = planted()
    keep(store, word)
    store.close()
    assert kept_by(store.folder) == {word}
    for path in store.folder.iterdir():
        assert word.encode() not in path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(store.path).execute("SELECT * FROM tag")


# Reading and writing side by side


def test_a_reader_sees_what_was_committed_when_it_began(store: Store) -> None:
    keep(store, "before")
    with store.read() as connection:
        assert connection.execute("SELECT count(*) FROM tag").fetchone() == (1,)
        thread = threading.Thread(target=keep, args=(store, "meanwhile"))
        thread.start()
        thread.join()  # a reader never holds a writer up
        assert connection.execute("SELECT count(*) FROM tag").fetchone() == (1,)
    assert kept(store) == {"before", "meanwhile"}


def test_nobody_sees_an_open_transaction(store: Store) -> None:
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('half')")
        assert kept(store) == set()
    assert kept(store) == {"half"}


def test_a_write_that_raises_is_taken_back_whole(store: Store) -> None:
    def act() -> None:
        with store.write() as connection:
            connection.execute("INSERT INTO tag (name) VALUES ('half')")
            with store.write() as inner:  # joins the transaction around it
                inner.execute("INSERT INTO tag (name) VALUES ('other half')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert kept(store) == set()


@pytest.mark.parametrize("before", [(), ("vpn",)])
def test_a_part_that_fails_is_taken_back_by_itself_whether_it_comes_first_or_not(
    store: Store, before: tuple[str, ...]
) -> None:
    with store.write():
        for name in before:
            keep(store, name)
        for name in ("wifi", "modem"):
            with pytest.raises(dbapi2.IntegrityError):
                keep_twice(store, name)
        keep(store, "printer")
    assert kept(store) == {*before, "printer"}


def keep_twice(store: Store, name: str) -> None:
    with store.write():
        keep(store, name)
        keep(store, name)


def test_what_comes_first_in_a_transaction_needs_no_copies_of_what_it_changes(
    store: Store,
) -> None:
    done: list[str] = []
    with store.write() as connection:
        connection.set_trace_callback(done.append)
        keep(store, "vpn")
        assert not any(statement.startswith("SAVEPOINT") for statement in done)
        keep(store, "wifi")
        assert any(statement.startswith("SAVEPOINT") for statement in done)
        connection.set_trace_callback(None)
    assert kept(store) == {"vpn", "wifi"}


def test_writers_of_many_threads_take_turns(store: Store) -> None:
    def work(thread: int) -> None:
        for turn in range(20):
            keep(store, f"{thread}-{turn}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(store)) == 80


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    refusal("store_locked", lambda: kept(store))
    refusal("store_locked", lambda: keep(store, "late"))


def test_two_editors_of_one_row_cannot_overwrite_each_other(session: Session) -> None:
    ticket, _ = tickets.create(session, title="Printer", channel=Channel.COUNTER, text="x")
    version = tickets.get(session, ticket).row.version
    tickets.change(session, ticket, version, title="The first one's title")
    refusal(
        "changed_meanwhile",
        lambda: tickets.change(session, ticket, version, priority=Priority.HIGH),
    )
    row = tickets.get(session, ticket).row
    assert (row.title, row.priority) == ("The first one's title", Priority.NORMAL)


# Making it smaller


def test_a_reader_that_opens_while_the_store_is_made_smaller_reads_the_new_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "vpn")
    seen: list[set[str]] = []
    written = threading.Event()
    checkpoint = engine.checkpoint

    def read() -> None:
        seen.append(kept(store))
        written.wait(10)
        seen.append(kept(store))

    reader = threading.Thread(target=read)

    def checkpoint_with_a_read(connection: sqlite3.Connection) -> bool:
        if not reader.ident:
            reader.start()  # right before the copy takes the place
            reader.join(0.2)
        return checkpoint(connection)

    monkeypatch.setattr(engine, "checkpoint", checkpoint_with_a_read)
    store.compact()
    keep(store, "wifi")
    written.set()
    reader.join()
    assert "vpn" in seen[0]
    assert seen[1] == {"vpn", "wifi"}
