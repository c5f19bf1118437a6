"""Ctrl+A chooses all that the list finds, and what is done then is done to all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel, Priority
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands
from ui.models.id_table import PAGE
from ui.tickets.page import TicketsPage

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 2 * PAGE + 30


@pytest.fixture
def many(qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands) -> int:
    """A list that is far longer than what is loaded of it, and one ticket that is not in it."""
    for number in range(MANY):
        tickets.create(session, title=f"Storing {number}", channel=Channel.EMAIL, queue="Net")
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("queue:Net")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == PAGE)
    page.view.setFocus()
    return MANY


def urgent(session: Session, query: str = "queue:Net") -> int:
    return tickets.count(session, f"{query} priority:urgent")


def test_all_that_the_list_finds_is_changed_and_comes_back(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, many: int
) -> None:
    others = urgent(session, "")
    hands.press(Qt.Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: page.list.bulk.count.text() == f"{many} tickets chosen")
    assert page.model.rowCount() == PAGE  # what is not loaded need not be
    hands.press(Qt.Key.Key_P)
    hands.choose("U")
    qtbot.waitUntil(lambda: urgent(session) == many)
    assert urgent(session, "") == many + others
    qtbot.waitUntil(lambda: page.work.can_undo)
    page.view.setFocus()
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: urgent(session) == 0)
    assert urgent(session, "") == others


def test_a_ticket_that_is_left_out_stays_as_it_is(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, many: int
) -> None:
    hands.press(Qt.Key.Key_A, CTRL)
    row = page.view.visualRect(page.model.index(3, page.view.columns.first)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, CTRL, row)
    left_out = page.model.id_at(3)
    assert left_out is not None
    qtbot.waitUntil(lambda: page.list.bulk.count.text() == f"{many - 1} tickets chosen")
    hands.press(Qt.Key.Key_P)
    hands.choose("U")
    qtbot.waitUntil(lambda: urgent(session) == many - 1)
    assert tickets.get(session, left_out).row.priority is Priority.NORMAL


def test_choosing_a_row_or_another_list_ends_it(
    qtbot: QtBot, page: TicketsPage, hands: Hands, many: int
) -> None:
    hands.press(Qt.Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: page.list.bulk.count.text() == f"{many} tickets chosen")
    hands.press(Qt.Key.Key_Down)
    assert len(page.view.chosen_ids()) == 1
    assert not page.list.bulk.isVisible()
    hands.press(Qt.Key.Key_A, CTRL)
    page.show_query("queue:Net status:new")
    qtbot.waitUntil(lambda: not page.view.all_chosen)


def test_rows_that_come_while_all_is_chosen_are_chosen(
    qtbot: QtBot, page: TicketsPage, hands: Hands, many: int
) -> None:
    hands.press(Qt.Key.Key_A, CTRL)
    page.view.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() > PAGE)
    assert len(page.view.chosen_ids()) == page.model.rowCount()
    page.view.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() == many)
    qtbot.waitUntil(lambda: page.list.bulk.count.text() == f"{many} tickets chosen")
    assert QApplication.focusWidget() is page.view
