"""Connections of threads that read, while a copy takes the database's place."""

from __future__ import annotations

import threading
import time

import pytest
from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.store import readers
from app.store.store import Store
from tests.store.example import keep, kept, kept_by


def test_no_read_is_broken_by_copies_that_take_the_place(store: Store) -> None:
    keep(store, "before")
    stop, met, whole = threading.Event(), list[BaseException](), list[int]()

    def read() -> None:
        while not stop.is_set():
            try:
                assert kept(store) == {"before"}
                assert store.fetch("SELECT name FROM tag") == [("before",)]
                whole.append(1)
            except BaseException as error:
                met.append(error)

    threads = [threading.Thread(target=read) for _each in range(3)]
    for thread in threads:
        thread.start()
    for _turn in range(10):
        store.compact()
    stop.set()
    for thread in threads:
        thread.join()
    told = {error.code if isinstance(error, KnownError) else repr(error) for error in met}
    assert told <= {"interrupted", "store_locked"}  # whoever asked asks again
    assert whole


def test_a_thread_that_is_long_between_two_statements_keeps_what_it_reads(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No copy takes the place then, and nobody waits for the thread."""
    monkeypatch.setattr(readers, "_PATIENCE", 0.1)
    keep(store, "before")
    inside, go_on, met = threading.Event(), threading.Event(), list[object]()

    def compute() -> None:
        with store.read() as connection:
            connection.execute("SELECT name FROM tag").fetchall()
            inside.set()
            go_on.wait(20)
            met.extend(connection.execute("SELECT name FROM tag").fetchall())
        try:
            connection.execute("SELECT 1")
        except dbapi2.ProgrammingError:
            met.append("closed by its thread")

    thread = threading.Thread(target=compute)
    thread.start()
    inside.wait(20)
    begun = time.monotonic()
    with pytest.raises(KnownError) as refused:
        store.compact()
    assert time.monotonic() - begun < 5
    assert refused.value.code == "store_busy"
    assert not list(store.folder.glob("helpdesk.db.*"))
    keep(store, "after")
    go_on.set()
    thread.join()
    assert met == [("before",), "closed by its thread"]
    store.compact()
    assert kept(store) == {"before", "after"}


def test_a_store_is_closed_without_waiting_for_a_thread_that_is_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_PATIENCE", 0.1)
    keep(store, "before")
    inside, go_on = threading.Event(), threading.Event()

    def compute() -> None:
        with store.read():
            inside.set()
            go_on.wait(20)

    thread = threading.Thread(target=compute)
    thread.start()
    inside.wait(20)
    begun = time.monotonic()
    store.close()
    assert time.monotonic() - begun < 5
    go_on.set()
    thread.join()
    assert kept_by(store.folder) == {"before"}


def test_memory_is_given_back_by_all_that_are_at_rest_and_by_no_other(store: Store) -> None:
    keep(store, "before")
    told = list[str]()
    inside, go_on = threading.Event(), threading.Event()

    def be_amid_a_block() -> None:
        with store.read() as connection:
            connection.set_trace_callback(lambda statement: told.append(f"amid: {statement}"))
            inside.set()
            go_on.wait(20)
            assert connection.execute("SELECT name FROM tag").fetchall() == [("before",)]

    thread = threading.Thread(target=be_amid_a_block)
    thread.start()
    assert inside.wait(20)
    store.readers.own().connection.set_trace_callback(told.append)
    store.give_memory_back()
    go_on.set()
    thread.join()
    assert [one for one in told if "PRAGMA" in one] == ["PRAGMA shrink_memory"]  # none is amid
    assert kept(store) == {"before"}


def test_a_reader_that_could_not_give_memory_back_is_not_kept_from_its_thread(store: Store) -> None:
    reader = store.readers.own()
    reader.connection.set_progress_handler(lambda: 1, 1)  # stops every statement
    with pytest.raises(KnownError, match="interrupted"):
        store.give_memory_back()
    reader.connection.set_progress_handler(None, 0)
    met = list[bool]()
    thread = threading.Thread(target=lambda: met.append(reader.in_use.acquire(blocking=False)))
    thread.start()
    thread.join()
    assert met == [True]
