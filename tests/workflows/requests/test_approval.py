"""Nobody erases alone: a technician cannot, and a lead does not approve what they took in."""

from __future__ import annotations

import json

import pytest

from app.errors import KnownError
from app.model.subject_request import Decision, Missing, RequestKind, RequestState
from app.store import audit
from app.workflows import erasure, members, people, requests
from app.workflows.requests import approval, standing
from app.workflows.requests.standing import Actor
from app.workflows.session import Session, unlock, unlock_with_recovery
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, TECHNICIAN
from tests.workflows.requests.conftest import (
    SECOND,
    Change,
    add_second_lead,
    granted,
    refused,
    sanne,
)


def test_a_technician_prepares_and_a_lead_erases(session: Session, at_work: Change) -> None:
    person = sanne(session)
    bram = at_work(TECHNICIAN)
    number = granted(bram, RequestKind.ERASE, person)
    for act in (
        lambda: approval.approve(bram, number, "please"),
        lambda: erasure.erase(bram, person, number, "please"),
    ):
        with refused("lead_needed"):
            act()
    anna = at_work(LEAD)
    approval.approve(anna, number)
    assert not requests.get(anna, number).approved_own
    erasure.erase(anna, person, number)
    with refused("not_found"):
        people.get(anna, person)
    assert requests.get(anna, number).state is RequestState.CLOSED


def test_a_lead_does_not_approve_their_own_where_there_is_another(
    session: Session, at_work: Change
) -> None:
    add_second_lead(session)
    person = sanne(session)
    number = granted(session, RequestKind.ERASE, person)
    with refused("own_request"):
        approval.approve(session, number, "It is urgent")
    with refused("own_request"):
        erasure.erase(session, person, number, "It is urgent")
    assert people.get(session, person).emails == ("sanne@example.nl",)
    carla = at_work(SECOND)
    approval.approve(carla, number)
    with refused("step_done"):
        approval.approve(carla, number)
    erasure.erase(at_work(LEAD), person, number)


def test_who_must_act_is_told(session: Session) -> None:
    number = granted(session, RequestKind.ERASE, sanne(session))
    with session.store.write() as connection:  # as if its letter were filed
        connection.execute(
            "INSERT INTO request_letter (request_id, kind, language, subject, text, at)"
            " SELECT id, 'completion', 'nl', '', '', decided_at FROM subject_request"
        )
    alone = standing.of(session, number)
    assert (alone.next, alone.actor) == (Missing.APPROVAL, Actor.LEAD)
    add_second_lead(session)
    assert standing.of(session, number).actor is Actor.ANOTHER_LEAD


def test_the_only_lead_gives_a_reason_that_the_trail_marks(session: Session) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.ERASE, person)
    with refused("reason_needed"):
        erasure.erase(session, person, number)
    erasure.erase(session, person, number, "Sanne de Boer left; there is no second lead")
    with session.store.read() as connection:
        marked = [e for e in audit.entries(connection) if e.action == "erasure_approved"]
        kept = connection.execute("SELECT approval_reason FROM subject_request").fetchone()[0]
        assert audit.verify(connection) == []
    assert json.loads(marked[0].detail)["own_request"] is True
    assert "Sanne" not in kept
    assert kept.endswith("left; there is no second lead")


def test_a_new_decision_voids_the_approval(session: Session) -> None:
    number = granted(session, RequestKind.ERASE, sanne(session))
    approval.approve(session, number, "the only lead")
    requests.decide(session, number, Decision.PARTLY)
    assert requests.get(session, number).approved_by_id is None


def test_the_trail_names_nobody_served_and_finds_what_was_altered(session: Session) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.ERASE, person)
    erasure.erase(session, person, number, "the only lead")
    with session.store.read() as connection:
        trail = " ".join(map(str, audit.entries(connection))).casefold()
        length = audit.head(connection)[0]
    assert not [value for value in ("sanne", "boer", "only lead") if value in trail]
    changes = (
        "UPDATE audit SET detail = '{}' WHERE action = 'erasure_approved'",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
    )
    for change in changes:
        with session.store.write() as connection:
            connection.execute("SAVEPOINT looked")
            for trigger in ("audit_is_never_changed", "audit_is_never_shortened"):
                connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute(change)
            assert audit.verify(connection, expected_length=length) != []
            connection.execute("ROLLBACK TO looked")
    with session.store.read() as connection:
        assert audit.verify(connection, expected_length=length) == []


def test_the_recovery_code_is_no_second_lead(session: Session) -> None:
    code = members.new_recovery_code(session)
    person = sanne(session)
    own = granted(session, RequestKind.ERASE, person)
    session.close()
    nobody = unlock_with_recovery(session.folder, code)
    try:
        with refused("own_request"):
            approval.approve(nobody, own, "I have the code")
        unknown = granted(nobody, RequestKind.ERASE, person)
    finally:
        nobody.close()
    anna = unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    try:
        add_second_lead(anna)
        with refused("own_request"):
            approval.approve(anna, own, "It is urgent")
        with refused("reason_needed"):
            approval.approve(anna, unknown)
        approval.approve(anna, unknown, "Taken in by the code; nobody knows by whom")
        assert requests.get(anna, unknown).approved_own
    finally:
        anna.close()


def test_who_may_approve_is_named(session: Session) -> None:
    number = granted(session, RequestKind.ERASE, sanne(session))
    request = requests.get(session, number)
    assert [lead.name for lead in approval.approvers(session, request)] == [LEAD]
    assert approval.needs_reason(session, request)
    add_second_lead(session)
    assert [lead.name for lead in approval.approvers(session, request)] == [SECOND]
    assert approval.needs_another(session, request)
    with pytest.raises(KnownError) as caught:
        approval.approve(session, number)
    assert SECOND in caught.value.hint
