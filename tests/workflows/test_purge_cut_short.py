"""A purge that is paused, stopped, killed or ended: finished batches stay done."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.errors import Cancelled
from app.model import moments
from app.model.changes import no_progress
from app.model.ticket import Channel
from app.policy import RetentionAction
from app.store import cleanup
from app.workflows import purge, retention, tickets
from app.workflows.purge import known, running
from app.workflows.retention import Change
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows import killing
from tests.workflows.conftest import LEAD_PASSPHRASE
from tests.workflows.purging import approved, entangle, fill, refused

KILLS = {RetentionAction.DELETE: 100, RetentionAction.ANONYMISE: 25, RetentionAction.BLANK: 25}
"""Random moments at which a purge is killed, by each of its two plans and what becomes of tickets.

Whatever becomes of them, people are destroyed in it and custodies made anonymous.
"""


def test_a_plan_that_cannot_go_on_is_ended_with_a_report_of_what_was_done(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    path = approved(session, tmp_path, "closed_tickets")
    report = tmp_path / "report"
    refused("not_begun", lambda: purge.run(session, path, report, end_here=True))

    def stop(done: int, _total: int | None) -> None:
        if done >= 6:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, report, stop)
    last = purge.read(session, path).body["rules"][0]["rows"][-1][0]
    tickets.add_note(session, last, "still busy with this")
    refused("plan_outdated", lambda: purge.run(session, path, report))
    assert known.listed(session)[0].state is known.State.BEGUN
    body, _ = purge.run(session, path, report, end_here=True)
    assert (body["whole"], body["rows"]["ticket"]) == (False, 6)
    assert tickets.count(session) == 34
    assert purge.read_report(session, report).body == body
    (one,) = known.listed(session)
    assert (one.state, one.report, one.rows) == (known.State.FINISHED, report, 20)
    refused("plan_finished", lambda: purge.run(session, path, report, end_here=True))


def test_a_run_that_is_paused_waits_between_batches_and_holds_up_nobody(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    path = approved(session, tmp_path, "closed_tickets")
    brake = purge.Brake()
    waits, seen = threading.Event(), []

    def progress(done: int, _total: int | None) -> None:
        seen.append(done)
        if done == 6 and not waits.is_set():
            brake.pause()
            waits.set()

    worker = threading.Thread(
        target=lambda: purge.run(session, path, tmp_path / "report", brake.on(progress))
    )
    worker.start()
    assert waits.wait(10)
    assert brake.is_on
    tickets.create(session, title="Meanwhile", channel=Channel.COUNTER, text="x")
    assert tickets.count(session) == 35
    brake.go_on()
    worker.join(30)
    assert tickets.count(session) == 21
    assert (tmp_path / "report").exists()


@pytest.mark.long
@pytest.mark.timeout(300)  # a hundred processes and more, one after the other
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL and no fork")
@pytest.mark.parametrize("action", RetentionAction)
@pytest.mark.parametrize("large", [0, 10_000], ids=["large plan", "small plan"])
def test_a_purge_killed_at_any_moment_and_resumed_equals_an_undisturbed_one(
    session: Session, tmp_path: Path, clock: Clock, large: int, action: RetentionAction
) -> None:
    fill(session, clock, count=10)
    entangle(session)
    retention.change(session, "closed_tickets", "the test", Change(action=action))
    path = approved(session, tmp_path)
    session.close()
    job = killing.Job(
        store=str(session.folder),
        plan=str(path),
        passphrase=LEAD_PASSPHRASE,
        now=moments.now(),
        large=large,
        moments=KILLS[action],
        seed=large,
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflows.killing"],
        input=killing.sent(job),
        check=False,
        capture_output=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr.decode()
    *wrong, kills = done.stdout.decode().splitlines()
    assert not wrong
    assert int(kills) >= KILLS[action]


def test_a_purge_that_is_stopped_goes_on_later(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    monkeypatch.setattr(cleanup, "FEWEST", 0)
    path = approved(session, tmp_path, "closed_tickets")

    def stop(done: int, _total: int | None) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge.run(session, path, tmp_path / "report", stop)
    assert tickets.count(session) == 34
    body, _ = purge.run(session, path, tmp_path / "report", no_progress)
    assert tickets.count(session) == 20
    assert body["rows"]["ticket"] == 20
