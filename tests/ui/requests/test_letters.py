"""A clarification is asked for, and recipients are told, by letters from the guided request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from app.model.subject_request import PauseReason, RequestKind
from app.workflows import requests
from app.workflows.requests import letters, third_parties
from app.workflows.session import Session
from tests.ui.parts import texts
from tests.ui.requests.acting import LEFT, dialog_of, go_to_decision, has, press, take_in
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage


def letter_dialog(qtbot: QtBot, page: RequestsPage) -> LetterDialog:
    dialog = dialog_of(qtbot, page, LetterDialog)
    assert isinstance(dialog, LetterDialog)
    return dialog


def test_asking_what_is_meant_stops_the_clock_once_the_question_is_written(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    press(qtbot, page, "Ask what they mean…")
    dialog = letter_dialog(qtbot, page)
    assert not dialog.address.isVisible()
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(dialog.messages.isVisible)
    assert requests.get(session, number).paused_on == ""
    cursor = dialog.text.document().find(dialog.letter.unwritten)
    assert not cursor.isNull()
    cursor.insertText("Which period do you mean?")
    dialog.text.setTextCursor(QTextCursor(cursor))
    qtbot.waitUntil(dialog.submit.isEnabled)
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert "Which period do you mean?" in saved(f"clarification-{number}.eml").read_text()
    assert requests.get(session, number).pause_reason is PauseReason.CLARIFICATION
    qtbot.waitUntil(lambda: not has(page, "Ask what they mean…"))


def test_the_button_that_was_pressed_says_that_the_letter_is_being_written(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    press(qtbot, page, "Ask what they mean…")
    dialog = letter_dialog(qtbot, page)
    for button, other in ((dialog.pdf, dialog.submit), (dialog.submit, dialog.pdf)):
        before = other.text()
        button.click()
        assert (button.text(), other.text()) == ("One moment…", before)
        assert not button.isEnabled()
        assert not other.isEnabled()
        qtbot.waitUntil(dialog.messages.isVisible)  # something is still to be filled in
        assert button.text() != "One moment…"
        assert other.isEnabled()
        dialog.messages.hide()
    assert requests.get(session, number).paused_on == ""


def test_a_recipient_is_told_by_letter(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.RESTRICT)
    person = requests.get(session, number).person_id
    assert person is not None
    third_parties.consent(session, person, "service", "Reparateur BV")
    third_parties.disclose(session, person, "Reparateur BV", "device")
    press(qtbot, page, "I checked it in person")
    go_to_decision(qtbot, page)
    press(qtbot, page, "Restrict the data")
    qtbot.waitUntil(lambda: "Reparateur BV" in texts(page.pane))
    press(qtbot, page, "Write the letter…")
    dialog = letter_dialog(qtbot, page)
    assert dialog.address.isVisible()
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.address, "klant@repair.example")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert "klant@repair.example" in saved(f"notice-{number}.eml").read_text()
    assert [one.kind for one in letters.filed(session, number)] == ["notice"]
    press(qtbot, page, "They were told")
    qtbot.waitUntil(lambda: "Reparateur BV" not in texts(page.pane))
