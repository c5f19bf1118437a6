"""An erasure from the first mail to the closing letter: prepared by one, approved by another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.staff import Role
from app.model.subject_request import RequestKind, RequestState
from app.store import audit
from app.workflows import members, people, requests, verification
from app.workflows.session import Session, unlock
from tests.held_up import POSIX_ONLY, HeldUp
from tests.ui.entering import enter, go_to
from tests.ui.example_store import LEAD, PASSPHRASE
from tests.ui.parts import texts
from tests.ui.requests.acting import (
    LEFT,
    button,
    dialog_of,
    go_to_decision,
    has,
    press,
    take_in,
    write_letter,
)
from ui.main_window import MainWindow
from ui.requests.letter_dialog import LetterDialog
from ui.requests.page import RequestsPage

TECHNICIAN, TECHNICIAN_PASSPHRASE = "Bram Voorbeeld", "staple wagon onion"
SECOND, SECOND_PASSPHRASE = "Carla Voorbeeld", "velvet ladder tulip"
SECRETS = {
    LEAD: PASSPHRASE,
    TECHNICIAN: TECHNICIAN_PASSPHRASE,
    SECOND: SECOND_PASSPHRASE,
}

SignIn = Callable[[str], RequestsPage]


@pytest.fixture
def sign_in(qtbot: QtBot, store: Path, open_window: Callable[[Path], MainWindow]) -> SignIn:
    """Close the window and open it again as somebody else, on the requests page."""
    session = unlock(store, PASSPHRASE, LEAD)
    members.add(session, TECHNICIAN, Role.TECHNICIAN, TECHNICIAN_PASSPHRASE)
    session.close()
    opened: list[MainWindow] = []

    def sign_in(name: str) -> RequestsPage:
        if opened:
            opened[-1].close()
            qtbot.waitUntil(lambda: opened[-1].is_shut)
        window = open_window(store)
        opened.append(window)
        enter(qtbot, window, SECRETS[name])
        page = go_to(window, "requests", RequestsPage)
        assert page.context.session.member.name == name
        return page

    return sign_in


def open_first(qtbot: QtBot, page: RequestsPage) -> Session:
    """Choose the first request of the list as one does with a click."""
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.choose_row(0)
    qtbot.waitUntil(lambda: page.guide is not None)
    return page.context.session


def add_second_lead(store: Path) -> None:
    session = unlock(store, PASSPHRASE, LEAD)
    members.add(session, SECOND, Role.LEAD, SECOND_PASSPHRASE)
    session.close()


def said(page: RequestsPage, piece: str) -> bool:
    return any(piece in text for text in texts(page.pane))


def prepare(qtbot: QtBot, page: RequestsPage, saved: Callable[[str], Path]) -> int:
    """Bring an erasure to its approval, identity by code included; return its number."""
    qtbot.waitUntil(page.empty.isVisible)
    number = take_in(qtbot, page, RequestKind.ERASE)
    press(qtbot, page, "Send a code…")
    letter = dialog_of(qtbot, page, LetterDialog)
    assert isinstance(letter, LetterDialog)
    code = letter.letter.code
    qtbot.mouseClick(letter.submit, LEFT)
    qtbot.waitUntil(lambda: said(page, "Attempts left: 5"))
    line = next(n for n in page.pane.findChildren(QLineEdit) if "code" in n.accessibleName())
    qtbot.keyClicks(line, "0000 0000" if code != "0000 0000" else "1111 1111")
    press(qtbot, page, "Check the code")
    qtbot.waitUntil(lambda: said(page, "Attempts left: 4"))
    line = next(n for n in page.pane.findChildren(QLineEdit) if "code" in n.accessibleName())
    qtbot.keyClicks(line, code)
    press(qtbot, page, "Check the code")
    go_to_decision(qtbot, page)
    write_letter(qtbot, page)
    assert saved(f"completion-{number}.eml").exists()
    return number


def test_a_technician_prepares_and_the_lead_approves_and_erases(
    qtbot: QtBot, sign_in: SignIn, saved: Callable[[str], Path]
) -> None:
    page = sign_in(TECHNICIAN)
    number = prepare(qtbot, page, saved)
    asks = f"Ask {LEAD} to unlock the store, open Requests and choose request {number}."
    qtbot.waitUntil(lambda: said(page, asks))
    assert said(page, f"To be done by: {LEAD}")
    assert not has(page, "Approve the erasure…")
    assert not has(page, "Erase the person…")
    page = sign_in(LEAD)
    session = open_first(qtbot, page)
    person = requests.get(session, number).person_id
    assert person is not None
    told: list[Changes] = []
    page.context.jobs.changed.connect(told.append)
    press(qtbot, page, "Approve the erasure…")
    press(qtbot, page, "Erase the person…")
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane), timeout=20_000)
    # Nothing of before may be put back from the moment the person is gone.
    assert [changes.everything for changes in told if changes.destroyed] == [False, True]
    assert people.rows(session, (person,)) == {}
    assert verification.verify(session.folder, saved(f"erasure-{number}.json")).valid
    request = requests.get(session, number)
    assert (request.state, request.approved_own) == (RequestState.CLOSED, False)
    with session.store.read() as connection:
        assert audit.verify(connection) == []
        trail = " ".join(map(str, audit.entries(connection))).casefold()
    assert not [word for word in ("fatima", "amrani", "example.nl") if word in trail]


@POSIX_ONLY
def test_where_the_process_of_an_erasure_dies_the_window_forgets_what_it_knew(
    qtbot: QtBot, sign_in: SignIn, saved: Callable[[str], Path]
) -> None:
    """The person may be gone all the same: it is for the store to say."""
    page = sign_in(TECHNICIAN)
    prepare(qtbot, page, saved)
    page = sign_in(LEAD)
    session = open_first(qtbot, page)
    told: list[Changes] = []
    page.context.jobs.changed.connect(told.append)
    press(qtbot, page, "Approve the erasure…")
    qtbot.waitUntil(lambda: has(page, "Erase the person…"))
    with HeldUp(session) as erasing:
        press(qtbot, page, "Erase the person…")
        qtbot.waitUntil(erasing.inside.is_set, timeout=20_000)
        erasing.kill()
        qtbot.waitUntil(lambda: any(c.destroyed and c.everything for c in told))


def test_a_lead_who_took_it_in_is_told_which_lead_must_approve(
    qtbot: QtBot, store: Path, sign_in: SignIn, saved: Callable[[str], Path]
) -> None:
    add_second_lead(store)
    page = sign_in(LEAD)
    number = prepare(qtbot, page, saved)
    qtbot.waitUntil(lambda: said(page, f"Ask {SECOND} to unlock the store"))
    assert not has(page, "Approve the erasure…")
    page = sign_in(SECOND)
    open_first(qtbot, page)
    press(qtbot, page, "Approve the erasure…")
    qtbot.waitUntil(lambda: has(page, "Erase the person…"))
    page = sign_in(LEAD)  # whoever took it in may carry out what another approved
    session = open_first(qtbot, page)
    press(qtbot, page, "Erase the person…")
    qtbot.waitUntil(lambda: "This request is closed." in texts(page.pane), timeout=20_000)
    assert not requests.get(session, number).approved_own
    assert button(page, "New request…").isEnabled()
