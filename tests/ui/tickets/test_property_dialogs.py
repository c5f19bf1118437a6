"""What a ticket is, changed in dialogs by keys alone: title, requester, due moment."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.ticket import Priority, Status
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands
from ui.text import long_moment
from ui.tickets.page import TicketsPage
from ui.tickets.property_dialogs import DueDialog, RequesterDialog
from ui.tickets.reading_head import about

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_title_is_changed_and_comes_back(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(1)
    was = tickets.get(session, number).row.title
    hands.press(Qt.Key.Key_I)
    hands.await_field()
    hands.type("Scherm blijft donker")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.title == "Scherm blijft donker")
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.title != was)
    qtbot.waitUntil(lambda: page.work.can_undo)
    change = tickets.get(session, number).changes[-1]
    assert (change.field, change.old, change.new) == ("title", "", "")
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.title == was)


def test_another_requester_is_found_while_typing(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(1)
    was = tickets.get(session, number).row
    hands.press(Qt.Key.Key_U)
    hands.await_field()
    dialog = page.findChild(RequesterDialog)
    assert dialog is not None
    hands.type("amrani")
    qtbot.waitUntil(dialog.requester.found.isVisible)
    hands.press(Qt.Key.Key_Return)
    assert dialog.requester.person is not None
    hers = dialog.requester.person.id
    assert hers != was.requester_id
    hands.press(Qt.Key.Key_Space)  # the button that does it has the keyboard
    qtbot.waitUntil(lambda: tickets.get(session, number).row.requester_id == hers)
    qtbot.waitUntil(lambda: page.work.can_undo)
    said = {c.field: (c.old, c.new) for c in tickets.get(session, number).changes}
    assert said["requester_id"] == ("", "")
    assert said.get("organisation_id", ("", "")) == ("", "")
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.requester_id == was.requester_id)
    assert tickets.get(session, number).row.organisation == was.organisation


def test_a_due_moment_is_set_and_taken_away(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(1)
    hands.press(Qt.Key.Key_D)
    dialog = page.findChild(DueDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.day.hasFocus())
    qtbot.keyClicks(dialog.day, "soon")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.messages.isVisible)
    dialog.day.selectAll()
    qtbot.keyClicks(dialog.day, "24-12-2031")
    hands.press(Qt.Key.Key_Tab)
    qtbot.keyClicks(dialog.time, "0930")
    wanted = int(datetime(2031, 12, 24, 9, 30).astimezone().timestamp())
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.due_at == wanted)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.due_at == wanted)
    assert long_moment(wanted) in about(tickets.get(session, number))
    qtbot.waitUntil(lambda: page.findChild(DueDialog) is None)
    hands.press(Qt.Key.Key_D)
    again = page.findChild(DueDialog)
    assert again is not None
    qtbot.waitUntil(lambda: again.isActiveWindow() and again.day.hasFocus())
    assert (again.day.text(), again.time.text()) == ("24-12-2031", "09:30")
    again.none.setFocus()
    hands.press(Qt.Key.Key_Space)
    again.submit.setFocus()
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.due_at is None)


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_Q])
def test_what_was_asked_about_a_ticket_is_done_with_that_one_though_the_next_came(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, key: Qt.Key
) -> None:
    number = hands.read(1)
    other_work = threading.Event()
    page.context.jobs.write(page, lambda: other_work.wait(10), lambda _done: None)
    hands.press(Qt.Key.Key_E)
    hands.press(key)
    if key == Qt.Key.Key_P:
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    else:
        hands.await_field()
    other_work.set()
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id != number)
    if key == Qt.Key.Key_P:
        hands.choose("U")
    else:
        hands.type("Elders")
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    assert page.ticket is not None
    asked, before_us = (tickets.get(session, n).row for n in (number, page.ticket.row.id))
    assert asked.status is Status.RESOLVED
    if key == Qt.Key.Key_P:
        assert (asked.priority, before_us.priority is Priority.URGENT) == (Priority.URGENT, False)
    else:
        assert (asked.queue, before_us.queue == "Elders") == ("Elders", False)
