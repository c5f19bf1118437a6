"""A request is walked without the mouse: after each step the keyboard is where the next one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.device import DeviceKind
from app.model.subject_request import RequestKind
from app.model.ticket import Channel
from app.workflows import devices, requests, ticket_links, tickets
from app.workflows.session import Session
from tests.ui.parts import texts
from tests.ui.requests.acting import button, dialog_of, has, take_in
from ui.requests.dialogs import NewRequestDialog
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage


def _at(page: RequestsPage) -> QWidget | None:
    return page.window().focusWidget()


def _stands_on(page: RequestsPage, text: str) -> bool:
    part = _at(page)
    return isinstance(part, QPushButton) and part.text() == text


def _in_the_pane(page: RequestsPage) -> bool:
    part = _at(page)
    return part is not None and page.pane.isAncestorOf(part)


def _press(qtbot: QtBot, page: RequestsPage, text: str, *, offers: str) -> None:
    pressed = button(page.pane, text)
    pressed.setFocus()
    qtbot.keyClick(pressed, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: has(page, offers))


def test_a_request_that_is_taken_in_has_the_keyboard_on_its_first_step(
    qtbot: QtBot, page: RequestsPage
) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    qtbot.waitUntil(lambda: _stands_on(page, "Send a code…"))


def test_each_step_leaves_the_keyboard_on_the_next(
    qtbot: QtBot, page: RequestsPage, saved: Callable[[str], Path]
) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    _press(qtbot, page, "I checked it in person", offers="Look for more records")
    assert _stands_on(page, "Look for more records")
    _press(qtbot, page, "Look for more records", offers="These are all: go on")
    assert _stands_on(page, "Look for more records")  # it is there as before
    _press(qtbot, page, "These are all: go on", offers="I have looked at it: go on")
    assert _stands_on(page, "I have looked at it: go on")
    _press(qtbot, page, "I have looked at it: go on", offers="Decide")
    assert not _stands_on(page, "Decide")  # which a second Enter would press
    assert _in_the_pane(page)


def test_a_letter_that_is_not_saved_leaves_the_keyboard_in_the_step(
    qtbot: QtBot, page: RequestsPage
) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    qtbot.waitUntil(lambda: _stands_on(page, "Send a code…"))
    send = _at(page)
    assert send is not None
    qtbot.keyClick(send, Qt.Key.Key_Space)
    dialog = dialog_of(qtbot, page, LetterDialog)
    qtbot.waitUntil(lambda: has(page, "Send a new code…"))  # the step behind it changed
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert _in_the_pane(page)


def test_a_request_of_nobody_says_who_is_missing_and_leads_to_the_field(
    qtbot: QtBot, page: RequestsPage
) -> None:
    page.new_request()
    dialog = dialog_of(qtbot, page, NewRequestDialog)
    assert isinstance(dialog, NewRequestDialog)
    dialog.kind.setFocus()
    qtbot.keyClick(dialog.kind, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Who is asking has not been chosen." in texts(dialog)
    assert dialog.focusWidget() is dialog.person.line


def test_who_answers_what_was_found_goes_from_one_to_the_next_and_on(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    person = requests.get(session, number).person_id
    ticket, _ = tickets.create(
        session, title="Muis", channel=Channel.COUNTER, requester_id=person, text="x"
    )
    for maker in ("Lenovo", "Dell"):
        device, _ = devices.create(session, kind=DeviceKind.LAPTOP, manufacturer=maker)
        ticket_links.link_device(session, ticket, device)
    _press(qtbot, page, "I checked it in person", offers="Look for more records")
    _press(qtbot, page, "Look for more records", offers="It is theirs")
    _press(qtbot, page, "It is theirs", offers="It is not theirs")
    qtbot.waitUntil(lambda: "To be answered: 1" in texts(page.pane))
    assert _stands_on(page, "It is theirs")
    _press(qtbot, page, "It is theirs", offers="These are all: go on")
    assert _stands_on(page, "These are all: go on")
