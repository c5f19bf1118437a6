"""A list of any length: what it asks, when, and what it keeps."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from app.model.changes import Changes
from tests.ui.memory import Numbers
from ui.jobs import Jobs
from ui.models.column import Cell, Column
from ui.models.id_table import FIRST_ROWS, KEPT_ROWS, PAGE, IdTableModel

COLUMNS = [
    Column[str]("text", "Text", Cell, 10, stretch=True),
    Column[str]("length", "Length", lambda row: Cell(str(len(row))), 4),
]


@pytest.fixture
def source() -> Numbers:
    return Numbers(1_000_000)


@pytest.fixture
def model(jobs: Jobs, source: Numbers) -> IdTableModel[str]:
    model = IdTableModel(jobs, source, COLUMNS, lambda changes: changes.tickets, jobs)
    model.visible = lambda: range(30)
    return model


def ask(qtbot: QtBot, model: IdTableModel[str], query: int) -> None:
    with qtbot.waitSignal(model.answered):
        model.ask(query)
    qtbot.waitUntil(lambda: model.rowCount() >= PAGE or not model.goes_on)


def test_the_first_ids_come_with_their_rows_in_one_question(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    assert model.rowCount() == PAGE
    assert len(source.asked_rows) == 1
    assert [model.cell(row, 0).text for row in (0, 1)] == ["row 999999", "row 999998"]
    assert all(model.cell(row, 1).text != "…" for row in range(FIRST_ROWS))
    assert len(source.asked_rows) == 1


def test_a_query_is_asked_beside_what_its_key_paints(
    model: IdTableModel[str], source: Numbers
) -> None:
    model.ask(1)
    deadline = time.monotonic() + 5
    while not source.asked_rows and time.monotonic() < deadline:
        time.sleep(0.001)  # the loop does not turn, as while the window paints
    assert source.asked_rows


def test_rows_without_room_come_behind_the_picture_and_paint_nothing(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    model.room = lambda: 25
    model.visible = lambda: range(25)
    painted: list[object] = []
    model.dataChanged.connect(painted.append)
    with qtbot.waitSignal(model.answered):
        model.ask(1)
    assert [len(ids) for ids in source.asked_rows] == [25]
    qtbot.waitUntil(lambda: model.known(FIRST_ROWS - 1) is not None)
    assert [len(ids) for ids in source.asked_rows] == [25, FIRST_ROWS - 25]
    assert painted == []


def test_the_window_thread_never_asks_the_source(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    model.fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: model.rowCount() == 2 * PAGE)
    model.cell(300, 0)
    qtbot.waitUntil(lambda: model.cell(300, 0).text == "row 999699")
    assert threading.current_thread() not in source.threads


def test_a_row_not_here_yet_shows_a_placeholder_and_comes_in_a_batch(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    source.go_on.clear()
    model.visible = lambda: range(100, 130)
    assert {model.cell(row, 0).text for row in range(100, 130)} == {"…"}
    source.go_on.set()
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert model.cell(129, 0).text == "row 999870"
    assert len(source.asked_rows) == 2


def test_pages_follow_by_key_without_gap_or_overlap(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    source.count = 450
    ask(qtbot, model, 1)
    while model.canFetchMore(QModelIndex()):
        before = model.rowCount()
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex())
        qtbot.waitUntil(lambda n=before: model.rowCount() > n)  # type: ignore[misc] # mypy infers no lambda with a default
    assert [model.id_at(row) for row in range(model.rowCount())] == list(range(449, -1, -1))
    limits = [limit for _query, _after, limit in source.asked_pages]
    assert limits == [FIRST_ROWS, PAGE - FIRST_ROWS, PAGE, PAGE]


def test_only_the_latest_query_is_shown(qtbot: QtBot, model: IdTableModel[str]) -> None:
    for query in range(1, 40):
        model.ask(query)
    with qtbot.waitSignal(model.answered):
        model.ask(1000)
    qtbot.wait(20)
    assert model.id_at(0) == 999_000
    assert model.id_at(1) == 998_000


def test_a_query_that_fails_leaves_what_was_there(qtbot: QtBot, model: IdTableModel[str]) -> None:
    ask(qtbot, model, 1)
    with qtbot.waitSignal(model.failed) as blocker:
        model.ask(0)
    assert isinstance(blocker.args[0], KnownError)
    assert model.rowCount() == PAGE
    ask(qtbot, model, 2)
    assert model.canFetchMore(QModelIndex())


def test_only_changes_that_touch_the_list_make_it_look_again(
    qtbot: QtBot, jobs: Jobs, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    asked = len(source.asked_pages)
    jobs.changed.emit(Changes(devices=frozenset({999_999})))
    qtbot.wait(20)
    assert len(source.asked_pages) == asked
    with qtbot.waitSignal(model.answered) as blocker:
        jobs.changed.emit(Changes(tickets=frozenset({999_998})))
    assert blocker.args == [False]
    assert source.asked_rows[-1] == (999_998, *range(999_999 - FIRST_ROWS, 999_905, -1))


def test_looking_again_covers_all_that_was_loaded(
    qtbot: QtBot, jobs: Jobs, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    model.fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: model.rowCount() == 2 * PAGE)
    source.missing.add(999_990)
    with qtbot.waitSignal(model.answered):
        jobs.changed.emit(Changes(everything=True))
    assert model.rowCount() == 2 * PAGE - 1
    assert model.row_of(999_990) is None
    assert model.row_of(999_989) == 9


def test_a_second_change_leaves_nothing_that_the_first_made_stale(
    qtbot: QtBot, jobs: Jobs, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    source.word = "renamed"
    with qtbot.waitSignal(model.answered):
        jobs.changed.emit(Changes(everything=True))
        jobs.changed.emit(Changes(tickets=frozenset({999_998})))
    assert [model.cell(row, 0).text for row in (0, 1)] == ["renamed 999999", "renamed 999998"]


def test_rows_read_before_a_change_do_not_come_after_it(
    qtbot: QtBot, jobs: Jobs, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    source.go_on.clear()
    asked = len(source.asked_rows)
    model.cell(150, 0)
    qtbot.waitUntil(lambda: len(source.asked_rows) > asked)
    jobs.changed.emit(Changes(everything=True))
    source.go_on.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert model.known(150) is None


def test_a_row_destroyed_meanwhile_is_empty_and_asked_for_once(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    source.missing.add(999_999 - 150)
    model.visible = lambda: range(140, 170)
    model.cell(150, 0)
    qtbot.waitUntil(lambda: model.cell(150, 0).text == "")
    asked = len(source.asked_rows)
    model.cell(150, 0)
    qtbot.wait(20)
    assert len(source.asked_rows) == asked


def test_rows_in_memory_are_bounded(
    qtbot: QtBot, model: IdTableModel[str], source: Numbers
) -> None:
    ask(qtbot, model, 1)
    for row in range(0, 3 * KEPT_ROWS, 100):
        while model.rowCount() <= row:
            before = model.rowCount()
            model.fetchMore(QModelIndex())
            qtbot.waitUntil(lambda n=before: model.rowCount() > n)  # type: ignore[misc] # mypy infers no lambda with a default
        model.visible = lambda r=row: range(r, r + 30)  # type: ignore[misc] # as above
        model.cell(row, 0)
        qtbot.waitUntil(lambda r=row: model.cell(r, 0).text != "…")  # type: ignore[misc] # as above
    assert len(model._rows) <= KEPT_ROWS
    assert len(model._cells) <= KEPT_ROWS


def test_it_is_a_table_as_qt_understands_one(
    qtbot: QtBot, model: IdTableModel[str], qtmodeltester: ModelTester
) -> None:
    ask(qtbot, model, 7)
    qtmodeltester.check(model)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Length"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Text: row 999999"
