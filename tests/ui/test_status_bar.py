"""The line at the foot of the window speaks without moving the page above it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.accessible import cut
from tests.ui.entering import enter
from ui.main_window import MainWindow


def test_the_page_stays_where_it_is_when_something_is_told_or_takes_long(
    qtbot: QtBot, open_window: Callable[[Path], MainWindow], store: Path
) -> None:
    window = open_window(store)
    workspace = enter(qtbot, window)
    window.statusBar().clearMessage()
    qtbot.wait(50)
    still = workspace.size()
    workspace.said.emit("Saved.")
    qtbot.waitUntil(lambda: window.statusBar().currentMessage() == "Saved.")
    qtbot.wait(50)
    assert workspace.size() == still
    free, ended = threading.Event(), threading.Event()

    def work(_progress: object) -> None:
        free.wait(10)

    window.jobs.long(
        window, "Exporting", work, lambda _done: ended.set(), writes=False, failed=lambda _e: None
    )
    row = window.statusBar()
    qtbot.waitUntil(lambda: "Exporting" in _told(row), timeout=5_000)
    qtbot.wait(50)
    assert workspace.size() == still
    free.set()
    qtbot.waitUntil(ended.is_set)
    qtbot.wait(50)
    assert workspace.size() == still


def test_of_three_works_at_once_in_a_small_window_no_text_is_cut(
    qtbot: QtBot, window: MainWindow
) -> None:
    bar, free = window.statusBar(), threading.Event()
    window.resize(1_000, 700)
    for _each in range(3):
        window.jobs.long(window, "Looking at the files", lambda _p: free.wait(10), writes=True)
    qtbot.waitUntil(lambda: _told(bar).count("Looking at the files") == 3)
    qtbot.waitUntil(lambda: _told(bar).count("waits its turn") == 2)
    qtbot.waitUntil(lambda: cut(bar) == [])
    assert window.width() == 1_000
    free.set()
    qtbot.waitUntil(lambda: "Looking at the files" not in _told(bar))


def test_what_waits_for_other_work_is_shown_and_can_be_given_up(
    qtbot: QtBot, window: MainWindow
) -> None:
    bar, free = window.statusBar(), threading.Event()
    done: list[str] = []

    def work(_progress: object) -> None:
        free.wait(10)

    jobs = window.jobs
    jobs.long(window, "Importing", work, lambda _none: done.append("import"), writes=True)
    qtbot.waitUntil(lambda: "Importing" in _told(bar))
    for name in ("Changing", "Removing"):
        jobs.long(window, name, partial(_return, name), done.append, writes=True)
    qtbot.waitUntil(lambda: _told(bar).count("waits its turn") == 2)
    stop = next(
        button
        for button in bar.findChildren(QToolButton)
        if button.accessibleName() == "Stop: Changing"
    )
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert "Changing" not in _told(bar)
    jobs.write(window, lambda: None, lambda _none: done.append("reply"))
    assert "your change is made after this" in _told(bar)
    free.set()
    qtbot.waitUntil(lambda: "reply" in done)
    assert done == ["import", "Removing", "reply"]
    qtbot.waitUntil(lambda: not {"Importing", "Changing", "Removing"} & set(_told(bar)))


def _return(name: str, _progress: object) -> str:
    return name


def _told(bar: object) -> list[str]:
    from PySide6.QtWidgets import QLabel, QStatusBar  # noqa: PLC0415 - only here

    assert isinstance(bar, QStatusBar)
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]
