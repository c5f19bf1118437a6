"""The way into the window: the passphrase, typed at the gate, and the navigation."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.example_store import PASSPHRASE
from ui.main_window import MainWindow
from ui.pages import Page
from ui.unlock import Unlock
from ui.workspace import Workspace

PageT = TypeVar("PageT", bound=Page)


def type_passphrase(qtbot: QtBot, window: MainWindow, secret: str = PASSPHRASE) -> None:
    """Type it and press Enter; the store opens beside what the test does next."""
    gate = window.findChild(Unlock)
    assert gate is not None
    qtbot.keyClicks(gate.secret, secret)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)


def enter(qtbot: QtBot, window: MainWindow, secret: str = PASSPHRASE) -> Workspace:
    """Type it and wait until the store is open."""
    type_passphrase(qtbot, window, secret)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace is not None
    return window.workspace


def go_to(window: MainWindow, name: str, kind: type[PageT]) -> PageT:
    """Open a page as the navigation does."""
    assert window.workspace is not None
    window.workspace.go(name)
    page = window.findChild(kind)
    assert page is not None
    return page
