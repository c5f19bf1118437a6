"""Connections of threads that read, while a copy takes the database's place."""

from __future__ import annotations

import threading
import time

import pytest

from app.errors import KnownError
from app.store import readers
from app.store.store import Store
from tests.store.example import keep, kept


def test_no_read_is_broken_by_copies_that_take_the_place(store: Store) -> None:
    keep(store, "before")
    stop, met = threading.Event(), list[BaseException]()

    def read() -> None:
        while not stop.is_set():
            try:
                assert kept(store) == {"before"}
                assert store.fetch("SELECT name FROM tag") == [("before",)]
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


def test_a_thread_that_is_long_between_two_statements_holds_no_copy_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_PATIENCE", 0.1)
    keep(store, "before")
    inside, go_on, met = threading.Event(), threading.Event(), list[str]()

    def compute() -> None:
        try:
            with store.read() as connection:
                inside.set()
                go_on.wait(20)
                connection.execute("SELECT name FROM tag").fetchall()
        except KnownError as error:
            met.append(error.code)

    thread = threading.Thread(target=compute)
    thread.start()
    inside.wait(20)
    begun = time.monotonic()
    store.compact()
    assert time.monotonic() - begun < 10
    go_on.set()
    thread.join()
    assert met == ["store_locked"]
    assert kept(store) == {"before"}
