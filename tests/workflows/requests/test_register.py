"""The register tells every request and its times, and nobody's name; recipients are told."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from app.model.subject_request import Decision, Missing, PauseReason, RequestKind
from app.workflows import people, requests
from app.workflows.requests import (
    carrying_out,
    of_person,
    register,
    standing,
    third_parties,
    timing,
)
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.requests.conftest import granted, refused, request_of, sanne


@pytest.fixture
def person(session: Session) -> int:
    return sanne(session)


def test_data_is_passed_on_with_consent_alone(session: Session, person: int) -> None:
    with refused("no_consent"):
        third_parties.disclose(session, person, "Reparateur BV", "device")
    consent, _ = third_parties.consent(session, person, "managed_equipment", "Reparateur BV")
    third_parties.disclose(session, person, "Reparateur BV", "device")
    third_parties.withdraw(session, consent)
    with refused("no_consent"):
        third_parties.disclose(session, person, "Reparateur BV", "device")
    assert third_parties.consents(session, person)[0].withdrawn_at is not None


def test_those_who_received_the_data_are_told_once(session: Session, person: int) -> None:
    third_parties.consent(session, person, "managed_equipment", "Reparateur BV")
    made, _ = third_parties.disclose(session, person, "Reparateur BV", "device")
    number = granted(session, RequestKind.RESTRICT, person)
    assert [d.id for d in third_parties.to_tell(session, number)] == [made]
    assert Missing.THIRD_PARTIES in standing.of(session, number).missing
    for _ in range(2):
        third_parties.told(session, number, made)
    assert third_parties.to_tell(session, number) == ()
    assert Missing.THIRD_PARTIES not in standing.of(session, number).missing
    pim, _ = people.add(session, display_name="Pim Smit")
    with refused("not_found"):
        third_parties.told(session, granted(session, RequestKind.RESTRICT, pim), made)


def test_nothing_is_passed_on_for_what_the_person_stopped(session: Session, person: int) -> None:
    third_parties.consent(session, person, "licences", "Reparateur BV")
    carrying_out.object_to(session, granted(session, RequestKind.OBJECT, person), ["licences"])
    with refused("objected"):
        third_parties.disclose(session, person, "Reparateur BV", "device")
    third_parties.consent(session, person, "administration", "Reparateur BV")
    third_parties.disclose(session, person, "reparateur bv", "device")
    carrying_out.restrict(session, granted(session, RequestKind.RESTRICT, person))
    with refused("restricted"):
        third_parties.disclose(session, person, "Reparateur BV", "device")


def test_a_persons_page_has_marks_consents_and_who_was_told(session: Session, person: int) -> None:
    kept, _ = third_parties.consent(session, person, "licences", "Reparateur BV")
    made, _ = third_parties.disclose(session, person, "Reparateur BV", "device")
    number = granted(session, RequestKind.RESTRICT, person)
    carrying_out.restrict(session, number)
    third_parties.told(session, number, made)
    third_parties.withdraw(session, kept)
    with refused("not_found"):
        third_parties.withdraw(session, kept)
    with session.store.read() as connection:
        shown = of_person.standing(connection, person)
    assert shown.restricted
    assert [(mark.kind, mark.request) for mark in shown.marks] == [("restricted", number)]
    assert shown.told == {made: (number,)}
    assert [(d.recipient, d.category) for d in shown.disclosures] == [("Reparateur BV", "device")]
    assert shown.consents[0].withdrawn_at is not None
    assert [request.number for request in shown.requests] == [number]


def test_the_register_counts_working_days_without_pauses(
    session: Session, person: int, clock: Clock
) -> None:
    number = request_of(session, RequestKind.RESTRICT, person)
    clock.advance(days=1)
    timing.pause(session, number, PauseReason.CLARIFICATION)
    clock.advance(days=7)
    timing.resume(session, number)
    requests.decide(session, number, Decision.GRANTED)
    carrying_out.restrict(session, number)
    clock.advance(days=1)
    requests.close(session, number)
    (entry,) = register.entries(session)
    assert (entry.received, entry.closed) == ("2026-11-23", "2026-12-02")
    assert (entry.paused_days, entry.handling_days, entry.on_time) == (7, 2, True)


def test_figures_are_of_what_is_closed_or_overdue(
    session: Session, person: int, clock: Clock
) -> None:
    for days in (1, 3):
        number = granted(session, RequestKind.ACCESS, person)
        clock.advance(days=days)
        requests.close(session, number)
    late, _ = requests.new(session, RequestKind.ERASE, person, date(2026, 10, 1))
    requests.new(session, RequestKind.ERASE, person)
    found = register.entries(session)
    assert register.figures(found) == register.Figures(4, 2, 1, 2.0, 2 / 3)
    assert register.figures(()) == register.Figures(0, 0, 0, None, None)
    assert [e.number for e in register.entries(session, kinds=[RequestKind.ERASE])] == [3, 4]
    early = register.entries(session, open_only=True, received_to=date(2026, 11, 1))
    assert [entry.number for entry in early] == [late.number]
    assert register.entries(session, received_from=date(2027, 1, 1)) == ()


def test_an_auditor_gets_numbers_and_no_names(
    session: Session, person: int, tmp_path: Path
) -> None:
    requests.close(session, granted(session, RequestKind.ACCESS, person))
    found = register.entries(session)
    for name in ("register.csv", "register.json"):
        register.save(found, tmp_path / name)
    texts = [(tmp_path / name).read_text("utf-8-sig") for name in ("register.csv", "register.json")]
    for text in texts:
        assert not [w for w in ("sanne", "boer", str(person), "anna") if w in text.casefold()]
    (row,) = csv.DictReader(texts[0].splitlines())
    assert (row["number"], row["kind"], row["state"]) == ("1", "access", "closed")
    assert json.loads(texts[1])["figures"]["closed"] == 1
    with refused("register_ending"):
        register.save(found, tmp_path / "register.txt")
