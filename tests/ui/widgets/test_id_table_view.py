"""The list as a person works in it: keys, clicks, and what stays chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from tests.ui.memory import Numbers
from ui.jobs import Jobs
from ui.models.column import Cell, Column
from ui.models.id_table import IdTableModel
from ui.theme.theme import Theme
from ui.theme.tokens import Density
from ui.widgets.id_table_view import IdTableView

COLUMNS = [
    Column[str]("text", "Text", Cell, 10, stretch=True, sort="text"),
    Column[str]("length", "Length", lambda row: Cell(str(len(row)), "dot", "accent"), 4),
    Column[str]("date", "Date", lambda _row: Cell(""), 6, sort="date", falls=True),
]


@pytest.fixture
def source() -> Numbers:
    return Numbers(1_000_000)


def shown(
    qtbot: QtBot, jobs: Jobs, source: Numbers, theme: Theme, columns: list[Column[str]]
) -> IdTableView:
    model = IdTableModel(jobs, source, columns, lambda changes: changes.tickets, jobs)
    view = IdTableView(model, theme, "Numbers")
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    with qtbot.waitSignal(model.answered):
        model.ask(1)
    return view


@pytest.fixture
def view(qtbot: QtBot, jobs: Jobs, source: Numbers, theme: Theme) -> IdTableView:
    view = shown(qtbot, jobs, source, theme, COLUMNS)
    view.setFocus()
    return view


def click_row(qtbot: QtBot, view: IdTableView, row: int) -> None:
    place = QPoint(20, view.rowViewportPosition(row) + 5)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_chooses_and_the_arrows_move(qtbot: QtBot, view: IdTableView) -> None:
    chosen: list[object] = []
    view.chosen.connect(chosen.append)
    click_row(qtbot, view, 2)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert chosen == [999_997, 999_996, 999_999]
    assert view.chosen_ids() == [999_999]


def test_the_number_pad_goes_about_as_the_other_keys_do(
    qtbot: QtBot, view: IdTableView, jobs: Jobs, source: Numbers
) -> None:
    pad = Qt.KeyboardModifier.KeypadModifier
    click_row(qtbot, view, 5)
    qtbot.keyClick(view, Qt.Key.Key_Home, pad)
    assert view.chosen_id == 999_999
    click_row(qtbot, view, 5)
    source.missing |= {999_994, 999_993}
    view.stay_with(999_994)
    with qtbot.waitSignal(view.table.answered):
        jobs.changed.emit(Changes(tickets=frozenset({999_994})))
    qtbot.keyClick(view, Qt.Key.Key_Down, pad)
    assert view.chosen_id == 999_992  # which stands where the one that left the list stood
    qtbot.keyClick(view, Qt.Key.Key_End, pad)
    assert view.currentIndex().row() == view.table.rowCount() - 1


def test_a_letter_that_is_no_action_goes_to_no_row(qtbot: QtBot, view: IdTableView) -> None:
    view.choose_row(3)
    qtbot.keyClick(view, "r")  # as all of these rows begin
    assert view.currentIndex().row() == 3


def test_all_that_a_list_finds_is_chosen_loaded_or_not_but_for_what_is_left_out(
    qtbot: QtBot, view: IdTableView
) -> None:
    given: list[int] = []
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place = QPoint(20, view.rowViewportPosition(2) + 5)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, control, place)
    assert view.number_chosen(None) is None
    assert view.number_chosen(1_000_000) == 999_999
    view.give_chosen(given.extend)
    qtbot.waitUntil(lambda: len(given) == 999_999)
    assert given[:3] == [999_999, 999_998, 999_996]
    qtbot.keyClick(view, Qt.Key.Key_Home)
    view.give_chosen(given.extend)
    assert given[999_999:] == [999_999]


def test_the_keyboard_comes_to_the_list_and_opens_nothing_by_it(
    qtbot: QtBot, view: IdTableView
) -> None:
    chosen: list[object] = []
    view.chosen.connect(chosen.append)
    view.clearFocus()
    view.setFocus()
    assert view.hasFocus()
    assert chosen == []
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen == [999_999]


def test_enter_opens_the_chosen_one(qtbot: QtBot, view: IdTableView) -> None:
    click_row(qtbot, view, 1)
    with qtbot.waitSignal(view.opened) as blocker:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert blocker.args == [999_998]


def test_what_is_chosen_stays_chosen_when_rows_come_above_it(
    qtbot: QtBot, view: IdTableView, jobs: Jobs, source: Numbers
) -> None:
    click_row(qtbot, view, 5)
    chosen: list[object] = []
    view.chosen.connect(chosen.append)
    source.count += 3
    with qtbot.waitSignal(view._table.answered):
        jobs.changed.emit(Changes(everything=True))
    assert view.chosen_ids() == [999_994]
    assert view.currentIndex().row() == 8
    assert chosen == []  # nothing else was chosen: the reading pane has no reason to look again


def test_the_place_scrolled_to_stays(
    qtbot: QtBot, view: IdTableView, jobs: Jobs, source: Numbers
) -> None:
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    position = view.verticalScrollBar().value()
    assert position > 0
    source.missing.add(999_999 - 150)
    with qtbot.waitSignal(view._table.answered):
        jobs.changed.emit(Changes(everything=True))
    assert view.verticalScrollBar().value() == position


def test_when_the_chosen_one_leaves_the_next_takes_its_place(
    qtbot: QtBot, view: IdTableView, jobs: Jobs, source: Numbers
) -> None:
    click_row(qtbot, view, 5)
    source.missing.add(999_994)
    with qtbot.waitSignal(view.chosen) as blocker:
        jobs.changed.emit(Changes(tickets=frozenset({999_994})))
    assert blocker.args == [999_993]


def test_another_query_starts_at_the_top_and_keeps_what_it_still_finds(
    qtbot: QtBot, view: IdTableView
) -> None:
    click_row(qtbot, view, 9)
    assert view.chosen_id == 999_990
    with qtbot.waitSignal(view._table.answered):
        view._table.ask(10)
    assert view.chosen_ids() == [999_990]
    assert view.currentIndex().row() == 0
    with qtbot.waitSignal(view._table.answered):
        view._table.ask(7)
    assert view.chosen_ids() == []
    assert view.verticalScrollBar().value() == 0


def test_paging_down_fast_never_shows_a_placeholder(qtbot: QtBot, view: IdTableView) -> None:
    view.choose_row(0)
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        qtbot.wait(20)  # a key that is held comes every 30 milliseconds
        shown = view.visible_rows()
        assert all(view._table.cell(row, 0).text != "…" for row in shown)
    assert view.currentIndex().row() > 300


@pytest.fixture
def narrow(qtbot: QtBot, jobs: Jobs, source: Numbers, theme: Theme) -> IdTableView:
    """A list whose first column gave way, as the numbers of tickets do in a usual window."""
    number = Column[str]("number", "Number", Cell, 15, rank=1)
    model = IdTableModel(jobs, source, [number, *COLUMNS], lambda changes: changes.tickets, jobs)
    view = IdTableView(model, theme, "Numbers")
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    with qtbot.waitSignal(model.answered):
        model.ask(1)
    view.setFocus()
    return view


def test_the_keyboard_pages_through_a_list_whose_first_column_is_hidden(
    qtbot: QtBot, narrow: IdTableView
) -> None:
    qtbot.mouseClick(narrow.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    narrow.resize(200, 500)
    assert narrow.isColumnHidden(0)
    for start in (None, Qt.Key.Key_Home):
        if start is not None:
            qtbot.keyClick(narrow, start)
        for page in range(1, 30):
            qtbot.keyClick(narrow, Qt.Key.Key_PageDown)
            row = narrow.currentIndex().row()
            assert row >= page * 10
            assert row in narrow.visible_rows()
            qtbot.wait(5)
    qtbot.keyClick(narrow, Qt.Key.Key_PageUp)
    assert narrow.currentIndex().row() in narrow.visible_rows()
    qtbot.keyClick(narrow, Qt.Key.Key_End)
    assert narrow.currentIndex().row() in narrow.visible_rows()


def test_rows_are_chosen_by_shift_in_a_list_whose_first_column_is_hidden(
    qtbot: QtBot, narrow: IdTableView
) -> None:
    narrow.resize(200, 500)
    qtbot.keyClick(narrow, Qt.Key.Key_Home)
    for _ in range(2):
        qtbot.keyClick(narrow, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert narrow.chosen_ids() == [999_999, 999_998, 999_997]


def press_heading(qtbot: QtBot, view: IdTableView, column: int) -> None:
    header = view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def ink(view: IdTableView, column: int) -> tuple[int, int]:
    """Return how many points of the arrow in a heading stand in its upper and its lower half."""
    view.grab()  # the columns take their places
    header = view.horizontalHeader()
    right = header.sectionViewportPosition(column) + header.sectionSize(column)
    drawn = header.viewport().grab(QRect(right - 22, 0, 20, header.height() - 2)).toImage()
    ground = drawn.pixelColor(0, drawn.height() // 2).lightness()
    rows = [
        sum(abs(drawn.pixelColor(x, y).lightness() - ground) > 50 for x in range(drawn.width()))
        for y in range(drawn.height())
    ]
    drawn_rows = [row for row in rows if row]
    middle = len(drawn_rows) // 2
    return sum(drawn_rows[:middle]), sum(drawn_rows[-middle:])


def test_a_heading_asks_for_its_order_both_ways_and_as_is_usual_of_it_first(
    qtbot: QtBot, view: IdTableView
) -> None:
    asked: list[tuple[object, bool]] = []
    view.sorting.asked.connect(lambda sort, descending: asked.append((sort, descending)))
    view.sorting.asked.connect(view.sorting.show)
    for column in (0, 0, 2, 2, 1):
        press_heading(qtbot, view, column)
    assert asked == [("text", False), ("text", True), ("date", True), ("date", False)]


def test_the_arrow_points_up_where_the_least_is_first(view: IdTableView) -> None:
    view.sorting.show("text", descending=False)
    top, bottom = ink(view, 0)
    assert top < bottom
    view.sorting.show("text", descending=True)
    top, bottom = ink(view, 0)
    assert top > bottom


def test_a_heading_that_cannot_sort_leaves_the_arrow_where_it_is(
    qtbot: QtBot, view: IdTableView
) -> None:
    view.sorting.show("text", descending=True)
    press_heading(qtbot, view, 1)
    assert view.horizontalHeader().sortIndicatorSection() == 0
    top, bottom = ink(view, 0)
    assert top > bottom


def test_compact_rows_are_lower(qtbot: QtBot, view: IdTableView, theme: Theme) -> None:
    roomy = view.rowHeight(0)
    try:
        theme.choose(density=Density.COMPACT)
        assert view.rowHeight(0) < roomy
        assert view.rowHeight(0) >= view.fontMetrics().height()
    finally:
        theme.choose(density=Density.COMFORTABLE)


def test_hostile_text_paints(qtbot: QtBot, view: IdTableView, source: Numbers) -> None:
    hostile = ["<b>x</b><img src=file:///etc/passwd>", "\u202egnp.exe", "א" * 10_000, "😀" * 5_000]
    view._table._receive({999_999 - i: text for i, text in enumerate(hostile)})
    assert not view.grab().isNull()


def test_no_text_of_a_row_outlives_it(
    qtbot: QtBot, view: IdTableView, jobs: Jobs, source: Numbers
) -> None:
    view.viewport().repaint()
    assert texts_kept(view) > 10
    source.count = 3
    with qtbot.waitSignal(view._table.answered):
        jobs.changed.emit(Changes(everything=True))
    view.viewport().repaint()
    assert texts_kept(view) == 4  # of three rows, whose lengths are one text


def texts_kept(view: IdTableView) -> int:
    texts = view._delegate._texts
    return 0 if texts is None else texts._shape.cache_info().currsize


def test_numbers_end_below_each_other_and_so_does_their_heading(
    qtbot: QtBot, jobs: Jobs, source: Numbers, theme: Theme
) -> None:
    columns = [
        Column[str]("text", "Text", Cell, 10, stretch=True),
        Column[str]("count", "n", lambda row: Cell("8" * (1 + int(row[-1]) % 4)), 12, number=True),
    ]
    view = shown(qtbot, jobs, source, theme, columns)
    align = view.table.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight
    picture = view.viewport().grab().toImage()
    ground = picture.pixel(1, view.rowViewportPosition(1) + 3)
    left, width = view.columnViewportPosition(1), view.columnWidth(1)
    ends = set()
    for row in range(1, 6):
        middle = view.rowViewportPosition(row) + view.rowHeight(row) // 2
        lines = range(middle - 3, middle + 3)
        across = range(left, left + width)
        ends.add(max(x for x in across for y in lines if picture.pixel(x, y) != ground))
    assert max(ends) - min(ends) <= 1
    assert left + width - max(ends) < theme.spacing.unit + 6
