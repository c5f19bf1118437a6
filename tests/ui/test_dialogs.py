"""Every dialog fits and can be worked with, in the largest font, in Dutch, without a mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessible import badly_told, cut, nameless, not_reached, scrolls_sideways
from tests.ui.every_dialog import GROUPS, kinds
from ui.main_window import MainWindow
from ui.pages import Context
from ui.widgets.dialog import Dialog

Group = Callable[[MainWindow, QWidget, Context], Iterator[Dialog]]


def shown(qtbot: QtBot, window: MainWindow, dialog: QDialog) -> None:
    """Open a dialog and wait for what it asks the store."""
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.workspace is None or not window.workspace.context.jobs.is_busy)
    qtbot.wait(1)


NOTED_FIRST = {"NewRecoveryCode"}
"""What stays until the user says that they noted what it shows: it is never shown again."""
_SCREEN = 540
"""Pixels that a screen of 1920 by 1080 is high at 200 per cent."""


def too_high(dialog: QDialog) -> list[str]:
    """How high a dialog must be at least, where its parts would lie over each other there."""
    laid = dialog.layout()
    assert laid is not None
    flows = laid.hasHeightForWidth()
    wide, least = dialog.width(), laid.totalMinimumSize().height()
    high = laid.totalMinimumHeightForWidth(wide) if flows else least
    sizes_itself = dialog.testAttribute(Qt.WidgetAttribute.WA_Resized)
    most = _SCREEN if sizes_itself else _SCREEN * 2 // 3  # Qt gives no more by itself
    return [f"{high} at {wide}"] if high > most else []


def doubled_letters(dialog: QDialog) -> list[str]:
    """Letters that press two things with Alt, of which neither is pressed then."""
    parts = dialog.findChildren(QAbstractButton)
    letters = [QKeySequence.mnemonic(each.text()).toString() for each in parts if each.isVisible()]
    return [letter for letter, times in Counter(filter(None, letters)).items() if times > 1]


def wrong(dialog: QDialog) -> dict[str, list[str]]:
    found = {
        "too high": too_high(dialog),
        "sideways": scrolls_sideways(dialog),
        "cut": cut(dialog),
        "nameless": nameless(dialog),
        "one letter for two": doubled_letters(dialog),
        "badly told": badly_told(dialog),
        "not reached": not_reached(dialog, dialog),
    }
    return {what: where for what, where in found.items() if where}


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("eighteen_points", ["nl"], indirect=True)
@pytest.mark.parametrize("make", GROUPS)
def test_every_dialog_is_whole_and_can_be_worked_with(
    qtbot: QtBot, window: MainWindow, make: Group
) -> None:
    assert window.workspace is not None
    found = {}
    for dialog in make(window, window.workspace, window.workspace.context):
        shown(qtbot, window, dialog)
        if failings := wrong(dialog):
            found[type(dialog).__name__] = failings
        dialog.done(0)
        dialog.deleteLater()
    assert found == {}


@pytest.mark.parametrize("make", GROUPS)
def test_escape_leaves_every_dialog_in_which_nothing_was_typed(
    qtbot: QtBot, window: MainWindow, make: Group
) -> None:
    assert window.workspace is not None
    stays = []
    for dialog in make(window, window.workspace, window.workspace.context):
        shown(qtbot, window, dialog)
        at_work = dialog.focusWidget() or dialog
        QTest.keyClick(at_work, Qt.Key.Key_Escape)
        if dialog.isVisible():
            stays.append(type(dialog).__name__)
            dialog.done(0)
        dialog.deleteLater()
    assert set(stays) <= NOTED_FIRST


def test_no_dialog_is_forgotten_here(window: MainWindow) -> None:
    assert window.workspace is not None
    made = set()
    for group in GROUPS:
        for dialog in group(window, window.workspace, window.workspace.context):
            made.add(type(dialog))
            dialog.deleteLater()
    assert kinds() - made == set()
