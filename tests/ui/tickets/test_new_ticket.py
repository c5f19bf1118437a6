"""A ticket made by hand, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel, Direction, Priority
from app.workflows import devices, people, tickets
from app.workflows.session import Session
from tests.ui.scanning import scan
from tests.ui.tickets.conftest import at_work
from ui.main_window import MainWindow
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, page: TicketsPage) -> NewTicketDialog:
    qtbot.keyClick(page.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(NewTicketDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.requester.line)
    return dialog


def test_somebody_on_record_is_found_while_typing_and_their_ticket_is_shown(
    qtbot: QtBot, page: TicketsPage, session: Session, dialog: NewTicketDialog
) -> None:
    qtbot.keyClicks(at_work(), "amrani")
    qtbot.waitUntil(dialog.requester.found.isVisible)
    qtbot.keyClick(at_work(), Qt.Key.Key_Return)
    assert at_work() is dialog.title
    qtbot.keyClicks(at_work(), "Scherm knippert")
    qtbot.keyClick(at_work(), Qt.Key.Key_Tab)
    qtbot.keyClicks(at_work(), "Sinds vanmorgen.")
    qtbot.keyClick(at_work(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: page.pane.ticket is not None and page.pane.ticket.row.title == "Scherm knippert"
    )
    assert page.pane.ticket is not None
    made = tickets.get(session, page.pane.ticket.row.id)
    assert made.row.requester == "Fatima El Amrani"
    assert made.row.channel is Channel.TELEPHONE
    (message,) = made.messages
    assert (message.direction, message.text) == (Direction.IN, "Sinds vanmorgen.")


def test_a_scan_counts_though_the_ticket_is_made_at_once(
    qtbot: QtBot, page: TicketsPage, session: Session, dialog: NewTicketDialog
) -> None:
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.title.setFocus()
    qtbot.keyClicks(dialog.title, "Scherm kapot")
    scan("356938035643810", 100_000)  # nobody has it, which is told first
    dialog.submit.click()
    qtbot.waitUntil(dialog.messages.isVisible)
    assert dialog.isVisible()
    scan("490154203237518", 200_000)
    dialog.submit.click()
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.title == "Scherm kapot")
    assert page.ticket is not None
    assert [d.id for d in page.ticket.devices] == [devices.identified(session, "490154203237518")]


def test_a_device_that_is_scanned_meanwhile_is_what_the_ticket_is_about(
    qtbot: QtBot, page: TicketsPage, session: Session, dialog: NewTicketDialog
) -> None:
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.title.setFocus()
    qtbot.keyClicks(dialog.title, "Scherm kapot")
    scan("356938035643810", 100_000)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert "No device has the identifier" in dialog.messages.message.text()
    scan("490154203237518", 200_000)
    qtbot.waitUntil(lambda: len(dialog.devices.chosen) == 1)
    scanned = dialog.devices.chosen
    assert not dialog.messages.isVisible()
    assert dialog.isVisible()
    assert dialog.title.text() == "Scherm kapot"
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.title == "Scherm kapot")
    assert page.ticket is not None
    assert tuple(device.id for device in page.ticket.devices) == scanned


def test_a_new_person_is_put_on_record_with_the_ticket(
    qtbot: QtBot, page: TicketsPage, session: Session, dialog: NewTicketDialog
) -> None:
    qtbot.keyClicks(at_work(), "nieuw@example.org")
    qtbot.mouseClick(dialog.add_person, Qt.MouseButton.LeftButton)
    assert dialog.new_email.text() == "nieuw@example.org"
    qtbot.keyClicks(dialog.new_name, "Nina Nieuw")
    qtbot.keyClicks(dialog.title, "Eerste vraag")
    qtbot.keyClicks(dialog.queue.line, "Werkplek")
    qtbot.keyClicks(dialog.tags.line, "vpn, thuis,vpn")
    dialog.priority.set_value(Priority.HIGH)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: page.pane.ticket is not None and page.pane.ticket.row.title == "Eerste vraag"
    )
    assert page.pane.ticket is not None
    made = tickets.get(session, page.pane.ticket.row.id)
    assert (made.row.queue, made.row.priority, made.tags) == (
        "Werkplek",
        Priority.HIGH,
        ("thuis", "vpn"),
    )
    assert made.row.requester_id == people.resolve(session, "nieuw@example.org")


def test_what_is_missing_or_unclear_is_told_and_nothing_is_lost(
    qtbot: QtBot, session: Session, dialog: NewTicketDialog
) -> None:
    before = tickets.count(session)
    qtbot.keyClicks(at_work(), "zzz")
    qtbot.waitUntil(dialog.requester.nobody.isVisible)
    qtbot.keyClicks(dialog.title, "Iets")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    assert "requester" in dialog.messages.message.text()
    dialog.requester.line.clear()
    dialog.title.clear()
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "title" in dialog.messages.message.text())
    assert tickets.count(session) == before
    assert dialog.isVisible()


def test_whoever_is_typed_beside_a_new_person_has_to_be_chosen_first(
    qtbot: QtBot, session: Session, dialog: NewTicketDialog
) -> None:
    before = people.count(session), tickets.count(session)
    dialog.add_person.click()
    qtbot.keyClicks(dialog.new_name, "Nina Nieuw")
    qtbot.keyClicks(dialog.requester.line, "fatima")
    qtbot.keyClicks(dialog.title, "Iets")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    assert "requester" in dialog.messages.message.text()
    assert (people.count(session), tickets.count(session)) == before


def test_a_person_whose_ticket_cannot_be_made_is_not_kept_either(
    qtbot: QtBot, session: Session, dialog: NewTicketDialog
) -> None:
    people_before = people.count(session)
    dialog.add_person.click()
    qtbot.keyClicks(dialog.new_name, "Nina Nieuw")
    qtbot.keyClick(dialog.new_name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "title" in dialog.messages.message.text())
    assert people.count(session) == people_before


def test_names_in_use_are_offered(
    qtbot: QtBot, page: TicketsPage, session: Session, dialog: NewTicketDialog
) -> None:
    dialog.tags.set_known(["thuiswerken", "vpn"])
    dialog.tags.line.setFocus()
    qtbot.keyClicks(dialog.tags.line, "vpn, thu")
    assert dialog.tags.suggestions.isVisible()
    qtbot.keyClick(dialog.tags.line, Qt.Key.Key_Return)
    assert dialog.tags.words == ("vpn", "thuiswerken")
    qtbot.keyClicks(dialog.tags.line, "v")
    assert dialog.tags.suggestions.isVisible()
    qtbot.keyClick(dialog.tags.line, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.tags.suggestions.isVisible()


def test_nobody_found_is_not_said_beside_a_new_person(
    qtbot: QtBot, dialog: NewTicketDialog
) -> None:
    qtbot.keyClicks(at_work(), "zzqx")
    qtbot.waitUntil(dialog.requester.nobody.isVisible)
    qtbot.mouseClick(dialog.add_person, Qt.MouseButton.LeftButton)
    assert dialog.new_name.text() == "zzqx"
    assert not dialog.requester.nobody.isVisible()
