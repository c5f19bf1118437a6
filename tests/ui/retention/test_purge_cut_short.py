"""A purge in the window that meets a change, a pause, a stop or a lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.store import cleanup
from app.workflows import holds, purge, tickets
from app.workflows.purge import Stage, known, running
from app.workflows.purge.known import State
from app.workflows.purge.wizard import Step
from app.workflows.session import Session
from tests.held_up import POSIX_ONLY, HeldUp
from tests.ui.entering import enter
from tests.ui.example_store import PASSPHRASE
from tests.ui.parts import texts
from tests.ui.retention.conftest import (
    LEFT,
    TECHNICIAN_PASSPHRASE,
    Office,
    offers,
    press,
)
from tests.ui.retention.purging import (
    PLAN,
    REPORT,
    approve,
    approved,
    closed,
    freeze,
    open_first,
    reopen,
    run,
    says,
)
from ui import upkeep
from ui.retention.page import RetentionPage
from ui.task_display import TaskDisplay
from ui.unlock import Unlock


def test_a_hold_placed_between_plan_and_run_keeps_its_rows(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    kept = office.old.tickets[5]
    office.work(lambda session: holds.add(session, "ticket", kept, "dispute"))
    page = office.enter(PASSPHRASE)  # the plan is open as it was
    qtbot.waitUntil(page.wizard.run.onward.isVisible)
    run(qtbot, page)
    assert closed(page, office) == [kept]
    qtbot.waitUntil(lambda: says(page, "By hold 1"))
    (report,) = saved.glob(REPORT)
    assert purge.read_report(page.context.session, report).body["held_since"]["1"] >= 1


def test_a_reopened_ticket_stops_the_plan_and_a_new_one_is_offered(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    back = office.old.tickets[2]
    reopen(page.context.session, back)  # while the window shows the plan
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(page.wizard.messages.isVisible)
    assert "CNE-2023-000003" in page.wizard.messages.message.text()
    assert len(closed(page, office)) == 12
    qtbot.waitUntil(lambda: not page.wizard.run.onward.isVisible())
    press(qtbot, page.wizard.messages, "Make the plan anew")
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)
    qtbot.mouseClick(page.wizard.look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, PASSPHRASE, "alone")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == [back]


def test_an_outdated_plan_says_so_before_anybody_approves_it(qtbot: QtBot, office: Office) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)
    freeze(qtbot, page)
    office.work(lambda session: reopen(session, office.old.tickets[2]))
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    assert page.wizard.messages.message.text() == (
        "1 row of the rule 'Closed tickets with their messages and attachments' is not as it was"
        " planned: CNE-2023-000003 (in use again)."
    )
    assert page.wizard.approval.rows is None
    assert offers(page.wizard.messages, "Make the plan anew")


def begin(session: Session, plan: Path, rows: int) -> None:
    """Carry out so much of a plan, and break it off."""

    def stop(done: int, _total: int | None) -> None:
        if done >= rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge.run(session, plan, plan.with_name("report.json"), stop)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)


@pytest.mark.usefixtures("small_batches")
def test_a_run_is_paused_while_the_helpdesk_works_and_then_stopped_and_gone_on_with(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    step, session = page.wizard.run, page.context.session
    step.brake.pause()  # before its first batch
    qtbot.mouseClick(step.onward, LEFT)
    qtbot.waitUntil(step.pause.isVisible)
    qtbot.waitUntil(lambda: says(page, "Paused"))
    below = page.window().findChild(TaskDisplay)
    assert below is not None
    qtbot.waitUntil(lambda: "Paused" in texts(below))  # and not that it takes longer and longer
    assert not step.back.isEnabled()
    made: list[object] = []
    page.context.jobs.write(
        page, lambda: tickets.add_note(session, office.old.recent, "Bel terug."), made.append
    )
    qtbot.waitUntil(lambda: bool(made))  # a change is not held up by the purge
    qtbot.mouseClick(step.stop, LEFT)
    qtbot.waitUntil(lambda: not step.is_running)
    qtbot.waitUntil(lambda: says(page, "Finished batches stay done"))
    qtbot.waitUntil(lambda: step.onward.isVisible() and step.onward.text() == "Go on…")
    assert step.end_here.isVisible()
    page = office.enter(PASSPHRASE)  # another day
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert not list(saved.glob(REPORT))
    run(qtbot, page)
    assert closed(page, office) == []
    (report,) = saved.glob(REPORT)
    assert purge.read_report(page.context.session, report).body["rows"]["ticket"] == 12


@pytest.mark.usefixtures("small_batches")
def test_a_purge_cut_short_by_a_change_is_ended_with_a_report_of_what_was_done(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    plan = next(saved.glob(PLAN))

    def begin_and_reopen(session: Session) -> None:
        begin(session, plan, rows=4)
        reopen(session, office.old.tickets[-1])

    office.work(begin_and_reopen)
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert not page.wizard.run.onward.isVisible()
    qtbot.waitUntil(lambda: offers(page.wizard.messages, "Make the plan anew"))
    qtbot.mouseClick(page.wizard.run.end_here, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT, timeout=20_000)
    qtbot.waitUntil(lambda: says(page, "Ended before all of it was done."))
    assert len(closed(page, office)) == 8
    (one,) = known.listed(page.context.session)
    assert one.state is State.FINISHED


@pytest.mark.usefixtures("small_batches")
def test_after_a_lock_amid_a_purge_that_goes_on_one_comes_back_to_it(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    plan = next(saved.glob(PLAN))
    office.work(lambda session: begin(session, plan, rows=4))
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    page.wizard.run.brake.pause()
    told: list[object] = []
    page.context.jobs.changed.connect(told.append)
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(lambda: says(page, "Paused") and bool(told), timeout=20_000)
    assert not says(page, "0 of")  # some were done before
    window = office.window
    assert window is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None, timeout=20_000)
    workspace = enter(qtbot, window, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(workspace.page_at_work, RetentionPage))
    again = workspace.page_at_work
    assert isinstance(again, RetentionPage)
    qtbot.waitUntil(again.wizard.run.onward.isVisible)
    assert again.wizard.run.onward.text() == "Go on…"
    assert len(closed(again, office)) == 8


def test_locking_stops_a_run_at_a_batch_and_it_goes_on_after(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    page.wizard.run.brake.pause()
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(page.wizard.run.pause.isVisible)
    assert page.context.jobs.is_writing
    page = office.enter(PASSPHRASE)  # the window was closed while it was paused
    qtbot.waitUntil(page.wizard.run.onward.isVisible)
    run(qtbot, page)
    assert closed(page, office) == []


@POSIX_ONLY
def test_a_purge_whose_process_is_killed_amid_a_batch_goes_on_where_it_was(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    with HeldUp(page.context.session) as purging:
        qtbot.mouseClick(page.wizard.run.onward, LEFT)
        qtbot.waitUntil(purging.inside.is_set, timeout=20_000)
        purging.kill()
        qtbot.waitUntil(lambda: says(page, "stopped before its end"))
    assert len(closed(page, office)) in {0, 12}  # the batch is wholly done or not at all
    qtbot.waitUntil(page.wizard.run.onward.isVisible)
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    run(qtbot, page)
    assert closed(page, office) == []
    (report,) = saved.glob(REPORT)
    assert purge.read_report(page.context.session, report).body["rows"]["ticket"] == 12


def test_the_window_answers_while_a_purge_runs(qtbot: QtBot, office: Office) -> None:
    """Its event loop never waits for the run; how long it may take is measured elsewhere."""
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    beats: list[int] = []
    heart = QTimer(page)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start(5)
    run(qtbot, page)
    heart.stop()
    assert len(beats) > 10
    buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    assert buttons


def test_a_clean_up_that_was_cut_off_goes_on_after_unlocking_beside_the_work(
    qtbot: QtBot, office: Office, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleanup, "FEWEST", 0)
    monkeypatch.setattr(upkeep, "_QUIET", 50)
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    plan = next(saved.glob(PLAN))

    def cut_off(session: Session) -> None:
        def told(stage: Stage) -> None:
            if stage is Stage.CLEANING:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            purge.run(session, plan, saved / "report.json", told=told)

    office.work(cut_off)
    page = office.enter(PASSPHRASE)
    session = page.context.session
    assert tickets.count(session) > 0
    qtbot.waitUntil(lambda: not cleanup.owes_merge(session.store), timeout=20_000)
    qtbot.waitUntil(lambda: not session.cleanup_owed, timeout=20_000)
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
