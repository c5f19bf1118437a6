"""Long work in pieces: as much as its time allows, and others have their turn."""

from __future__ import annotations

import threading
import time

import pytest

from app.store import cleanup, fts5
from app.store.pace import Allowance, Pace
from app.store.store import Store


def test_pieces_grow_while_they_are_quick_and_shrink_when_they_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    found = Pace(100, 1_000)
    sizes = []
    for a_piece in (0.001, 0.001, 0.001, 10.0, 10.0, 10.0, 10.0):
        with found.piece() as size:
            sizes.append(size)
            now[0] += a_piece
    assert sizes[:3] == sorted(sizes[:3])
    assert max(sizes) == 1_000
    assert 1 <= found.size < 100


def test_whoever_waits_gets_the_lock_between_two_pieces() -> None:
    lock, work, waited = threading.Lock(), Pace(1, 1), []

    def another() -> None:
        started = time.perf_counter()
        with lock:
            waited.append(time.perf_counter() - started)

    thread = threading.Thread(target=another)
    for turn in range(20):
        with work.piece(), lock:
            if turn == 0:
                thread.start()
            time.sleep(0.02)
    thread.join()
    assert waited[0] < 0.2  # of the 0.4 s that all pieces take


@pytest.mark.parametrize(("held", "bound"), [(0, 100), (10_000, 100), (2_000_000, 4_000)])
def test_the_bound_of_a_merge_grows_with_the_index(
    held: int, bound: int, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setattr(fts5, "indexed_documents", lambda _connection: held)
    with store.read() as connection:
        assert not cleanup.merge_is_cheaper(connection, bound)
        assert cleanup.merge_is_cheaper(connection, bound + bound // 10)


def test_what_work_waits_where_it_reports_is_no_time_that_it_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def wait(_done: int, _total: int | None) -> None:
        now[0] += 1_000

    allowed = Allowance(20, wait)
    now[0] += 15
    allowed.report(1, 2)
    assert not allowed.is_over
    now[0] += 6
    assert allowed.is_over
