"""A queue, a category or a tag: half a name is the one that is there, and a new one says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands
from ui.tickets.dialogs import WordsDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage
from ui.widgets.suggestions import Suggestions

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


def ask(qtbot: QtBot, page: TicketsPage, hands: Hands, key: Qt.Key) -> Suggestions:
    """Press a key that asks for names, and return what is offered below the field."""
    hands.press(key)
    hands.await_field()
    dialog = page.findChild(WordsDialog)
    assert dialog is not None
    found = dialog.findChild(Suggestions)
    assert found is not None
    return found


def offered(found: Suggestions) -> list[str]:
    return [found.item(row).text() for row in range(found.count())] if found.isVisible() else []


@pytest.fixture
def number(page: TicketsPage, session: Session, hands: Hands) -> int:
    """The ticket that is read; there are two queues that begin alike."""
    number = hands.read(0)
    other = tickets.page(session, "").ids[-1]
    version = tickets.get(session, other).row.version
    tickets.change(session, other, version, queue="Werkplaats")
    page.list.known = {**page.list.known, "queue": ("Netwerk", "Werkplaats", "Werkplek")}
    return number


def test_the_queues_there_are_stand_below_the_field_and_the_one_chosen_is_the_answer(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, number: int
) -> None:
    found = ask(qtbot, page, hands, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: offered(found) == ["Netwerk", "Werkplaats", "Werkplek"])
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.queue == "Werkplaats")
    assert not any(dialog.isVisible() for dialog in page.findChildren(WordsDialog))


def test_escape_leaves_at_once_while_nothing_was_typed(
    qtbot: QtBot, page: TicketsPage, hands: Hands, number: int
) -> None:
    del number
    found = ask(qtbot, page, hands, Qt.Key.Key_Q)
    qtbot.waitUntil(found.isVisible)
    dialog = page.findChild(WordsDialog)
    assert dialog is not None
    hands.press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_half_a_name_is_the_queue_that_begins_so(
    qtbot: QtBot, page: TicketsPage, hands: Hands, number: int, modifier: Qt.KeyboardModifier
) -> None:
    found = ask(qtbot, page, hands, Qt.Key.Key_Q)
    hands.type("net")
    assert offered(found) == ["Netwerk", "New: “net”"]
    hands.press(Qt.Key.Key_Return, modifier)
    session = page.context.session
    qtbot.waitUntil(lambda: tickets.get(session, number).row.queue == "Netwerk")


def test_a_name_that_another_begins_with_is_made_by_its_own_row(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, number: int
) -> None:
    ask(qtbot, page, hands, Qt.Key.Key_Q)
    hands.type("net")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.queue == "net")


def test_what_nothing_begins_with_says_that_it_is_new_and_is_made_by_enter(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, number: int
) -> None:
    found = ask(qtbot, page, hands, Qt.Key.Key_Q)
    hands.type("plek")
    assert offered(found) == ["Werkplek", "New: “plek”"]
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.queue == "plek")


def test_a_name_in_use_is_not_new_in_other_capitals(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, number: int
) -> None:
    found = ask(qtbot, page, hands, Qt.Key.Key_Q)
    hands.type("WERKPLAATS")
    assert offered(found) == []
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).row.queue == "Werkplaats")


def test_half_a_tag_in_a_new_ticket_is_taken_and_the_ticket_is_not_made_yet(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    page.new_ticket()
    dialog = page.findChild(NewTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)  # it knows the names in use by then
    dialog.tags.set_known(("vpn", "printer"))
    dialog.tags.line.setFocus()
    hands.await_field()
    hands.type("scherm, vp")
    hands.press(Qt.Key.Key_Return)
    assert dialog.tags.words == ("scherm", "vpn")
    assert dialog.isVisible()
    hands.type("vp")
    assert offered(dialog.tags.suggestions) == ["New: “vp”"]  # it has the other one already


def test_tab_leaves_a_new_tag_as_it_is_typed_and_goes_on(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    page.new_ticket()
    dialog = page.findChild(NewTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    dialog.category.line.setFocus()
    hands.await_field()
    hands.type("nieuw")
    hands.press(Qt.Key.Key_Tab)
    assert (dialog.category.word, dialog.tags.line.hasFocus()) == ("nieuw", True)
