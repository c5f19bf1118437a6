"""Tickets are merged, linked and split, all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel, LinkKind, format_number
from app.workflows import drafts, people, ticket_links, tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands, at_work
from ui.main_window import MainWindow
from ui.tickets.dialogs import OtherTicketDialog, SplitDialog
from ui.tickets.page import TicketsPage
from ui.widgets.removable_row import RemovableRow

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_ticket_is_merged_into_another_that_is_found_by_words(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    messages = len(tickets.get(session, number).messages)
    other = tickets.page(session, "tekenprogramma").ids[0]
    hands.press(Qt.Key.Key_M, SHIFT)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    hands.type("tekenpro")
    qtbot.waitUntil(dialog.suggestions.isVisible)
    hands.press(Qt.Key.Key_Return)
    assert dialog.other is not None
    assert dialog.other.id == other
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tickets.get(session, number).merged_into == other)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == other)
    assert len(tickets.get(session, other).messages) == 3 + messages
    hands.press(Qt.Key.Key_H)
    said = f"{format_number(number)} was merged into this ticket"
    assert said in page.pane.timeline.texts()


def merge(qtbot: QtBot, page: TicketsPage, hands: Hands, into: int) -> None:
    hands.press(Qt.Key.Key_M, SHIFT)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    hands.type(format_number(into))
    qtbot.waitUntil(dialog.suggestions.isVisible)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == into)


def test_a_merge_into_another_person_s_ticket_is_warned_of(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    person, another = (
        people.add(session, display_name=name, email=f"{name}@example.org")[0]
        for name in ("anna", "bram")
    )
    own, hers, his = (
        tickets.create(session, title=title, channel=Channel.EMAIL, text="x", requester_id=who)[0]
        for title, who in (("Muis", person), ("Nog een muis", person), ("Zijn muis", another))
    )
    page.show_item(own)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == own)
    for key, other, warned in (
        (Qt.Key.Key_M, hers, False),
        (Qt.Key.Key_M, his, True),
        (Qt.Key.Key_L, his, False),
    ):
        hands.press(key, SHIFT if key is Qt.Key.Key_M else Qt.KeyboardModifier.NoModifier)
        dialog = page.findChildren(OtherTicketDialog)[-1]
        dialog.choose(tickets.rows(session, [other])[other])
        assert dialog.whose.isVisible() is warned
        assert ("bram" in dialog.whose.text()) is warned
        dialog.reject()
        qtbot.waitUntil(lambda: not page.findChildren(OtherTicketDialog))


def test_what_is_half_written_goes_along_with_a_merge(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, into = hands.read(0), page.model.id_at(3)
    assert into is not None
    hands.press(Qt.Key.Key_W)  # read in a tab, and beside the list
    qtbot.waitUntil(lambda: not page.at_list and page.ticket is not None)
    hands.press(Qt.Key.Key_N)
    hands.type("Bel morgen terug")
    hands.press(Qt.Key.Key_Escape)
    merge(qtbot, page, hands, into)
    half = Draft(DraftKind.NOTE, "Bel morgen terug")
    qtbot.waitUntil(lambda: page.reader.writing == half)
    page.put_away()
    page.show_apart(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.merged_into == into)
    assert page.reader.writing.is_empty
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(session, into) == half)
    assert drafts.get(session, number) is None


def test_an_answer_that_is_added_after_its_half_moved_with_a_merge_leaves_no_half_behind(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, into = hands.read(0), page.model.id_at(3)
    assert into is not None
    hands.press(Qt.Key.Key_R)
    hands.type("Half")
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(session, number) == Draft(text="Half"))
    hands.type(" en heel")
    page.context.jobs.changed.emit(ticket_links.merge(session, number, into))
    assert drafts.get(session, into) == Draft(text="Half")
    assert page.reader.writing == Draft(text="Half en heel")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == into)
    assert page.ticket is not None
    assert page.ticket.messages[-1].text == "Half en heel"
    assert drafts.get(session, into) is None
    assert page.reader.writing.is_empty


def test_what_is_begun_in_a_merged_ticket_is_there_in_the_one_it_went_to(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    into, number = hands.read(3), page.model.id_at(0)
    assert number is not None
    hands.press(Qt.Key.Key_R)
    hands.type("x")
    page.put_away()
    hands.press(Qt.Key.Key_Backspace)
    page.put_away()  # nothing is half written there, and the page knows it
    qtbot.waitUntil(lambda: drafts.get(session, into) is None)
    ticket_links.merge(session, number, into)
    page.show_apart(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.merged_into == into)
    hands.press(Qt.Key.Key_R)
    hands.type("Nog iets")
    page.put_away()
    qtbot.waitUntil(lambda: drafts.get(session, into) == Draft(text="Nog iets"))
    page.show_apart(into)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == into)
    qtbot.waitUntil(lambda: page.reader.writing == Draft(text="Nog iets"))


def test_an_answer_written_in_a_merged_ticket_leads_to_the_one_it_went_to(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, into = hands.read(0), page.model.id_at(3)
    assert into is not None
    ticket_links.merge(session, number, into)
    page.show_apart(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.merged_into == into)
    hands.press(Qt.Key.Key_R)
    hands.type("Komt in orde")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == into)
    assert page.ticket is not None
    assert page.ticket.messages[-1].text == "Komt in orde"
    window = page.window()
    assert isinstance(window, MainWindow)
    assert f"Added to {format_number(into)}" in window.statusBar().currentMessage()


def test_an_answer_in_a_merged_ticket_calls_nobody_back_who_went_elsewhere(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, into = hands.read(0), page.model.id_at(3)
    assert into is not None
    ticket_links.merge(session, number, into)
    page.show_apart(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.merged_into == into)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.workspace is not None
    hands.press(Qt.Key.Key_R)
    hands.type("Komt in orde")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.workspace.go("devices")
    told = f"Added to {format_number(into)}"
    qtbot.waitUntil(lambda: told in window.statusBar().currentMessage())
    qtbot.wait(20)
    assert not page.isVisible()
    assert page.item == number


def test_tickets_are_linked_and_one_leads_to_the_other(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    other = page.model.id_at(3)
    assert other is not None
    hands.press(Qt.Key.Key_L)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    hands.type(tickets.get(session, other).row.number)
    qtbot.waitUntil(dialog.suggestions.isVisible)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.ticket is not None and bool(page.ticket.links))
    assert tickets.get(session, number).links[0].id == other
    window = page.window()
    assert isinstance(window, MainWindow)
    assert "are linked" in window.statusBar().currentMessage()
    button = page.pane.head.marks.buttons[-1]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == other)


def test_the_digits_of_a_number_find_the_other_ticket_and_what_finds_nothing_is_told(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    hands.read(0)
    other = page.model.id_at(3)
    assert other is not None
    hands.press(Qt.Key.Key_L)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    hands.type(format_number(other)[-6:].lstrip("0"))
    qtbot.waitUntil(dialog.suggestions.isVisible)
    assert dialog.suggestions.item(0).text().startswith(format_number(other))
    assert not dialog.none.isVisible()
    hands.type("99999")
    qtbot.waitUntil(dialog.none.isVisible)
    assert not dialog.suggestions.isVisible()
    hands.type("1")
    assert not dialog.none.isVisible()  # that is not known yet


def test_a_ticket_that_is_chosen_while_one_types_on_is_all_that_is_told(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_M, SHIFT)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    hands.type("tekenpro")
    qtbot.waitUntil(dialog.suggestions.isVisible)
    hands.type("qzqz")
    hands.press(Qt.Key.Key_Return)
    assert dialog.other is not None
    qtbot.waitUntil(lambda: not page.context.jobs.is_reading)
    qtbot.wait(20)  # an answer is delivered by the event loop
    assert not dialog.none.isVisible()
    assert dialog.found.text().startswith(dialog.line.text())


def test_a_link_made_by_mistake_is_taken_away_where_links_are_made(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    other = page.model.id_at(3)
    assert other is not None
    ticket_links.link(session, number, other, LinkKind.DUPLICATE)
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and bool(page.ticket.links))
    hands.press(Qt.Key.Key_L)
    dialog = page.findChild(OtherTicketDialog)
    assert dialog is not None
    (row,) = dialog.findChildren(RemovableRow)
    assert "Duplicate: " in row.cross.accessibleName()
    qtbot.waitUntil(lambda: at_work() is dialog.line)
    row.cross.setFocus()
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(row.isHidden)
    assert tickets.get(session, number).links == ()
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.ticket is not None and not page.ticket.links)


def test_a_ticket_with_one_message_says_that_there_is_nothing_to_split_off(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number, _changes = tickets.create(
        session, title="Muis", channel=Channel.TELEPHONE, text="Kapot."
    )
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == number)
    window = page.window()
    assert isinstance(window, MainWindow)
    hands.press(Qt.Key.Key_S, SHIFT)
    assert page.findChild(SplitDialog) is None
    assert "nothing to split off" in window.statusBar().currentMessage()


def test_messages_that_belong_elsewhere_are_split_off(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_S, SHIFT)
    dialog = page.findChild(SplitDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.messages_list)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    dialog.title.setFocus()
    hands.type("Iets anders")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.title == "Iets anders")
    assert len(tickets.get(session, number).messages) == 2


def test_after_a_split_by_ctrl_enter_the_keyboard_is_in_the_list(
    qtbot: QtBot,
    page: TicketsPage,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_S, SHIFT)
    dialog = page.findChild(SplitDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: at_work() is dialog.messages_list)
    hands.press(Qt.Key.Key_Space)
    dialog.title.setFocus()
    hands.type("Iets anders")
    monkeypatch.setattr("ui.workspace.is_apart", lambda: True)  # Ctrl is held until it is done
    hands.send()
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.title == "Iets anders")
    assert page.at_list
    qtbot.waitUntil(lambda: page.window().focusWidget() is page.view)


@pytest.mark.parametrize("ticked", [0, 3])
def test_a_split_of_none_or_all_is_refused_and_the_dialog_stays(
    qtbot: QtBot, page: TicketsPage, hands: Hands, ticked: int
) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_S, SHIFT)
    dialog = page.findChild(SplitDialog)
    assert dialog is not None
    for row in range(ticked):
        dialog.messages_list.item(row).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert dialog.isVisible()
