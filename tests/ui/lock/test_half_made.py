"""A lock that comes while the pages are still made leaves nothing of them."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.example_store import PASSPHRASE
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock
from ui.workspace import Workspace


def test_a_page_that_is_made_and_not_yet_dressed_goes_with_the_lock(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    gate = window.findChild(Unlock)
    assert gate is not None
    sessions: list[weakref.ref[object]] = []
    prepare = Workspace.prepare

    def prepare_and_lock(workspace: Workspace, page: str) -> None:
        prepare(workspace, page)
        sessions.append(weakref.ref(workspace.context.session))
        QTimer.singleShot(0, window, window.lock)

    monkeypatch.setattr(Workspace, "prepare", prepare_and_lock)
    gate.secret.setText(PASSPHRASE)
    gate.button.click()
    del gate
    qtbot.waitUntil(lambda: bool(sessions))
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    qtbot.wait(50)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, TicketsPage)]
    gc.collect()
    assert sessions[0]() is None
