"""Every dialog fits and can be worked with, in the largest font, in Dutch, without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessible import cut, nameless, not_reached, scrolls_sideways
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


def wrong(dialog: QDialog) -> dict[str, list[str]]:
    found = {
        "sideways": scrolls_sideways(dialog),
        "cut": cut(dialog),
        "nameless": nameless(dialog),
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


def test_no_dialog_is_forgotten_here(window: MainWindow) -> None:
    assert window.workspace is not None
    made = set()
    for group in GROUPS:
        for dialog in group(window, window.workspace, window.workspace.context):
            made.add(type(dialog))
            dialog.deleteLater()
    assert kinds() - made == set()
