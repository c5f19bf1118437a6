"""Pictures of the requests page: a list that presses, and a guided request at several steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from app.model import moments
from app.model.changes import Changes
from app.model.letter import LetterKind
from app.model.subject_request import Decision, Ground, PauseReason, RequestKind
from app.workflows import holds, people, requests
from app.workflows.requests import (
    carrying_out,
    finding,
    identity,
    letters,
    preview,
    third_parties,
    timing,
)
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session
from ui.main_window import MainWindow
from ui.people.page import PeoplePage
from ui.requests.page import RequestsPage
from ui.requests.register_dialog import RegisterDialog

Settle = Callable[[Callable[[], bool]], None]


def fill(session: Session) -> dict[str, int]:
    """Take requests in and bring each to a step; return their row ids by what they show."""
    today = moments.office_day(moments.now())
    persons = people.page(session).ids
    found = {}
    kinds = (
        ("late", RequestKind.ACCESS, 40),
        ("soon", RequestKind.PORT, 12),
        ("finding", RequestKind.RECTIFY, 2),
        ("erase", RequestKind.ERASE, 1),
        ("paused", RequestKind.OBJECT, 3),
        ("refused", RequestKind.RESTRICT, 4),
        ("code", RequestKind.ACCESS, 0),
        ("decision", RequestKind.ERASE, 2),
        ("approval", RequestKind.ERASE, 3),
        ("tell", RequestKind.RECTIFY, 1),
    )
    for place, (name, kind, days) in enumerate(kinds):
        person = persons[place % len(persons)]
        request, _ = requests.new(session, kind, person, today - timedelta(days=days))
        number = request.number
        found[name] = request.id
        if name == "code":
            code, _changes = identity.challenge(session, number)
            asked = letters.draft(session, number, LetterKind.IDENTIFICATION, code=code)
            letters.file(session, number, asked)
        if name in {"finding", "erase", "refused", "decision", "approval", "tell"}:
            requests.verify_identity(session, number, "callback")
        if name == "finding":
            people.add(
                session, display_name=request.person, email="thuis@example.org", user_name="thuis"
            )
            finding.look(session, number)
        if name == "paused":
            timing.pause(session, number, PauseReason.CLARIFICATION)
        if name == "erase":
            finding.look(session, number)
            for one in finding.look(session, number):
                finding.answer(session, number, one.id, accepted=False)
            holds.add(session, "person", person, "Geschil over een rekening")
            finding.confirm(session, number)
        if name in {"decision", "approval"}:
            finding.confirm(session, number)
            preview.seen(session, number)
        if name == "approval":
            requests.decide(session, number, Decision.GRANTED)
            letters.file(session, number, letters.draft(session, number, LetterKind.COMPLETION))
        if name == "tell":
            third_parties.consent(session, person, "licences", "Reparateur BV")
            third_parties.disclose(session, person, "Reparateur BV", "device")
            requests.decide(session, number, Decision.GRANTED)
            carrying_out.rectify(session, number, Correction(language="en"))
        if name == "refused":
            preview.seen(session, number)
            requests.decide(session, number, Decision.REFUSED, [Ground.EXCESSIVE])
            letters.file(session, number, letters.draft(session, number, LetterKind.REFUSAL))
    return found


def _shows(page: RequestsPage, row: int) -> bool:
    return page.guide is not None and page.guide.standing.request.id == row


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield the requests page at several steps."""
    workspace = window.workspace
    assert workspace is not None
    workspace.go("requests")
    page = workspace.page("requests")
    assert isinstance(page, RequestsPage)
    settle(page.empty.isVisible)
    yield "requests-none", window
    found = fill(page.context.session)
    page.context.jobs.changed.emit(Changes(everything=True))  # made behind its back
    settle(lambda: page.model.rowCount() == len(found))
    for name, row in found.items():
        page.show_item(row)
        settle(partial(_shows, page, row))
        yield f"request-{name}", window
    page.show_register()
    register = page.register
    assert register is not None
    table = register.table
    settle(lambda: table.rowCount() == len(found))
    yield "request-register", register
    register.reject()
    page.new_request()
    settle(lambda: page.dialog is not None)
    assert page.dialog is not None
    yield "request-new", page.dialog
    page.dialog.reject()
    page.show_item(found["late"])
    settle(partial(_shows, page, found["late"]))
    page.acts.acknowledge()
    settle(lambda: page.dialog is not None)
    assert page.dialog is not None
    yield "request-letter", page.dialog
    page.dialog.reject()
    page.show_register()
    register = page.findChild(RegisterDialog)
    assert register is not None
    table = register.table
    settle(lambda: table.rowCount() == len(found))
    yield "requests-register", register
    register.reject()
    person = requests.listed(page.context.session)[0].person_id
    workspace.go("people", person)
    people_page = workspace.page("people")
    assert isinstance(people_page, PeoplePage)
    settle(lambda: people_page.overview is not None)
    yield "request-person", window
    people_page.record_consent()
    settle(lambda: people_page.dialog is not None)
    assert people_page.dialog is not None
    yield "request-consent", people_page.dialog
    people_page.dialog.reject()
