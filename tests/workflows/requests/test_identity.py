"""Who asks is known before anything is shown or destroyed; of the check the outcome stays."""

from __future__ import annotations

import pytest

from app.model.letter import LetterKind
from app.model.subject_request import RequestKind, RequestState
from app.workflows import requests
from app.workflows.requests import identity, letters
from app.workflows.session import Session
from tests.conftest import Clock
from tests.forensics.page_reader import find_values
from tests.workflows.conftest import TECHNICIAN
from tests.workflows.requests.conftest import Change, refused, sanne


@pytest.fixture
def number(session: Session, clock: Clock) -> int:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    return request.number


def test_the_right_code_settles_it_and_starts_the_clock(
    session: Session, number: int, clock: Clock
) -> None:
    code, _ = identity.challenge(session, number)
    assert requests.get(session, number).paused_on == ""  # nobody was asked yet
    asked = letters.draft(session, number, LetterKind.IDENTIFICATION, code=code)
    letters.file(session, number, asked)
    assert requests.get(session, number).paused_on == "2026-11-23"
    clock.advance(days=2)
    identity.answer(session, number, f" {code} ")
    found = requests.get(session, number)
    assert (found.state, found.identity_method) == (RequestState.IDENTIFIED, "code")
    assert found.paused_on == ""
    assert found.due_on == "2026-12-09"


def test_five_wrong_codes_void_the_right_one(session: Session, number: int) -> None:
    code, _ = identity.challenge(session, number)
    wrong = "0000 0001" if code != "0000 0001" else "0000 0002"
    for _ in range(identity.ATTEMPTS):
        with refused("wrong_code"):
            identity.answer(session, number, wrong)
    with refused("no_code"):
        identity.answer(session, number, code)


def test_a_code_expires_and_a_new_one_voids_the_old(
    session: Session, number: int, clock: Clock
) -> None:
    first, _ = identity.challenge(session, number)
    second, _ = identity.challenge(session, number)
    if first != second:
        with refused("wrong_code"):
            identity.answer(session, number, first)
    clock.advance(days=identity.VALID_DAYS, seconds=1)
    with refused("no_code"):
        identity.answer(session, number, second)


def test_the_code_is_kept_nowhere(session: Session, number: int) -> None:
    code, _ = identity.challenge(session, number)
    letter = letters.draft(session, number, LetterKind.IDENTIFICATION, code=code)
    assert code in letter.text
    letters.file(session, number, letter)
    assert code not in letters.filed(session, number)[0].text
    path = session.folder / "helpdesk.db"
    looked_for: list[str | bytes] = [code, code.replace(" ", "")]
    assert find_values(path, session.unlocked.store_key, looked_for) == {}


def test_only_the_ways_of_the_policy_count(session: Session, number: int) -> None:
    with refused("identity_method"):
        requests.verify_identity(session, number, "by_guess")


def test_a_lead_may_let_it_go_on_and_says_why(
    session: Session, number: int, at_work: Change
) -> None:
    with refused("reason_needed"):
        identity.override(session, number, "  ")
    with refused("lead_needed"):
        identity.override(at_work(TECHNICIAN), number, "I know them")
    again = at_work("Anna Voorbeeld")
    identity.override(again, number, "Stood at the counter with their own badge")
    found = requests.get(again, number)
    assert found.identity_override
    assert found.identity_method == ""
    requests.require_identified(found)
