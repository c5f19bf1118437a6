"""What each kind of request comes to in the window, and the ways in which a request ends early."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.moments import office_day
from app.model.subject_request import Ground, RequestKind, RequestState
from app.store import cleanup, request_records
from app.workflows import destruction, erasure, people, requests, tickets, verification
from app.workflows.session import Session
from tests.ui.parts import pick, texts
from tests.ui.requests.acting import (
    LEFT,
    dialog_of,
    go_to_decision,
    has,
    press,
    take_in,
    write_letter,
)
from ui import prompts
from ui.requests.dialogs import (
    ActForReasonDialog,
    CorrectionDialog,
    NewRequestDialog,
    PurposesDialog,
    WithdrawalDialog,
)
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage
from ui.tickets.page import TicketsPage

Saved = Callable[[str], Path]


def granted(qtbot: QtBot, page: RequestsPage, kind: RequestKind) -> tuple[int, int]:
    """Bring a request to where it is carried out; return its number and person."""
    number = take_in(qtbot, page, kind)
    press(qtbot, page, "I checked it in person")
    go_to_decision(qtbot, page)
    person = requests.get(page.context.session, number).person_id
    assert person is not None
    return number, person


def finish(qtbot: QtBot, page: RequestsPage, number: int) -> None:
    write_letter(qtbot, page)
    press(qtbot, page, "Close the request")
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane))
    assert requests.get(page.context.session, number).state is RequestState.CLOSED


def searched(session: Session) -> str | None:
    """Return what the search for corrected values came to; None while it is under way."""
    with session.store.read() as connection:
        sql = "SELECT json_extract(detail, '$.verdict') FROM audit WHERE action = ?"
        row = connection.execute(sql, ("correction_searched",)).fetchone()
    return None if row is None else str(row[0])


def test_a_correction_from_the_first_mail_to_the_closing_letter(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    number, person = granted(qtbot, page, RequestKind.RECTIFY)
    press(qtbot, page, "Correct the values…")
    dialog = dialog_of(qtbot, page, CorrectionDialog)
    assert isinstance(dialog, CorrectionDialog)
    dialog.name.setText("Fatima el Amrani-Bos")
    dialog.addresses["f.elamrani@example.nl"].setText("f.bos@example.nl")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    qtbot.waitUntil(lambda: searched(session) == "none_found", timeout=30_000)
    assert not cleanup.owes_copy(session.store)
    finish(qtbot, page, number)
    found = people.get(session, person)
    assert (found.row.display_name, found.emails) == ("Fatima el Amrani-Bos", ("f.bos@example.nl",))
    assert "f.bos@example.nl" in saved("completion-1.eml").read_text()


def test_a_correction_of_nothing_asks_whether_it_was_done_elsewhere(
    qtbot: QtBot,
    page: RequestsPage,
    session: Session,
    saved: Saved,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, _person = granted(qtbot, page, RequestKind.RECTIFY)
    press(qtbot, page, "Correct the values…")
    dialog = dialog_of(qtbot, page, CorrectionDialog)
    assert isinstance(dialog, CorrectionDialog)
    asked: list[str] = []
    agree = [False]

    def confirm(_parent: object, _title: str, question: str, _yes: str) -> bool:
        asked.append(question)
        return agree[0]

    monkeypatch.setattr(prompts, "confirm", confirm)
    qtbot.mouseClick(dialog.submit, LEFT)
    assert "Nothing is changed here" in asked[0]
    assert requests.get(session, number).state is RequestState.DECIDED
    agree[0] = True
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    assert requests.get(session, number).state is RequestState.CARRIED_OUT


def test_an_objection_from_the_first_mail_to_the_closing_letter(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    number, person = granted(qtbot, page, RequestKind.OBJECT)
    press(qtbot, page, "Choose the purposes…")
    dialog = dialog_of(qtbot, page, PurposesDialog)
    assert isinstance(dialog, PurposesDialog)
    assert not dialog.submit.isEnabled()
    code, box = next(iter(dialog.purposes.items()))
    box.click()
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.dialog is None)
    finish(qtbot, page, number)
    with session.store.read() as connection:
        marks = request_records.marks(connection, person)
    assert [(mark.kind, mark.purpose) for mark in marks] == [(request_records.OBJECTED, code)]


def test_an_account_is_stopped_and_its_retention_begins(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    number, person = granted(qtbot, page, RequestKind.STOP_ACCOUNT)
    press(qtbot, page, "Close the account")
    finish(qtbot, page, number)
    found = people.get(session, person)
    assert found.row.account_state == "closed"


def approve_alone(qtbot: QtBot, page: RequestsPage) -> None:
    """Approve an erasure as the only lead, who gives a reason for it."""
    write_letter(qtbot, page)
    press(qtbot, page, "Approve the erasure…")
    reason = dialog_of(qtbot, page, ActForReasonDialog)
    assert isinstance(reason, ActForReasonDialog)
    qtbot.keyClicks(reason.reason, "there is no second team lead")
    qtbot.mouseClick(reason.submit, LEFT)
    qtbot.waitUntil(lambda: has(page, "Erase the person…"))


def test_a_report_that_a_crash_prevented_is_written_afterwards(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    _number, person = granted(qtbot, page, RequestKind.ERASE)
    approve_alone(qtbot, page)
    with session.store.write() as connection:  # all of the erasure but its report
        erasure._erase_on_request(session, connection, person, 1, destruction.Destroyed())
    page.context.jobs.changed.emit(destruction.changes())
    press(qtbot, page, "Write the report…")
    report = saved("erasure-1.json")
    qtbot.waitUntil(report.exists)
    qtbot.waitUntil(lambda: not has(page, "Write the report…"))
    assert verification.verify(session.folder, report).valid


def test_a_letter_that_is_not_saved_stops_no_clock(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    press(qtbot, page, "Send a code…")
    dialog = dialog_of(qtbot, page, LetterDialog)
    assert isinstance(dialog, LetterDialog)
    qtbot.mouseClick(dialog.cancel, LEFT)
    qtbot.waitUntil(lambda: has(page, "Send a new code…"))
    assert requests.get(session, number).paused_on == ""


def test_a_slip_proves_no_identity(
    qtbot: QtBot, page: RequestsPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = take_in(qtbot, page, RequestKind.ACCESS)
    asked: list[str] = []
    monkeypatch.setattr(prompts, "confirm", lambda *words: asked.append(words[2]))
    press(qtbot, page, "I checked it in person")
    assert "stand before you" in asked[0]
    assert requests.get(session, number).state is RequestState.RECEIVED


def test_a_request_is_ended_that_was_taken_in_by_mistake(
    qtbot: QtBot, page: RequestsPage, session: Session
) -> None:
    number = take_in(qtbot, page, RequestKind.RESTRICT)
    press(qtbot, page, "Withdrawn or a mistake…")
    dialog = dialog_of(qtbot, page, WithdrawalDialog)
    assert isinstance(dialog, WithdrawalDialog)
    pick(dialog.reason, "The request was taken in by mistake")
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane))
    assert "The request was taken in by mistake" in texts(page.pane)
    assert requests.get(session, number).grounds == (Ground.MISTAKEN,)


def test_an_erasure_leads_to_the_request_it_waits_for(
    qtbot: QtBot, page: RequestsPage, session: Session, saved: Saved
) -> None:
    number, person = granted(qtbot, page, RequestKind.ERASE)
    approve_alone(qtbot, page)
    waiting = requests.new(session, RequestKind.ACCESS, person)[0]
    page.context.jobs.changed.emit(destruction.changes())
    press(qtbot, page, "Show request 2: access")
    qtbot.waitUntil(lambda: page.guide is not None and page.guide.standing.request == waiting)
    assert not has(page, "Erase the person…")
    assert requests.get(session, number).state is RequestState.DECIDED


def test_a_ticket_is_taken_as_a_request_of_its_requester(
    qtbot: QtBot, page: RequestsPage, session: Session
) -> None:
    person = people.resolve(session, "f.elamrani@example.nl")
    ticket = next(
        tickets.get(session, row)
        for row in tickets.page(session).ids
        if tickets.get(session, row).row.requester_id == person
    )
    written = max(m.created_at for m in ticket.messages if m.author_id == person)
    window = page.window()
    page.context.go("tickets", ticket.row.id)
    there = window.findChild(TicketsPage)
    assert there is not None
    qtbot.waitUntil(lambda: there.ticket is not None and there.ticket.row.id == ticket.row.id)
    assert page.context.actions.run("tickets.subject_request")
    dialog = dialog_of(qtbot, page, NewRequestDialog)
    assert isinstance(dialog, NewRequestDialog)
    assert dialog.person.person is not None
    assert dialog.person.person.id == person
    assert dialog.received.text() == f"{office_day(written):%d-%m-%Y}"
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: page.guide is not None and page.dialog is None)
    assert requests.get(session, 1).received_on == office_day(written).isoformat()
