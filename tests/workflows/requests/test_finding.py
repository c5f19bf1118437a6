"""Further records of a person are proposed with their reasons, and answered one by one."""

from __future__ import annotations

import pytest

from app.model.device import DeviceKind
from app.model.subject_request import Decision, RequestKind, RequestState
from app.model.ticket import Channel
from app.workflows import destruction, devices, people, requests, ticket_links, tickets
from app.workflows.requests import approval, finding, preview
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
    destruction.erase(session, person, number)
    texts = [tickets.get(session, ticket).messages[0].text for ticket in asked]
    assert "Sanne" not in texts[0]
    assert "Sanne de Boer" in texts[1]
    assert requests.get(session, number).state is RequestState.CLOSED
