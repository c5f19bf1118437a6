"""A search index in many pieces is put in order, and an owed clean-up is made, beside the work."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model.changes import Progress
from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.store import cleanup, engine
from app.store.store import FRESH_COPY
from app.workflows import ticket_lists, tickets, upkeep
from app.workflows.session import Session, unlock
from tests.ui.entering import enter
from tests.ui.example_store import LEAD, PASSPHRASE, make_filled
from ui import upkeep as beside_the_work
from ui.main_window import MainWindow
from ui.task_display import TaskDisplay
from ui.unlock import Unlock
from ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

LOGS, WORDS = 6, 4_000


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_the_work, "_AFTER", 50)
    monkeypatch.setattr(beside_the_work, "_QUIET", 50)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store that took much in, with nothing merged yet."""
    folder = tmp_path / "store"
    make_filled(folder)
    session = unlock(folder, PASSPHRASE, LEAD)
    with session.store.write() as connection:
        connection.execute("INSERT INTO message_text (message_text, rank) VALUES ('automerge', 0)")
    for number in range(LOGS):
        words = (sha256(f"{number} {word}".encode()).hexdigest()[:12] for word in range(WORDS))
        tickets.create(
            session, title=f"Long log {number}", channel=Channel.COUNTER, text=" ".join(words)
        )
    assert upkeep.scattered(session) == ("message_text",)
    session.close()
    return folder


def found(session: Session) -> tuple[int, ...]:
    return ticket_lists.page(session, "log", TicketSort.NEWEST).ids


