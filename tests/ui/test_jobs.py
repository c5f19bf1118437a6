"""Answers cross to the window by signal, and only to those who still listen."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model.changes import Changes
from ui.jobs import Jobs, changes_in
from ui.tasks import Slot


def test_an_answer_arrives_on_the_window_thread(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    got: list[tuple[int, bool]] = []
    jobs.read(owner, lambda: 42, lambda v: got.append((v, QThread.isMainThread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, True)]


def test_a_page_that_is_gone_hears_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    other = QObject()
    got: list[str] = []
    go = threading.Event()
    jobs.read(owner, lambda: go.wait(5), lambda _v: got.append("gone"))
    shiboken6.delete(owner)
    go.set()
    jobs.write(other, lambda: None, lambda _v: got.append("here"))
    qtbot.waitUntil(lambda: "here" in got)
    qtbot.wait(20)
    assert got == ["here"]


def test_what_a_write_changed_is_told_even_when_its_page_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    changes = Changes(tickets=frozenset({1}))
    with qtbot.waitSignal(jobs.changed) as blocker:
        jobs.write(owner, lambda: (1, changes), lambda _v: None)
        shiboken6.delete(owner)
    assert blocker.args == [changes]


def test_an_error_nobody_takes_care_of_reaches_the_window(qtbot: QtBot, jobs: Jobs) -> None:
    error = KnownError("broken", "It broke.")

    def fail() -> None:
        raise error

    with qtbot.waitSignal(jobs.failed) as blocker:
        jobs.read(jobs, fail, lambda _v: None)
    assert blocker.args == [error]


def test_a_change_that_failed_after_its_page_went_reaches_the_window(
    qtbot: QtBot, jobs: Jobs
) -> None:
    owner = QObject()
    error = KnownError("disk_full", "It is full.")
    go = threading.Event()

    def fail() -> None:
        go.wait(5)
        raise error

    jobs.write(owner, fail, failed=lambda _error: None)
    assert jobs.is_writing
    shiboken6.delete(owner)
    with qtbot.waitSignal(jobs.failed) as blocker:
        go.set()
    assert blocker.args == [error]
    qtbot.waitUntil(lambda: not jobs.is_writing)


def test_a_question_that_failed_after_its_page_went_is_told_to_nobody(
    qtbot: QtBot, jobs: Jobs
) -> None:
    owner, told, go = QObject(), list[object](), threading.Event()

    def fail() -> None:
        go.wait(5)
        raise KnownError("query_too_long", "It is too long.")

    jobs.failed.connect(told.append)
    jobs.read(owner, fail, lambda _answer: None, at_once=True)
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: not jobs.is_reading)
    qtbot.wait(1)
    assert told == []


def test_long_work_shows_itself_until_it_ends(qtbot: QtBot, jobs: Jobs) -> None:
    titles: list[str] = []
    jobs.task_moved.connect(lambda task: titles.append(task.title))
    with qtbot.waitSignal(jobs.task_ended):
        jobs.long(jobs, "Export", lambda progress: progress(1, 2), writes=False)
    assert titles[0] == "Export"


def test_a_burst_of_keys_gives_one_answer(qtbot: QtBot, jobs: Jobs) -> None:
    slot = Slot()
    got: list[int] = []
    for number in range(100):
        jobs.read(jobs, partial(int, number), got.append, slot=slot)
    qtbot.waitUntil(lambda: bool(got))
    qtbot.wait(20)
    assert got == [99]


def test_changes_are_found_in_what_a_workflow_returns() -> None:
    changes = Changes(holds=True)
    assert changes_in(changes) is changes
    assert changes_in((3, changes)) is changes
    assert changes_in((3, "x")) is None
    assert changes_in(None) is None


def test_work_that_takes_turns_holds_up_no_change_and_counts_as_writing(
    qtbot: QtBot, jobs: Jobs
) -> None:
    owner = QObject()
    go = threading.Event()
    done: list[str] = []
    jobs.long(
        owner,
        "Purge",
        lambda _progress: go.wait(10),
        lambda _result: done.append("long"),
        writes=True,
        in_turns=True,
    )
    jobs.write(owner, lambda: None, lambda _result: done.append("short"))
    qtbot.waitUntil(lambda: done == ["short"])
    assert jobs.is_writing  # the window stays until it is over
    go.set()
    qtbot.waitUntil(lambda: done == ["short", "long"])
    qtbot.waitUntil(lambda: not jobs.is_writing)


def test_a_read_that_had_to_give_way_is_asked_again(qtbot: QtBot, jobs: Jobs) -> None:
    owner = QObject()
    asked: list[int] = []
    got: list[str] = []

    def read() -> str:
        asked.append(1)
        if len(asked) < 3:
            raise KnownError("interrupted", "The store was being made smaller.")
        return "here"

    jobs.read(owner, read, got.append)
    qtbot.waitUntil(lambda: got == ["here"])
    failures: list[Exception] = []

    def locked() -> str:
        asked.append(1)
        raise KnownError("store_locked", "The store is locked.")

    asked.clear()
    jobs.read(owner, locked, got.append, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert len(asked) == 3


class _Part(QWidget):
    """Notes when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.happened: list[str] = []

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        time.sleep(0.02)  # meanwhile another thread may run
        self.happened.append("painted")


@pytest.fixture
def part(qtbot: QtBot) -> _Part:
    """A part of the window that was painted once."""
    part = _Part()
    qtbot.addWidget(part)
    part.show()
    qtbot.waitUntil(lambda: bool(part.happened))
    part.happened.clear()
    return part


def test_the_store_is_asked_once_the_window_has_painted(
    qtbot: QtBot, jobs: Jobs, part: _Part
) -> None:
    happened = part.happened
    jobs.read(part, lambda: happened.append("asked"), lambda _v: happened.append("answered"))
    part.update()
    assert jobs.is_busy
    qtbot.waitUntil(lambda: "answered" in happened)
    assert happened == ["painted", "asked", "answered"]
    assert not jobs.is_busy


def test_what_answers_a_key_is_asked_at_once(qtbot: QtBot, jobs: Jobs, part: _Part) -> None:
    happened = part.happened
    asked = threading.Event()
    part.update()
    jobs.read(part, asked.set, lambda _v: happened.append("answered"), at_once=True)
    assert asked.wait(5)  # no loop turned, so that nothing can have been painted
    qtbot.waitUntil(lambda: "answered" in happened)


def test_what_is_asked_and_not_yet_put_to_the_store_is_void_by_a_later_question_and_at_the_end(
    qtbot: QtBot, jobs: Jobs
) -> None:
    asked: list[int] = []
    slot = Slot()
    for number in range(3):
        jobs.read(jobs, partial(asked.append, number), lambda _v: None, slot=slot)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert asked == [2]
    jobs.read(jobs, partial(asked.append, 3), lambda _v: None)
    jobs.close()
    assert not jobs.is_busy
    qtbot.wait(10)
    assert asked == [2]
