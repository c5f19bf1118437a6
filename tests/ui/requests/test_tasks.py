"""Whoever never read the policy completes a request with the window alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.model.subject_request import Decision, RequestKind, RequestState
from app.store import audit
from app.workflows import people, requests, restriction, verification
from app.workflows.package_order import Step
from app.workflows.session import Session
from tests.ui.parts import pick, texts
from tests.ui.requests.acting import (
    LEFT,
    PATIENCE,
    dialog_of,
    go_to_decision,
    has,
    press,
    take_in,
    write_letter,
)
from ui.packages.page import PackagesPage
from ui.people.page import PeoplePage
from ui.requests.dialogs import ActForReasonDialog
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage
from ui.widgets.choice_button import ChoiceButton


def test_an_access_request_with_the_window_alone(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    assert any("Check who is asking" in text for text in texts(page.pane))
    press(qtbot, page, "Send a code…")
    dialog = dialog_of(qtbot, page, LetterDialog)
    assert isinstance(dialog, LetterDialog)
    code = dialog.letter.code
    assert code in dialog.text.toPlainText()
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert code in saved("identification-1.eml").read_text()
    qtbot.waitUntil(lambda: any("Waiting for proof" in text for text in texts(page.pane)))
    line = next(n for n in page.pane.findChildren(QLineEdit) if "code" in n.accessibleName())
    qtbot.keyClicks(line, code)
    press(qtbot, page, "Check the code")
    go_to_decision(qtbot, page)
    press(qtbot, page, "Make the package…")
    packages = page.window().findChild(PackagesPage)
    assert packages is not None
    wizard, package = packages.wizard, saved("package-1.zip")
    qtbot.waitUntil(wizard.forth.isEnabled)
    assert wizard.whose.request.value == number
    for step in (Step.CONTENTS, Step.OTHERS, Step.FILES, Step.DELIVERY):
        qtbot.waitUntil(wizard.forth.isEnabled)
        qtbot.mouseClick(wizard.forth, LEFT)
        assert wizard.step is step
    wizard.delivery.place.setText(str(package))
    qtbot.mouseClick(wizard.forth, LEFT)
    qtbot.waitUntil(lambda: wizard.step is Step.RESULT, timeout=PATIENCE)
    passphrase = wizard.result.passphrase.text()
    assert verification.verify(session.folder, package, passphrase=passphrase).valid
    qtbot.mouseClick(wizard.forth, LEFT)  # which leads back to the request and its letter
    qtbot.waitUntil(page.isVisible)
    write_letter(qtbot, page)
    press(qtbot, page, "Close the request")
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane))
    request = requests.get(session, number)
    assert request.state is RequestState.CLOSED
    with session.store.read() as connection:
        closed = audit.entries(connection, limit=1)[0]
        assert audit.verify(connection) == []
    assert '"lacks":""' in closed.detail


def test_an_erasure_with_the_window_alone(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.ERASE)
    person = requests.get(session, number).person_id
    assert person is not None
    press(qtbot, page, "I checked it in person")
    press(qtbot, page, "Look for more records")
    press(qtbot, page, "These are all: go on")
    qtbot.waitUntil(lambda: "Will be destroyed" in texts(page.pane))
    press(qtbot, page, "I have looked at it: go on")
    press(qtbot, page, "Decide")
    write_letter(qtbot, page)
    press(qtbot, page, "Approve the erasure…")
    reason = dialog_of(qtbot, page, ActForReasonDialog)
    assert isinstance(reason, ActForReasonDialog)
    assert not reason.submit.isEnabled()
    qtbot.keyClicks(reason.reason, "there is no second team lead")
    qtbot.mouseClick(reason.submit, LEFT)
    press(qtbot, page, "Erase the person…")
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane))
    assert "(erased)" in texts(page.pane)
    assert people.rows(session, (person,)) == {}
    assert verification.verify(session.folder, saved("erasure-1.json")).valid
    assert "Fatima" in saved("completion-1.eml").read_text()
    assert requests.get(session, number).approved_own


def test_a_refusal_needs_a_ground(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.RESTRICT)
    press(qtbot, page, "I called back a known number")
    press(qtbot, page, "Look for more records")
    press(qtbot, page, "These are all: go on")
    press(qtbot, page, "I have looked at it: go on")
    qtbot.waitUntil(lambda: has(page, "Decide"))
    pick(next(iter(page.pane.findChildren(ChoiceButton))), "Refused")
    assert not has(page, "Decide")
    ground = next(b for b in page.pane.findChildren(QCheckBox) if "excessive" in b.text())
    ground.click()
    press(qtbot, page, "Decide")
    qtbot.waitUntil(lambda: has(page, "Write the letter…"))
    assert requests.get(session, number).decision is Decision.REFUSED


def test_a_restriction_is_done_and_shown(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Callable[[str], Path]
) -> None:
    number = take_in(qtbot, page, RequestKind.RESTRICT)
    press(qtbot, page, "I checked it in person")
    go_to_decision(qtbot, page)
    press(qtbot, page, "Restrict the data")
    shown = "The data of this person is restricted."
    qtbot.waitUntil(lambda: shown in texts(page.pane))
    person = requests.get(session, number).person_id
    assert person is not None
    assert restriction.is_restricted(session, person)
    page.acts.show_person()
    there = page.window().findChild(PeoplePage)
    assert there is not None
    qtbot.waitUntil(lambda: any("is restricted: it is kept" in text for text in texts(there)))


def test_the_list_finds_what_presses(qtbot: QtBot, page: RequestsPage) -> None:
    take_in(qtbot, page, RequestKind.ACCESS)
    take_in(qtbot, page, RequestKind.ERASE, "mees")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    qtbot.keyClicks(page.field.line, "mees eras")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.show_query("is:pressing")
    qtbot.waitUntil(page.empty.isVisible)