def test_it_is_put_in_order_a_while_after_the_unlock_and_searches_find_the_same(
    qtbot: QtBot, folder: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    window = open_window(folder)
    session = enter(qtbot, window).context.session
    before = found(session)
    assert len(before) == LOGS
    titles: set[str] = set()
    window.jobs.task_moved.connect(lambda task: titles.add(task.title))
    qtbot.waitUntil(lambda: not upkeep.scattered(session), timeout=20_000)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert titles == {"Putting the search index in order"}
    assert found(session) == before


def test_locked_meanwhile_it_goes_on_after_the_next_unlock(
    qtbot: QtBot,
    folder: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gather = upkeep.gather

    def slowly(session: Session, progress: Progress) -> None:
        while True:  # until it is stopped
            progress(0, None)

    monkeypatch.setattr(upkeep, "gather", slowly)
    window = open_window(folder)
    enter(qtbot, window)
    display = window.findChild(TaskDisplay)
    assert display is not None
    qtbot.waitUntil(
        lambda: any("search index" in label.text() for label in display.findChildren(PlainLabel))
    )
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    monkeypatch.setattr(upkeep, "gather", gather)
    session = enter(qtbot, window).context.session
    qtbot.waitUntil(lambda: not upkeep.scattered(session), timeout=20_000)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def nothing_is_told(qtbot: QtBot, window: MainWindow, tried: list[int]) -> bool:
    """Whether nobody hears of what was tried once the window is entered."""
    workspace = enter(qtbot, window)
    qtbot.waitUntil(lambda: bool(tried))
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    qtbot.wait(50)
    return workspace.messages.isHidden() and window.isActiveWindow()  # no dialog stands over it


def test_a_full_disk_leaves_it_for_another_time_without_a_word(
    qtbot: QtBot,
    folder: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def full(_session: Session, _progress: Progress) -> None:
        tried.append(1)
        raise KnownError("disk_full", "The disk is full.", "Make room.")

    monkeypatch.setattr(upkeep, "gather", full)
    window = open_window(folder)
    assert nothing_is_told(qtbot, window, tried)
    assert len(tried) == 1


def test_a_look_that_fails_is_made_another_time_without_a_word(
    qtbot: QtBot,
    folder: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def full(_session: Session) -> tuple[str, ...]:
        tried.append(1)
        raise KnownError("disk_full", "The disk is full.", "Make room.")

    monkeypatch.setattr(upkeep, "scattered", full)
    window = open_window(folder)
    assert nothing_is_told(qtbot, window, tried)
    assert len(tried) == 1


def test_a_store_in_order_is_left_alone(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    make_filled(tmp_path / "tidy")
    window = open_window(tmp_path / "tidy")
    titles: list[str] = []
    window.jobs.task_moved.connect(lambda task: titles.append(task.title))
    enter(qtbot, window)
    qtbot.wait(200)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert titles == []


@pytest.fixture
def owing(tmp_path: Path) -> Path:
    """A store that owes a fresh copy of itself."""
    make_filled(tmp_path / "owing")
    session = unlock(tmp_path / "owing", PASSPHRASE, LEAD)
    with session.store.write() as connection:
        cleanup.owe_copy(connection)
    session.close()
    return tmp_path / "owing"


def test_a_copy_that_is_owed_is_made_after_the_unlock(
    qtbot: QtBot, owing: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    workspace = enter(qtbot, open_window(owing))
    store = workspace.context.session.store
    qtbot.waitUntil(lambda: not cleanup.owes_copy(store), timeout=20_000)
    assert workspace.messages.isHidden()


@pytest.mark.parametrize("hindrance", ["room", "damage"])
def test_what_keeps_a_copy_from_being_made_is_told(
    qtbot: QtBot,
    owing: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    hindrance: str,
) -> None:
    def damaged(*_given: object, **_named: object) -> None:
        raise KnownError("damaged_store", "A page of the store is damaged.", "Run doctor.")

    if hindrance == "room":
        monkeypatch.setattr(cleanup, "_ROOM", 2**60)
    else:
        monkeypatch.setattr(cleanup, "renew", damaged)
    window = open_window(owing)
    workspace = enter(qtbot, window)
    qtbot.waitUntil(lambda: not workspace.messages.isHidden())
    told = " ".join(label.text() for label in workspace.messages.findChildren(PlainLabel))
    assert {"room": "no room on the disk", "damage": "damaged"}[hindrance] in told
    assert window.isActiveWindow()  # no dialog stands over it
    assert cleanup.owes_copy(workspace.context.session.store)


def test_a_copy_waits_until_nobody_touches_the_window(
    qtbot: QtBot,
    owing: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside_the_work, "_QUIET", 1_500)
    workspace = enter(qtbot, window := open_window(owing))
    store, touched = workspace.context.session.store, time.monotonic()
    until = touched + 3
    while time.monotonic() < until:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        touched = time.monotonic()
        qtbot.wait(100)
    assert cleanup.owes_copy(store)
    qtbot.waitUntil(lambda: not cleanup.owes_copy(store), timeout=20_000)
    assert time.monotonic() - touched > 1.4


def wait_for_a_stop(monkeypatch: pytest.MonkeyPatch, begun: list[int]) -> None:
    """Let each copy that is begun take until it is stopped: nobody makes a store of gigabytes."""
    copy_to = engine.copy_to

    def slowly(connection: Connection, target: Path, key: bytes | None, progress: Progress) -> None:
        def until_stopped(done: int, total: int | None) -> None:
            while True:
                progress(done, total)

        begun.append(1)
        copy_to(connection, target, key, until_stopped)

    monkeypatch.setattr(engine, "copy_to", slowly)


def test_a_copy_gives_way_to_a_change_and_is_made_at_the_next_quiet_moment(
    qtbot: QtBot,
    owing: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = enter(qtbot, window := open_window(owing))
    session, begun = workspace.context.session, list[int]()
    with monkeypatch.context() as patch:
        wait_for_a_stop(patch, begun)
        qtbot.waitUntil(lambda: bool(begun))
        made: list[int] = []
        window.jobs.write(
            window,
            lambda: tickets.create(session, title="x", channel=Channel.COUNTER, text="x"),
            lambda result: made.append(result[0]),
        )
        qtbot.waitUntil(lambda: bool(made))
    assert not (owing / FRESH_COPY).exists() or len(begun) > 1
    qtbot.waitUntil(lambda: not cleanup.owes_copy(session.store), timeout=20_000)
    assert tickets.get(session, made[0]).row.title == "x"
    assert workspace.messages.isHidden()


def test_a_copy_that_is_made_holds_up_no_lock(
    qtbot: QtBot,
    owing: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, begun = open_window(owing), list[int]()
    workspace = enter(qtbot, window)
    with monkeypatch.context() as patch:
        wait_for_a_stop(patch, begun)
        qtbot.waitUntil(lambda: bool(begun))
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert workspace.context.session.store.closed
    assert not (owing / FRESH_COPY).exists()
    session = enter(qtbot, window).context.session
    qtbot.waitUntil(lambda: not cleanup.owes_copy(session.store), timeout=20_000)


def test_a_copy_that_somebody_stops_is_told_and_not_begun_again(
    qtbot: QtBot,
    owing: Path,
    open_window: Callable[[Path], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = enter(qtbot, window := open_window(owing))
    display, begun = window.findChild(TaskDisplay), list[int]()
    assert display is not None
    wait_for_a_stop(monkeypatch, begun)
    qtbot.waitUntil(lambda: bool(begun))
    qtbot.waitUntil(lambda: any(one.isVisible() for one in display.findChildren(QToolButton)))
    stop = next(one for one in display.findChildren(QToolButton) if one.isVisible())
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not workspace.messages.isHidden())
    told = " ".join(label.text() for label in workspace.messages.findChildren(PlainLabel))
    assert "it was stopped" in told
    qtbot.wait(200)
    assert len(begun) == 1
    assert cleanup.owes_copy(workspace.context.session.store)
