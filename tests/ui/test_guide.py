"""The first day ends with a real ticket, made as every later one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.ticket import Channel
from app.workflows import tickets
from tests.ui.entering import enter
from tests.ui.example_store import PASSPHRASE
from ui.first_run import FirstRun
from ui.main_window import MainWindow
from ui.shortcut_sheet import ShortcutSheet
from ui.tickets.new_ticket import NewTicketDialog
from ui.unlock import Unlock
from ui.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def fresh(qtbot: QtBot, open_window: Callable[[Path], MainWindow], tmp_path: Path) -> Workspace:
    window = open_window(tmp_path / "new")
    gate = window.findChild(FirstRun)
    assert gate is not None
    qtbot.keyClicks(gate.name, "Noor Visser")
    qtbot.keyClicks(gate.secret, PASSPHRASE)
    qtbot.keyClicks(gate.again, PASSPHRASE)
    qtbot.keyClick(gate.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hasattr(gate, "code"), timeout=15_000)
    gate.kept.click()
    qtbot.mouseClick(gate.enter, LEFT)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    return window.workspace


def test_three_steps_lead_to_a_real_ticket(qtbot: QtBot, fresh: Workspace) -> None:
    guide = fresh.guide
    assert guide.isVisible()
    qtbot.mouseClick(guide.act, LEFT)
    sheet = fresh.findChild(ShortcutSheet)
    assert sheet is not None
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.mouseClick(guide.next, LEFT)
    assert "2" in guide.accessibleName()
    qtbot.mouseClick(guide.act, LEFT)
    assert fresh.place is not None
    assert fresh.place.page == "settings"
    qtbot.mouseClick(guide.next, LEFT)
    assert not guide.next.isVisible()
    qtbot.mouseClick(guide.act, LEFT)
    dialog = fresh.findChild(NewTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    qtbot.mouseClick(dialog.add_person, LEFT)
    qtbot.keyClicks(dialog.new_name, "Joost van Dalen")
    qtbot.keyClicks(dialog.new_email, "joost@example.nl")
    qtbot.keyClicks(dialog.title, "Beeld blijft zwart")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: "That is your first ticket" in guide.accessibleName())
    session = fresh.context.session
    (made,) = tickets.rows(session, tickets.page(session).ids).values()
    assert made.title == "Beeld blijft zwart"
    assert fresh.place.page == "tickets"
    qtbot.mouseClick(guide.leave, LEFT)
    assert not guide.isVisible()


def test_enter_alone_leads_to_the_first_ticket(qtbot: QtBot, fresh: Workspace) -> None:
    for _step in range(2):
        assert fresh.guide.next.hasFocus()
        qtbot.keyClick(fresh.guide.next, Qt.Key.Key_Return)
    assert fresh.guide.act.hasFocus()
    qtbot.wait(1)  # nobody presses Enter twice in one turn of the event loop
    qtbot.keyClick(fresh.guide.act, Qt.Key.Key_Return)
    dialog = fresh.findChild(NewTicketDialog)
    assert dialog is not None
    dialog.reject()


def test_it_can_be_skipped_and_found_again(qtbot: QtBot, fresh: Workspace) -> None:
    qtbot.mouseClick(fresh.guide.leave, LEFT)
    assert not fresh.guide.isVisible()
    assert fresh.registry.run("window.guide")
    assert fresh.guide.isVisible()


def lock_and_unlock(qtbot: QtBot, window: MainWindow) -> Workspace:
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    return enter(qtbot, window)


def test_after_the_lock_that_it_tells_of_it_goes_on_where_it_was(
    qtbot: QtBot, fresh: Workspace
) -> None:
    window = fresh.window()
    assert isinstance(window, MainWindow)
    qtbot.mouseClick(fresh.guide.next, LEFT)
    workspace = lock_and_unlock(qtbot, window)
    guide = workspace.guide
    assert guide.isVisible()
    assert guide.accessibleName().startswith("Step 2 of 3")
    qtbot.mouseClick(guide.next, LEFT)
    assert guide.act.isVisible()
    tickets.create(workspace.context.session, title="Muis kapot", channel=Channel.COUNTER, text="x")
    workspace.context.jobs.changed.emit(Changes(everything=True, tickets=frozenset({1})))
    assert guide.accessibleName().startswith("That is your first ticket")
    assert not lock_and_unlock(qtbot, window).guide.isVisible()  # nothing is left to do


def test_steps_that_were_sent_away_stay_away_after_a_lock(qtbot: QtBot, fresh: Workspace) -> None:
    window = fresh.window()
    assert isinstance(window, MainWindow)
    qtbot.mouseClick(fresh.guide.leave, LEFT)
    assert not lock_and_unlock(qtbot, window).guide.isVisible()


def test_a_store_that_has_been_at_work_shows_no_guide(window: MainWindow) -> None:
    assert window.workspace is not None
    assert not window.workspace.guide.isVisible()
