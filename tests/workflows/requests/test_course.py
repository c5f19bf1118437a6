"""The course of a request stays as it is while one goes along it, and says who is waited for."""

from __future__ import annotations

from app.model.letter import LetterKind
from app.model.subject_request import (
    Decision,
    ExtensionReason,
    Ground,
    Missing,
    PauseReason,
    RequestKind,
)
from app.workflows import requests
from app.workflows.requests import (
    approval,
    carrying_out,
    finding,
    guide,
    letters,
    preview,
    standing,
    third_parties,
    timing,
)
from app.workflows.requests.carrying_out import Correction
from app.workflows.requests.standing import Actor
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.conftest import LEAD
from tests.workflows.requests.conftest import SECOND, Change, add_second_lead, granted, sanne

ERASURE = (
    Missing.IDENTITY,
    Missing.FINDING,
    Missing.PREVIEW,
    Missing.DECISION,
    Missing.THIRD_PARTIES,
    Missing.CLOSING_LETTER,
    Missing.APPROVAL,
    Missing.CARRYING_OUT,
)


def test_each_step_of_an_erasure_keeps_its_number_to_the_end(session: Session) -> None:
    person = sanne(session)
    third_parties.consent(session, person, "licences", "Reparateur BV")
    passed_on, _ = third_parties.disclose(session, person, "Reparateur BV", "device")
    request, _ = requests.new(session, RequestKind.ERASE, person)
    number = request.number

    def letter() -> None:
        letters.file(session, number, letters.draft(session, number, LetterKind.COMPLETION))

    acts = (
        lambda: requests.verify_identity(session, number, "callback"),
        lambda: finding.confirm(session, number),
        lambda: preview.seen(session, number),
        lambda: requests.decide(session, number, Decision.GRANTED),
        lambda: third_parties.told(session, number, passed_on),
        letter,
        lambda: approval.approve(session, number, "Nobody else is a lead"),
    )
    for place in range(len(acts) + 1):
        found = guide.of(session, request.id)
        assert tuple(step.what for step in found.course) == ERASURE
        assert [step.done for step in found.course] == [n < place for n in range(len(ERASURE))]
        assert found.standing.next is ERASURE[place]
        if place < len(acts):
            acts[place]()


def test_a_correction_is_made_before_its_recipients_and_the_person_hear_of_it(
    session: Session,
) -> None:
    person = sanne(session)
    third_parties.consent(session, person, "licences", "Reparateur BV")
    third_parties.disclose(session, person, "Reparateur BV", "device")
    number = granted(session, RequestKind.RECTIFY, person)
    carrying_out.rectify(session, number, Correction(display_name="Sanne Boer"))
    found = guide.of(session, requests.get(session, number).id).course
    assert [(step.what, step.done) for step in found[4:]] == [
        (Missing.CARRYING_OUT, True),
        (Missing.THIRD_PARTIES, False),
        (Missing.CLOSING_LETTER, False),
    ]


def test_who_did_not_show_who_they_are_is_refused_without_the_steps_before(
    session: Session,
) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    requests.decide(session, request.number, Decision.REFUSED, [Ground.IDENTITY])
    found = guide.of(session, request.id).course
    assert [step.what for step in found] == [Missing.DECISION, Missing.CLOSING_LETTER]


def test_while_a_clarification_is_awaited_staff_can_check_who_is_asking(session: Session) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    timing.pause(session, request.number, PauseReason.CLARIFICATION)
    waiting = standing.of(session, request.number)
    assert waiting.missing[:2] == (Missing.IDENTITY, Missing.CLARIFICATION)
    assert waiting.actor is Actor.STAFF
    requests.verify_identity(session, request.number, "callback")
    waiting = standing.of(session, request.number)
    assert (waiting.next, waiting.actor) == (Missing.CLARIFICATION, Actor.PERSON)


def test_the_letter_about_an_extension_comes_before_every_other_step(session: Session) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    timing.extend(session, request.number, ExtensionReason.COMPLEX)
    assert standing.of(session, request.number).next is Missing.EXTENSION_NOTICE
    letter = letters.draft(session, request.number, LetterKind.EXTENSION)
    letters.file(session, request.number, letter)
    assert standing.of(session, request.number).next is Missing.IDENTITY


def test_a_new_decision_needs_a_letter_of_its_own(session: Session, clock: Clock) -> None:
    number = granted(session, RequestKind.ERASE, sanne(session))
    requests.decide(session, number, Decision.PARTLY, [Ground.HOLD])
    letters.file(session, number, letters.draft(session, number, LetterKind.REFUSAL))
    clock.advance(seconds=60)
    requests.decide(session, number, Decision.REFUSED, [Ground.HOLD])
    assert standing.of(session, number).next is Missing.CLOSING_LETTER
    letters.file(session, number, letters.draft(session, number, LetterKind.REFUSAL))
    assert standing.of(session, number).next is None


def test_any_lead_is_named_for_an_erasure_that_was_approved(
    session: Session, at_work: Change
) -> None:
    add_second_lead(session)
    number = granted(session, RequestKind.ERASE, sanne(session))
    assert guide.of(session, requests.get(session, number).id).approvers == (SECOND,)
    second = at_work(SECOND)
    approval.approve(second, number)
    found = guide.of(second, requests.get(second, number).id)
    assert set(found.approvers) == {LEAD, SECOND}
