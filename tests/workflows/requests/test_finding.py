"""Further records of a person are proposed with their reasons, and answered one by one."""

from __future__ import annotations

import json

import pytest

from app.model.device import DeviceKind
from app.model.subject_request import Decision, Ground, RequestKind, RequestState
from app.model.ticket import Channel
from app.workflows import (
    devices,
    erasure,
    people,
    person_data,
    requests,
    ticket_links,
    tickets,
)
from app.workflows.requests import approval, carrying_out, finding, preview
from app.workflows.requests.finding import Finding
from app.workflows.session import Session
from tests.workflows.requests.conftest import refused, request_of, sanne
from tests.workflows.requests.test_carrying_out import addressed


@pytest.fixture
def person(session: Session) -> int:
    return sanne(session)


def said(found: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.proposal.kind, one.proposal.reason) for one in found}


def test_each_further_record_comes_with_its_reason(session: Session, person: int) -> None:
    people.add(session, display_name="sanne DE boer", email="privé@example.com")
    people.add(session, display_name="S. Boer", user_name="sdeboer")
    people.add(session, display_name="Onbekend", email="sanne@example.com")
    people.add(session, display_name="Sanne Visser", email="sannev@example.com")
    addressed(session, "Sanne de Boer", "sanne.thuis@example.org")
    ticket, _ = tickets.create(
        session, title="Muis", channel=Channel.COUNTER, requester_id=person, text="x"
    )
    linked, _ = devices.create(session, kind=DeviceKind.LAPTOP, manufacturer="Lenovo")
    ticket_links.link_device(session, ticket, linked)
    devices.create(session, kind=DeviceKind.PHONE, name="Telefoon SDEBOER")
    number = request_of(session, RequestKind.ACCESS, person)
    found = finding.look(session, number)
    assert said(found) == {
        ("person", "same_name"),
        ("person", "same_user_name"),
        ("person", "same_local_part"),
        ("address", "same_name"),
        ("device", "in_ticket"),
        ("device", "named_after"),
    }
    assert said(found) <= set(finding.REASON_LABELS)
    assert finding.look(session, number) == found


def test_what_is_accepted_becomes_the_persons_and_the_rest_does_not(
    session: Session, person: int
) -> None:
    same, _ = people.add(session, display_name="Sanne de Boer", email="sanne2@example.com")
    namesake, _ = people.add(session, display_name="Sanne de Boer", email="ander@example.com")
    addressed(session, "Sanne de Boer", "sanne.thuis@example.org")
    device, _ = devices.create(session, kind=DeviceKind.PHONE, name="van sdeboer")
    number = request_of(session, RequestKind.ACCESS, person)
    found = finding.look(session, number)
    with refused("unanswered"):
        finding.confirm(session, number)
    for one in found:
        finding.answer(session, number, one.id, accepted=one.proposal.other_id != namesake)
    finding.confirm(session, number)
    whole = people.get(session, person)
    assert set(whole.emails) == {
        "sanne@example.nl",
        "sanne2@example.com",
        "sanne.thuis@example.org",
    }
    assert people.rows(session, (same, namesake)).keys() == {namesake}
    assert devices.rows(session, (device,))[device].owner_id == person
    with refused("step_done"):
        finding.answer(session, number, found[0].id, accepted=False)
    with refused("not_found"):
        finding.answer(
            session, request_of(session, RequestKind.PORT, person), found[0].id, accepted=True
        )


def asked_of(session: Session, title: str, text: str, requester: int) -> int:
    return tickets.create(
        session, title=title, channel=Channel.COUNTER, requester_id=requester, text=text
    )[0]


def test_messages_of_others_that_name_the_person_or_hold_their_address_are_proposed(
    session: Session,
) -> None:
    person = sanne(session)
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    asked_of(session, "Naam", "Sanne de Boer zat naast mij.", pim)
    asked_of(session, "Adres", "Stuur het naar sanne@example.nl.", pim)
    asked_of(session, "Beide", "Sanne de Boer, sanne@example.nl", pim)
    asked_of(session, "Zelf", "Ik ben Sanne de Boer.", person)
    number = request_of(session, RequestKind.ACCESS, person)
    found = {one.label: one.proposal.reason for one in finding.look(session, number)}
    assert found == {"Naam": "name", "Adres": "address", "Beide": "name"}
    erasure = request_of(session, RequestKind.ERASE, person)
    found = {one.label: one.proposal.reason for one in finding.look(session, erasure)}
    assert found == {"Naam": "name", "Beide": "name"}
    restriction = request_of(session, RequestKind.RESTRICT, person)
    assert finding.look(session, restriction) == ()


