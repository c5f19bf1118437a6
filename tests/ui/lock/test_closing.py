"""Closing or locking finishes what is being written, says what fails, and closes the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.workflows import session as sessions
from app.workflows import tickets
from tests.ui.entering import type_passphrase
from tests.ui.example_store import PASSPHRASE
from ui.lock.veil import Veil
from ui.main_window import MainWindow
from ui.unlock import Unlock
from ui.workspace import Workspace

Opener = Callable[[Path], MainWindow]


def test_closing_during_a_write_finishes_it_in_sight_and_ends_the_program(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, workspace: Workspace, store: Path
) -> None:
    go = threading.Event()
    session = workspace.context.session
    row = tickets.page(session, "").ids[0]

    def write() -> None:
        go.wait(5)
        tickets.add_note(session, row, "Nog net op tijd.")

    workspace.context.jobs.write(workspace, write)
    window.close()
    assert window.isVisible()
    veil = window.findChild(Veil)
    assert veil is not None
    qtbot.waitUntil(veil.text.isVisible)
    window.close()  # once more: it does not go before its time
    assert window.isVisible()
    go.set()
    too_long = QTimer()
    too_long.timeout.connect(lambda: qapp.exit(1))
    too_long.start(5_000)
    assert qapp.exec() == 0
    too_long.stop()
    assert window.is_shut
    assert not window.isVisible()
    again = sessions.unlock(store, PASSPHRASE)
    assert tickets.get(again, row).messages[-1].text == "Nog net op tijd."
    again.close()


def begin_failing_write(workspace: Workspace) -> threading.Event:
    """Begin a write that fails as soon as the event is set."""
    go = threading.Event()

    def write() -> None:
        go.wait(5)
        raise KnownError("disk_full", "The disk is full.", "Nothing was changed.")

    workspace.context.jobs.write(workspace, write, failed=workspace.show_error)
    return go


def test_closing_during_a_write_that_fails_says_so_and_waits(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    go = begin_failing_write(workspace)
    window.close()
    veil = window.findChild(Veil)
    assert veil is not None
    qtbot.wait(20)
    go.set()
    qtbot.waitUntil(veil.button.isVisible)
    assert veil.messages.message.text() == "The disk is full."
    assert window.isVisible()
    qtbot.mouseClick(veil.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.is_shut)
    assert not window.isVisible()


def test_locking_during_a_write_that_fails_says_so_at_the_gate(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    go = begin_failing_write(workspace)
    window.lock()
    qtbot.wait(20)
    go.set()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    assert gate.messages.message.text() == "The disk is full."


def test_closing_while_an_unlock_runs_closes_the_store(
    qtbot: QtBot, open_window: Opener, store: Path
) -> None:
    window = open_window(store)
    type_passphrase(qtbot, window)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    sessions.unlock(store, PASSPHRASE).close()


def test_a_loop_left_another_way_closes_the_store_too(
    qtbot: QtBot, open_window: Opener, store: Path
) -> None:
    window = open_window(store)
    type_passphrase(qtbot, window)
    window.shut()
    sessions.unlock(store, PASSPHRASE).close()
