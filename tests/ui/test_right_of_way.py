"""Long work stands back while the window has something to do, and is never held up for good."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.errors import Cancelled
from app.model.changes import Progress
from ui import right_of_way
from ui.jobs import Jobs
from ui.right_of_way import RightOfWay


class Steps:
    """Long work that counts its steps until it is stopped."""

    def __init__(self, jobs: Jobs) -> None:
        self.done = 0
        self._owner = QObject()
        self._over = False
        self.task = jobs.long(self._owner, "Steps", self._work, writes=False, failed=self._end)

    def _work(self, progress: Progress) -> None:
        while True:
            progress(self.done, None)
            self.done += 1
            time.sleep(0.001)

    def _end(self, error: Exception) -> None:
        assert isinstance(error, Cancelled)
        self._over = True

    def stop(self, qtbot: QtBot) -> None:
        """Stop it and wait for its end."""
        self.task.cancel()
        qtbot.waitUntil(lambda: self._over)


@pytest.fixture
def steps(qtbot: QtBot, jobs: Jobs, window: QWindow) -> Iterator[Steps]:
    assert window.isVisible()
    steps = Steps(jobs)
    qtbot.waitUntil(lambda: steps.done > 5)
    yield steps
    steps.stop(qtbot)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWindow]:
    """A window at work."""
    widget = QWidget()
    widget.show()
    qtbot.waitUntil(widget.isVisible)
    handle = widget.windowHandle()
    assert handle is not None
    yield handle
    widget.close()
    widget.deleteLater()


def compute(seconds: float) -> None:
    """Do something on this thread, as the window's does for a key."""
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        pass


def test_long_work_takes_no_step_while_the_window_works(
    qtbot: QtBot, steps: Steps, window: QWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_of_way, "PATIENCE", 5.0)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    before = steps.done
    compute(0.1)
    assert steps.done <= before + 1  # the one that was under way
    qtbot.waitUntil(lambda: steps.done > before + 5)


def test_long_work_takes_no_step_while_the_window_waits_for_an_answer(
    qtbot: QtBot, jobs: Jobs, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_of_way, "PATIENCE", 5.0)
    answers: list[int] = []

    def read() -> int:
        before = steps.done
        compute(0.1)
        return steps.done - before

    jobs.read(jobs, read, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0] <= 1
    before = steps.done
    qtbot.waitUntil(lambda: steps.done > before + 5)


def test_long_work_goes_on_where_the_window_never_rests(
    steps: Steps, window: QWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(right_of_way, "PATIENCE", 0.02)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    before, late = steps.done, time.perf_counter() + 10
    while steps.done <= before + 10:
        assert time.perf_counter() < late
        compute(0.01)


def test_a_question_that_is_refused_holds_nothing_up(qtbot: QtBot, jobs: Jobs) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def alone() -> None:
        inside.set()
        go_on.wait(5)

    jobs.alone(jobs, alone)
    qtbot.waitUntil(inside.is_set)
    jobs.read(jobs, lambda: 1, lambda _answer: None)  # while nothing else may be asked
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    steps = Steps(jobs)
    qtbot.waitUntil(lambda: steps.done > 20)
    steps.stop(qtbot)


def test_after_long_stretches_without_rest_long_work_has_as_long_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(right_of_way, "PATIENCE", 0.01)
    now = [0.0]
    way = RightOfWay(lambda: now[0])
    way.begin_turn()
    way.stand_back()  # in vain
    monkeypatch.setattr(right_of_way, "PATIENCE", 60.0)
    way.stand_back()
    now[0] = 0.02
    threading.Timer(0.05, way.end_turn).start()
    begun = time.perf_counter()
    way.stand_back()
    assert time.perf_counter() - begun > 0.03