def test_what_somebody_else_wrote_in_the_ticket_of_the_person_is_proposed_for_access(
    session: Session,
) -> None:
    person = sanne(session)
    hers = asked_of(session, "Printer", "Hij piept.", person)
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    his = asked_of(session, "Ook", "Sanne de Boer heeft gelijk.", pim)
    ticket_links.merge(session, his, hers)
    (found,) = finding.look(session, request_of(session, RequestKind.ACCESS, person))
    assert (found.label, found.proposal.reason) == ("Printer", "name")
    # It goes with her ticket.
    assert finding.look(session, request_of(session, RequestKind.ERASE, person)) == ()


def test_a_name_that_means_somebody_else_stays_in_the_message_where_staff_say_so(
    session: Session,
) -> None:
    person = sanne(session)
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    theirs = asked_of(session, "Deze", "Sanne de Boer zat naast mij.", pim)
    others = asked_of(session, "Een andere", "Sanne de Boer, niet sanne@example.nl.", pim)
    number = request_of(session, RequestKind.ERASE, person)
    for one in finding.look(session, number):
        finding.answer(session, number, one.id, accepted=one.label == "Deze")
    finding.confirm(session, number)
    shown = preview.of(session, number)
    named = sum(count.rows for count in shown.anonymous if "name" in count.label)
    requests.decide(session, number, Decision.GRANTED)
    approval.approve(session, number, "the only lead")
    report, done = erasure.erase(session, person, number)
    assert named == done.blacked_out["message"] == 2
    assert "Sanne" not in tickets.get(session, theirs).messages[0].text
    left = tickets.get(session, others).messages[0].text
    assert "Sanne de Boer" in left
    assert "sanne@example.nl" not in left
    assert json.loads(report)["body"]["residue"]["found"] == {}


def test_all_that_is_left_gets_one_answer_at_once(session: Session) -> None:
    person = sanne(session)
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    for title in ("Een", "Twee", "Drie"):
        asked_of(session, title, "Sanne de Boer zat naast mij.", pim)
    number = request_of(session, RequestKind.ACCESS, person)
    first, *_rest = finding.look(session, number)
    finding.answer(session, number, first.id, accepted=False)
    finding.answer_rest(session, number, accepted=True)
    assert [one.accepted for one in finding.look(session, number)] == [False, True, True]
    finding.confirm(session, number)
    with refused("step_done"):
        finding.answer_rest(session, number, accepted=False)


def test_a_name_that_others_have_is_blacked_out_where_staff_say_so(
    session: Session, person: int
) -> None:
    people.add(session, display_name="Sanne de Boer", email="ander@example.com")
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    asked = [
        tickets.create(
            session,
            title=title,
            channel=Channel.COUNTER,
            requester_id=pim,
            text=f"Vraag het Sanne de Boer van {title}.",
        )[0]
        for title in ("Inkoop", "Verkoop")
    ]
    number = request_of(session, RequestKind.ERASE, person)
    found = finding.look(session, number)
    assert ("mention", "shared_name") in said(found)
    for one in found:
        accepted = one.proposal.kind == "mention" and one.label == "Inkoop"
        finding.answer(session, number, one.id, accepted=accepted)
    finding.confirm(session, number)
    shown = preview.of(session, number)
    assert [count.rows for count in shown.anonymous if "name" in count.label] == [1]
    preview.seen(session, number)
    requests.decide(session, number, Decision.GRANTED)
    approval.approve(session, number, "the only lead")
    erasure.erase(session, person, number)
    texts = [tickets.get(session, ticket).messages[0].text for ticket in asked]
    assert "Sanne" not in texts[0]
    assert "Sanne de Boer" in texts[1]
    assert requests.get(session, number).state is RequestState.CLOSED


@pytest.mark.parametrize("decision", [Decision.GRANTED, Decision.PARTLY])
@pytest.mark.parametrize("whose", ["own", "other's"])
def test_nobody_is_made_one_with_another_record_while_what_was_granted_to_them_waits(
    session: Session, person: int, whose: str, decision: Decision
) -> None:
    other, _ = people.add(session, display_name="Sanne de Boer", email="sanne2@example.com")
    waits = request_of(session, RequestKind.OBJECT, person if whose == "own" else other)
    grounds = [Ground.HOLD] if decision is Decision.PARTLY else []
    requests.decide(session, waits, decision, grounds)
    for pair in ((person, other), (other, person)):
        with refused("granted_waits"):
            people.merge(session, *pair)
        with refused("granted_waits"):
            person_data.merge_preview(session, *pair)
    number = request_of(session, RequestKind.ACCESS, person)
    for one in finding.look(session, number):
        finding.answer(session, number, one.id, accepted=True)
    with refused("granted_waits"):
        finding.confirm(session, number)
    carrying_out.object_to(session, waits, ["improve"])
    finding.confirm(session, number)
    assert people.rows(session, (person, other)).keys() == {person}
