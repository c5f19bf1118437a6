"""A purge that is paused or stopped while it cleans up answers at once, and goes on later."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.errors import Cancelled
from app.model.id_rows import IdRows
from app.model.ticket import Channel
from app.store import cleanup, fts5, index_merge, retention
from app.store.store import DATABASE
from app.workflows import destruction, purge, tickets
from app.workflows.purge import Stage, matching, running
from app.workflows.session import Session, finish_cleanup
from tests.conftest import Clock
from tests.forensics.page_reader import find_values
from tests.memory import at_most
from tests.workflows.conftest import planted, reopened
from tests.workflows.purging import approved, fill, rows


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index be merged at once, and a page at a time."""
    monkeypatch.setattr(cleanup, "FEWEST", 0)
    monkeypatch.setattr(index_merge, "_SMALL", 0)
    monkeypatch.setattr(index_merge, "_STEP", 1)
    monkeypatch.setattr(index_merge, "_FIRST", 1)
    monkeypatch.setattr(index_merge, "_MOST", 1)


class Watched:
    """What a run says of itself, and what is done at a piece of its clean-up."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.stage = Stage.ROWS
        self.pieces = 0
        self._stop_at = stop_at

    def told(self, stage: Stage) -> None:
        self.stage = stage

    def progress(self, _done: int, _total: int | None) -> None:
        if self.stage is Stage.CLEANING:
            self.pieces += 1
            if self.pieces == self._stop_at:
                raise Cancelled


def is_owed(session: Session) -> bool:
    with session.store.read() as connection:
        owed = connection.execute("SELECT 1 FROM setting WHERE key = 'cleanup_owed'")
        return owed.fetchone() is not None


def nothing_left(session: Session, old: list[str]) -> bool:
    left = find_values(session.folder / DATABASE, session.unlocked.store_key, old)
    with session.store.write() as connection:
        sound = all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)
    return sound and left == {}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("piece", [1, 3])
def test_a_clean_up_that_is_stopped_goes_on_with_the_same_plan(
    session: Session, tmp_path: Path, clock: Clock, piece: int
) -> None:
    old = fill(session, clock)
    path, report = approved(session, tmp_path, "closed_tickets"), tmp_path / "report"
    watched = Watched(stop_at=piece)
    with pytest.raises(Cancelled):
        purge.run(session, path, report, watched.progress, told=watched.told)
    assert watched.pieces == piece  # nothing more was merged
    assert not report.exists()
    assert is_owed(session)
    assert tickets.count(session) == 20
    tickets.create(session, title="Meanwhile", channel=Channel.COUNTER, text="x")
    after = rows(session)
    again = Watched()
    body, _ = purge.run(session, path, report, again.progress, told=again.told)
    assert again.pieces > 0
    assert not is_owed(session)
    assert rows(session) == after
    assert body["whole"]
    assert body["rows"]["ticket"] == 20
    assert body["residue"]["values"] > 0  # what was put by before the stop is looked for
    assert body["residue"]["found"] == {}
    assert nothing_left(session, old)


@pytest.mark.usefixtures("small_pieces")
def test_a_clean_up_that_was_stopped_is_made_good_after_the_next_unlock_and_not_in_it(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    old = fill(session, clock)
    watched = Watched(stop_at=2)
    path = approved(session, tmp_path, "closed_tickets")
    with pytest.raises(Cancelled):
        purge.run(session, path, tmp_path / "report", watched.progress, told=watched.told)
    again = reopened(session)
    assert again.cleanup_owed
    assert is_owed(again)
    tickets.create(again, title="Meanwhile", channel=Channel.COUNTER, text="x")
    finish_cleanup(again)
    assert not is_owed(again)
    assert nothing_left(again, old)
    body, _ = purge.run(again, path, tmp_path / "report")
    assert body["whole"]
    again.close()


@pytest.mark.usefixtures("small_pieces")
def test_a_clean_up_that_is_paused_holds_up_nobody(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    path, report = approved(session, tmp_path, "closed_tickets"), tmp_path / "report"
    brake, waits, watched = purge.Brake(), threading.Event(), Watched()

    def progress(done: int, total: int | None) -> None:
        watched.progress(done, total)
        if watched.pieces and not waits.is_set():
            brake.pause()
            waits.set()

    worker = threading.Thread(
        target=lambda: purge.run(session, path, report, brake.on(progress), told=watched.told)
    )
    worker.start()
    assert waits.wait(20)
    tickets.create(session, title="Meanwhile", channel=Channel.COUNTER, text="x")
    owed = is_owed(session)
    brake.go_on()
    worker.join(30)
    assert owed
    assert purge.read_report(session, report).body["whole"]
    assert not is_owed(session)


def test_a_run_that_goes_on_begins_to_count_where_it_was_stopped(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 1)
    path, report = approved(session, tmp_path, "closed_tickets"), tmp_path / "report"

    def stop(done: int, _total: int | None) -> None:
        if done == 7:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, report, stop)
    watched, counted = Watched(), []

    def count(done: int, total: int | None) -> None:
        if watched.stage is Stage.ROWS and total is not None:
            counted.append((done, total))

    body, _ = purge.run(session, path, report, count, told=watched.told)
    assert counted == [(done, 20) for done in range(7, 21)]
    assert body["rows"]["ticket"] == 20


def test_to_find_how_far_a_large_plan_is_takes_little_more_memory_than_its_numbers(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = purge.plan(session, ("closed_tickets",))
    found.body["rules"][0]["rows"] = IdRows((row + 2**40, 1) for row in range(40_000))
    monkeypatch.setattr(
        retention, "current", lambda _connection, _reach, ids: dict.fromkeys(ids, 1)
    )
    with session.store.read() as connection, at_most(2):
        standing = matching.require_current(connection, found)
    assert standing.rows == (found.body["rules"][0]["rows"],)


@pytest.mark.usefixtures("small_pieces")
def test_what_others_destroy_while_the_index_is_merged_is_not_left_in_it(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    old = fill(session, clock)
    meanwhile = planted()
    ticket, _ = tickets.create(session, title=meanwhile, channel=Channel.COUNTER, text=meanwhile)
    path, watched = approved(session, tmp_path, "closed_tickets"), Watched()

    def progress(done: int, total: int | None) -> None:
        watched.progress(done, total)
        if watched.pieces == 3:  # some of it is merged by then
            watched.pieces += 1
            result = destruction.Destroyed()
            with session.store.write() as connection:
                destruction.destroy_rows(connection, {"ticket": [ticket]}, result)

    purge.run(session, path, tmp_path / "report", progress, told=watched.told)
    assert watched.pieces > 4
    assert not is_owed(session)
    assert nothing_left(session, [*old, meanwhile])


def test_stopped_before_its_fresh_copy_the_store_stays_as_large_which_is_reported_and_owed(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    path, watched = approved(session, tmp_path, "closed_tickets"), Watched()

    def progress(_done: int, _total: int | None) -> None:
        if watched.stage is Stage.SEARCHING:
            raise Cancelled

    body, _ = purge.run(session, path, tmp_path / "report", progress, told=watched.told)
    assert body["size"]["left"] == "stopped"
    assert body["size"]["pages_before"] == body["size"]["pages_after"]
    assert cleanup.owes_copy(session.store)
    assert not body["residue"]["whole"]
    assert (tmp_path / "report").exists()


def test_what_was_put_by_of_a_stopped_purge_is_forgotten_when_the_store_is_locked(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    path = approved(session, tmp_path, "closed_tickets")

    def stop(done: int, _total: int | None) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, tmp_path / "report", stop)
    assert session.unfinished
    session.close()
    assert not session.unfinished
