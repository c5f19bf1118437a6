"""A request ends without a decision when it was taken back, and an erasure waits for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.letter import LetterKind
from app.model.subject_request import Decision, Ground, PauseReason, RequestKind, RequestState
from app.store import audit
from app.workflows import erasure, export, people, requests
from app.workflows.requests import approval, guide, identity, letters, register, standing
from app.workflows.session import Session
from tests.workflows.requests.conftest import granted, refused, request_of, sanne


def test_a_request_that_was_taken_back_is_closed_undecided(session: Session) -> None:
    number = request_of(session, RequestKind.ERASE, sanne(session))
    requests.decide(session, number, Decision.GRANTED)
    approval.approve(session, number, "nobody else is here")
    requests.withdraw(session, number, Ground.WITHDRAWN)
    found = requests.get(session, number)
    assert (found.state, found.decision, found.grounds) == (
        RequestState.CLOSED,
        None,
        (Ground.WITHDRAWN,),
    )
    assert (found.approved_by_id, found.approved_own) == (None, False)
    assert standing.of(session, number).missing == ()
    with refused("request_is_closed"):
        requests.withdraw(session, number, Ground.MISTAKEN)
    with session.store.read() as connection:
        assert '"why":"withdrawn"' in audit.entries(connection, limit=1)[0].detail
        assert audit.verify(connection) == []


def test_ending_it_stops_the_waiting_and_voids_the_code(session: Session) -> None:
    number = requests.new(session, RequestKind.ACCESS, sanne(session))[0].number
    code, _ = identity.challenge(session, number)
    letters.file(
        session, number, letters.draft(session, number, LetterKind.IDENTIFICATION, code=code)
    )
    assert requests.get(session, number).pause_reason is PauseReason.IDENTITY
    requests.withdraw(session, number, Ground.MISTAKEN)
    found = requests.get(session, number)
    assert (found.paused_on, found.pause_reason) == ("", None)
    with refused("request_is_closed"):
        identity.answer(session, number, code)


def test_it_counts_neither_as_on_time_nor_as_late(session: Session) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    requests.withdraw(session, number, Ground.WITHDRAWN)
    (entry,) = register.entries(session)
    assert (entry.decision, entry.grounds, entry.handling_days, entry.on_time) == (
        "",
        "withdrawn",
        None,
        None,
    )
    counted = register.figures([entry])
    assert (counted.closed, counted.median_handling_days, counted.share_on_time) == (1, None, None)


def test_what_was_carried_out_is_not_taken_back(session: Session, tmp_path: Path) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.ACCESS, person)
    export.export(session, person, tmp_path / "p.zip", request_number=number)
    with refused("step_done"):
        requests.withdraw(session, number, Ground.WITHDRAWN)
    assert requests.get(session, number).state is RequestState.CARRIED_OUT


def test_only_the_two_endings_end_a_request(session: Session) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    with pytest.raises(ValueError, match="unfounded"):
        requests.withdraw(session, number, Ground.UNFOUNDED)


def test_nobody_is_erased_who_waits_for_another_answer(session: Session) -> None:
    person = sanne(session)
    waiting = requests.new(session, RequestKind.ACCESS, person)[0]
    number = granted(session, RequestKind.ERASE, person)
    row = requests.get(session, number).id
    assert [one.number for one in guide.of(session, row).others_open] == [waiting.number]
    with refused("requests_open"):
        erasure.erase(session, person, number, "nobody else is here")
    assert people.get(session, person).row.display_name == "Sanne de Boer"
    assert requests.get(session, number).approved_by_id is None
    requests.withdraw(session, waiting.number, Ground.WITHDRAWN)
    assert guide.of(session, row).others_open == ()
    erasure.erase(session, person, number, "nobody else is here")
    assert requests.get(session, waiting.number).person_id is None


def test_what_an_erased_person_left_open_can_be_ended(session: Session) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    with session.store.write() as connection:  # as a store has it from before erasures waited
        connection.execute("UPDATE subject_request SET person_id = NULL")
    requests.withdraw(session, number, Ground.MISTAKEN)
    assert requests.get(session, number).state is RequestState.CLOSED
