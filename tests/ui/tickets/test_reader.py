"""What reads a ticket is made when there is one to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel
from app.workflows import drafts, tickets
from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.tickets.reader import Reader
from ui.tickets.reading_pane import ReadingPane


def test_a_reader_makes_its_pane_for_its_first_ticket(qtbot: QtBot, page: TicketsPage) -> None:
    made: list[ReadingPane] = []

    def new_pane() -> ReadingPane:
        made.append(ReadingPane(page.context, page.files))
        return made[-1]

    reader = Reader(page.context, {}, new_pane)
    reader.setParent(page)
    reader.put_away()
    assert reader.ticket is None
    assert reader.findChild(ReadingPane) is None
    reader.read(tickets.page(page.context.session).ids[0])
    qtbot.waitUntil(lambda: reader.ticket is not None)
    assert made == [reader.pane]


def test_a_reply_is_for_the_requester_and_without_one_that_is_said(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    nobodys, _changes = tickets.create(
        page.context.session, title="Gevonden telefoon", channel=Channel.COUNTER, text="x"
    )
    hands.read(0)
    hands.press(Qt.Key.Key_R)
    editor = page.pane.composer.editor
    assert editor.placeholderText() == "Write a reply to the requester"
    page.show_item(nobodys)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == nobodys)
    assert editor.placeholderText() == "No requester: a reply is only kept with the ticket"
    assert editor.accessibleName() == editor.placeholderText()


def test_back_leads_to_the_list_of_which_nothing_was_chosen(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands
) -> None:
    assert window.workspace is not None
    window.workspace.go("devices")
    window.workspace.go("tickets")
    number = hands.read(0)
    hands.press(Qt.Key.Key_R)
    hands.type("Half")
    window.workspace.travels.go_back()
    assert (page.item, page.view.chosen_id) == (None, None)
    assert not page.pane.isVisible()
    session = page.context.session
    qtbot.waitUntil(lambda: drafts.get(session, number) is not None)
    window.workspace.travels.go_forward()
    qtbot.waitUntil(page.pane.isVisible)
    assert page.item == page.view.chosen_id == number
    assert page.pane.composer.text == "Half"
