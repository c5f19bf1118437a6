"""Parts in a row that wraps: where they stand, and who hears of it when one changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow_box import FlowBox
from ui.widgets.self_laid import SelfLaid


class Requests(QObject):
    """Counts how often a widget is told to lay itself out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(FlowBox())
    column.addWidget(QLabel("below"), 1)
    page.resize(300, 200)
    return page


def box_of(page: QWidget) -> FlowBox:
    box = page.findChild(FlowBox)
    assert box is not None
    return box


def shown(qtbot: QtBot, page: QWidget) -> None:
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(20)


def test_what_has_no_room_in_the_row_stands_in_the_next(qtbot: QtBot, page: QWidget) -> None:
    buttons = [QPushButton("wide " * 6) for _ in range(3)]
    for button in buttons:
        box_of(page).add(button)
    shown(qtbot, page)
    assert buttons[0].y() < buttons[1].y() < buttons[2].y()
    page.resize(1_500, 200)
    qtbot.waitUntil(lambda: buttons[0].y() == buttons[1].y() == buttons[2].y())
    assert box_of(page).height() == buttons[0].height()


def test_a_part_that_changes_is_placed_anew_and_the_page_does_not_hear_of_it(
    qtbot: QtBot, page: QWidget
) -> None:
    first, second = QLabel("one"), QLabel("two")
    box_of(page).add(first)
    box_of(page).add(second)
    shown(qtbot, page)
    heard, before = Requests(page), second.x()
    first.setText("one and more")
    qtbot.waitUntil(lambda: second.x() > before)
    assert second.x() > first.x() + first.sizeHint().width()
    assert heard.count == 0


def test_the_page_hears_of_another_row(qtbot: QtBot, page: QWidget) -> None:
    first, second = QLabel("one"), QLabel("two")
    box_of(page).add(first)
    box_of(page).add(second)
    shown(qtbot, page)
    low = box_of(page).height()
    first.setText("one and more " * 4)
    qtbot.waitUntil(lambda: box_of(page).height() >= 2 * low)


def test_what_changed_while_the_box_was_hidden_is_right_when_it_is_shown(
    qtbot: QtBot, page: QWidget
) -> None:
    first, second = QLabel("one"), QLabel("two")
    box_of(page).add(first)
    box_of(page).add(second)
    shown(qtbot, page)
    box_of(page).hide()
    first.setText("one and more")
    box_of(page).show()
    qtbot.waitUntil(lambda: second.x() > first.sizeHint().width())


def test_a_part_that_was_hidden_stays_hidden(qtbot: QtBot, page: QWidget) -> None:
    hidden = QLabel("later")
    hidden.hide()
    box_of(page).add(hidden)
    shown(qtbot, page)
    assert hidden.isHidden()


def test_a_box_that_wraps_within_another_part_makes_that_higher_at_once(
    qtbot: QtBot, page: QWidget
) -> None:
    column = QVBoxLayout()
    outer, inner = SelfLaid(column), FlowBox()
    inner.setParent(outer)
    column.addWidget(inner)
    buttons = [QPushButton("short") for _ in range(2)]
    for button in buttons:
        inner.add(button)
    around = page.layout()
    assert around is not None
    around.addWidget(outer)
    shown(qtbot, page)
    high = outer.heightForWidth(outer.width())
    buttons[0].setText("wide " * 8)
    outer.lay_out()
    assert outer.heightForWidth(outer.width()) > high


def test_a_part_that_is_taken_out_leaves_no_gap(qtbot: QtBot, page: QWidget) -> None:
    buttons = [QPushButton("one") for _ in range(2)]
    for button in buttons:
        box_of(page).add(button)
    shown(qtbot, page)
    first = buttons[0].pos()
    buttons[0].setParent(None)
    qtbot.waitUntil(lambda: buttons[1].pos() == first)


def test_other_margins_of_it_count_at_once(page: QWidget) -> None:
    box = box_of(page)
    box.add(QPushButton("one"))
    before = box.heightForWidth(300)
    box.setContentsMargins(0, 7, 0, 0)
    assert box.heightForWidth(300) == before + 7
