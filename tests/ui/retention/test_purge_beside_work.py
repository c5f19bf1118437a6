"""While a purge destroys, the helpdesk goes on: lists answer and tickets open."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.changes import Progress
from app.model.ticket_edit import Edit
from app.workflows import drafts
from app.workflows.purge.wizard import Step
from tests.held_up import POSIX_ONLY, HeldUp
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import LEFT, Office
from tests.ui.retention.purging import approved, closed, run
from ui import right_of_way
from ui.tickets.page import TicketsPage
from ui.tickets.targets import Targets


@POSIX_ONLY
def test_keys_are_answered_and_a_ticket_opens_while_a_batch_is_under_way(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    with HeldUp(page.context.session) as purge:
        qtbot.mouseClick(page.wizard.run.onward, LEFT)
        qtbot.waitUntil(purge.inside.is_set, timeout=20_000)
        assert office.window is not None
        assert office.window.workspace is not None
        office.window.workspace.go("tickets")
        tickets = office.window.workspace.page("tickets")
        assert isinstance(tickets, TicketsPage)
        qtbot.waitUntil(lambda: tickets.model.rowCount() > 1)
        tickets.search()
        qtbot.keyClicks(office.window.focusWidget(), "kastje")
        qtbot.waitUntil(lambda: tickets.model.rowCount() == 1)
        tickets.view.setFocus()
        qtbot.keyClick(tickets.view, Qt.Key.Key_Home)
        qtbot.waitUntil(
            lambda: tickets.ticket is not None and tickets.ticket.row.id == office.old.recent
        )
        assert page.wizard.run.is_running  # and the batch has not moved
        assert len(closed(page, office)) == 12
        tickets.search()
        field = office.window.focusWidget()
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT, timeout=20_000)
    assert closed(page, office) == []
    assert office.window.focusWidget() is field  # the end takes nobody's keyboard away
    assert list(saved.glob("purge-report-*.json"))


def test_nothing_of_before_a_purge_stays_in_the_window_to_be_put_back(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    assert office.window is not None
    workspace = office.window.workspace
    assert workspace is not None
    workspace.context.go("tickets", office.old.recent)
    tickets = workspace.page("tickets")
    assert isinstance(tickets, TicketsPage)
    qtbot.waitUntil(
        lambda: tickets.ticket is not None and tickets.ticket.row.id == office.old.recent
    )
    editor = tickets.pane.composer.editor
    qtbot.keyClicks(editor, "Ask jan.weg@example.nl")  # whose account is closed, and due
    session = page.context.session
    qtbot.waitUntil(lambda: drafts.get(session, office.old.recent) is not None, timeout=10_000)
    tickets.work.edit(Targets({office.old.recent: None}), Edit(title="Lost key"))
    qtbot.waitUntil(lambda: tickets.work.can_undo)
    workspace.go("retention")
    run(qtbot, page)
    qtbot.waitUntil(lambda: editor.toPlainText() != "Ask jan.weg@example.nl")
    assert editor.toPlainText() == "Ask █████"
    assert not tickets.work.can_undo
    assert not workspace.travels.can_go_back


def test_the_event_loop_turns_on_while_a_purge_runs(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    beats: list[float] = []
    clock = QTimer()
    # Of other threads of this program: another that keeps the processor is no fault of the purge.
    clock.timeout.connect(lambda: beats.append(time.process_time() - time.thread_time()))
    clock.start(2)
    run(qtbot, page)
    clock.stop()
    assert len(beats) > 20
    assert max(after - before for before, after in pairwise(beats)) < 0.5  # 0.05 as a rule


def test_a_purge_takes_no_step_of_its_own_while_a_key_is_answered(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_of_way, "PATIENCE", 5.0)
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    stepped: list[str] = []
    on = page.wizard.run.brake.on

    def counted(progress: Progress) -> Progress:
        def report(done: int, total: int | None) -> None:
            on(progress)(done, total)
            stepped.append(str(page.wizard.run.stage))

        return report

    monkeypatch.setattr(page.wizard.run.brake, "on", counted)
    taken: list[int] = []
    assert office.window is not None
    handle = office.window.windowHandle()
    assert handle is not None

    def answer_a_key() -> None:
        QTest.keyClick(handle, Qt.Key.Key_Shift)
        before, ends = len(stepped), time.perf_counter() + 0.03
        while time.perf_counter() < ends:
            pass
        taken.append(len(stepped) - before)

    keys = QTimer()
    keys.timeout.connect(answer_a_key)
    keys.start(40)
    run(qtbot, page)
    keys.stop()
    assert {"rows", "searching"} <= set(stepped)
    assert len(taken) > 3
    assert max(taken) <= 1  # a step that had begun
