"""On a person's page: what they agreed to, who received what, and what they had stopped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.subject_request import Decision, RequestKind
from app.workflows import requests, restriction
from app.workflows.requests import carrying_out, third_parties
from app.workflows.session import Session
from tests.ui.parts import pick, texts
from tests.ui.people.test_tasks import LEFT, link, open_person, page, session
from ui import prompts
from ui.main_window import MainWindow
from ui.people.page import PeoplePage
from ui.people.use_dialogs import ConsentDialog, DisclosureDialog, LiftDialog
from ui.requests.dialogs import NewRequestDialog
from ui.requests.page import RequestsPage

__all__ = ["page", "session"]


def opened(qtbot: QtBot, page: PeoplePage, name: str, kind: type[QWidget]) -> QWidget:
    """Press a link of the section and wait for its dialog."""
    qtbot.mouseClick(link(page.pane, name), LEFT)
    qtbot.waitUntil(lambda: isinstance(page.dialog, kind) and page.dialog.isVisible())
    assert page.dialog is not None
    return page.dialog


def carried_out(session: Session, kind: RequestKind, person: int) -> int:
    request, _ = requests.new(session, kind, person)
    requests.verify_identity(session, request.number, "callback")
    requests.decide(session, request.number, Decision.GRANTED)
    return request.number


def test_the_page_stays_where_one_was_at_work_in_it_and_begins_at_the_top_for_another(
    qtbot: QtBot, page: PeoplePage
) -> None:
    open_person(qtbot, page, "elamrani@")
    bar = page.pane.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    place = bar.value()
    consent = opened(qtbot, page, "Record a consent…", ConsentDialog)
    assert isinstance(consent, ConsentDialog)
    pick(consent.purpose, "Managing licences")
    qtbot.keyClicks(consent.recipient, "Reparateur BV")
    qtbot.keyClick(consent.recipient, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Reparateur BV: Managing licences" in texts(page.pane))
    assert bar.value() == place
    page.field.line.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() > 1)  # the one who is shown is chosen no more
    person = open_person(qtbot, page, "pieter")
    assert page.pane.overview is not None
    assert page.pane.overview.person.row.id == person
    assert bar.value() == 0


def test_a_consent_is_recorded_used_and_withdrawn(
    qtbot: QtBot, page: PeoplePage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = open_person(qtbot, page, "elamrani@")
    none = opened(qtbot, page, "Record that data was passed on…", DisclosureDialog)
    assert isinstance(none, DisclosureDialog)
    assert any("Record their consent to a recipient first" in text for text in texts(none))
    assert not none.submit.isEnabled()
    qtbot.keyClick(none, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.dialog is None)
    consent = opened(qtbot, page, "Record a consent…", ConsentDialog)
    assert isinstance(consent, ConsentDialog)
    pick(consent.purpose, "Managing licences")
    qtbot.keyClick(consent.purpose, Qt.Key.Key_Tab)
    assert consent.focusWidget() is consent.recipient
    qtbot.keyClicks(consent.recipient, "Reparateur BV")
    qtbot.keyClick(consent.recipient, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Reparateur BV: Managing licences" in texts(page.pane))
    passed_on = opened(qtbot, page, "Record that data was passed on…", DisclosureDialog)
    assert isinstance(passed_on, DisclosureDialog)
    pick(passed_on.category, "Device details")
    qtbot.mouseClick(passed_on.submit, LEFT)
    qtbot.waitUntil(lambda: "Reparateur BV: device details" in texts(page.pane))
    asked: list[str] = []

    def agree(_parent: QWidget, _title: str, question: str, _yes: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(prompts, "confirm", agree)
    qtbot.mouseClick(link(page.pane, "Withdraw: Reparateur BV: Managing licences"), LEFT)
    qtbot.waitUntil(lambda: any("withdrawn" in text for text in texts(page.pane)))
    assert "Reparateur BV" in asked[0]
    assert third_parties.consents(session, person)[0].withdrawn_at is not None


def test_a_restriction_is_lifted_once_the_person_was_told(
    qtbot: QtBot, page: PeoplePage, session: Session
) -> None:
    person = open_person(qtbot, page, "elamrani@")
    carrying_out.restrict(session, carried_out(session, RequestKind.RESTRICT, person))
    objection = carried_out(session, RequestKind.OBJECT, person)
    carrying_out.object_to(session, objection, ["improve"])
    page.show_item(person)
    restricted = "The data of this person is restricted: it is kept and not changed."
    qtbot.waitUntil(lambda: "Objection: Improving the service" in texts(page.pane))
    assert restricted in texts(page.pane)
    dialog = opened(qtbot, page, "Lift: Restricted: only kept", LiftDialog)
    assert isinstance(dialog, LiftDialog)
    assert not dialog.submit.isEnabled()
    qtbot.keyClick(dialog.told, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: restricted not in texts(page.pane))
    assert not restriction.is_restricted(session, person)
    dialog = opened(qtbot, page, "Lift: Objection: Improving the service", LiftDialog)
    assert isinstance(dialog, LiftDialog)
    dialog.told.click()
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: restriction.objections(session, person) == ())
    qtbot.waitUntil(lambda: "Objection: Improving the service" not in texts(page.pane))


def test_a_request_begins_on_the_persons_page_and_is_listed_there(
    qtbot: QtBot, window: MainWindow, page: PeoplePage
) -> None:
    open_person(qtbot, page, "elamrani@")
    qtbot.mouseClick(link(page.pane, "New request of this person"), LEFT)
    there = window.findChild(RequestsPage)
    assert there is not None
    qtbot.waitUntil(lambda: isinstance(there.dialog, NewRequestDialog))
    dialog = there.dialog
    assert isinstance(dialog, NewRequestDialog)
    assert dialog.person.person is not None
    assert dialog.person.person.display_name == "Fatima El Amrani"
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: there.guide is not None and there.dialog is None)
    assert window.workspace is not None
    window.workspace.go("people")
    qtbot.waitUntil(
        lambda: any(b.text() == "1: Access" for b in page.pane.findChildren(QPushButton))
    )
    shown = next(b for b in page.pane.findChildren(QPushButton) if b.text() == "1: Access")
    there.show_nothing()
    qtbot.mouseClick(shown, LEFT)
    qtbot.waitUntil(lambda: there.guide is not None)
