"""What was granted is done in every place at once, and what it leaves is honoured."""

from __future__ import annotations

import pytest

from app.model.mail import MailAddress
from app.model.person import AccountState
from app.model.subject_request import RequestKind, RequestState
from app.model.ticket import Channel, Direction, Status
from app.model.ticket_edit import Edit
from app.store import imports, messages
from app.store.messages import NewMessage
from app.workflows import (
    bulk_edit,
    devices,
    people,
    requests,
    restriction,
    ticket_links,
    tickets,
)
from app.workflows.requests import carrying_out
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session
from tests.forensics.page_reader import find_values
from tests.workflows.conftest import TECHNICIAN, planted
from tests.workflows.requests.conftest import Change, granted, refused, sanne


def addressed(session: Session, name: str, address: str) -> int:
    """Make a ticket in which a message went to an address; return it."""
    ticket, _ = tickets.create(session, title="Printer", channel=Channel.EMAIL, text="Hij piept.")
    with session.store.write() as connection:
        note = NewMessage(
            Direction.OUT, 1_700_000_000, "Ter info", to=(MailAddress(name, address),)
        )
        messages.add(connection, ticket, note)
    return ticket


def test_a_correction_leaves_no_old_value_anywhere(session: Session) -> None:
    first, last, user = planted(), planted(), planted()
    old = f"{first}@example.nl"
    person, _ = people.add(session, display_name=f"{first} {last}", email=old, user_name=user)
    addressed(session, f"{first} {last}", old)
    number = granted(session, RequestKind.RECTIFY, person)
    with session.store.write() as connection:  # as an import leaves it, to be taken back
        record = imports.Recording(connection, "mail", staff_id=None, at=1)
        record.take("person", person, before={"display_name": last})
        record.finish(created=0, updated=1, rejected=0)
    counts, _ = carrying_out.rectify(
        session,
        number,
        Correction("Sanne Bakker", "sbakker", None, {old.upper(): "s.bakker@example.nl"}),
    )
    assert counts == {"person": 1, "person_email": 1, "message_party": 2}
    found = people.get(session, person)
    assert (found.row.display_name, found.emails) == ("Sanne Bakker", ("s.bakker@example.nl",))
    assert people.page(session, "bakker").ids == (person,)
    assert people.page(session, first).ids == ()
    wanted: list[str | bytes] = [first, last, user]
    path = session.folder / "helpdesk.db"
    assert find_values(path, session.unlocked.store_key, wanted) == {}
    assert requests.get(session, number).state is RequestState.CARRIED_OUT
    with refused("step_done"):
        carrying_out.rectify(session, number, Correction("Another"))
    assert people.get(session, person).row.display_name == "Sanne Bakker"


def test_a_correction_to_anothers_address_changes_nothing(session: Session) -> None:
    person = sanne(session)
    people.add(session, display_name="Pim Smit", email="pim@example.nl")
    number = granted(session, RequestKind.RECTIFY, person)
    wrong = Correction("Nobody", addresses={"sanne@example.nl": "PIM@example.nl"})
    with refused("address_taken"):
        carrying_out.rectify(session, number, wrong)
    with refused("not_found"):
        carrying_out.rectify(session, number, Correction("Nobody", addresses={"x@y.nl": "z@y.nl"}))
    assert people.get(session, person).row.display_name == "Sanne de Boer"
    assert requests.get(session, number).state is RequestState.DECIDED


def test_restricted_data_is_shown_as_such_and_left_alone(session: Session, at_work: Change) -> None:
    person = sanne(session)
    other, _ = people.add(session, display_name="Pim Smit")
    ticket, _ = tickets.create(
        session, title="Printer", channel=Channel.COUNTER, text="Hij piept.", requester_id=person
    )
    second, _ = tickets.create(session, title="Muis", channel=Channel.COUNTER)
    hers, _ = devices.create(session, name="hers", owner_id=person)
    spare, _ = devices.create(session, name="spare")
    carrying_out.restrict(session, granted(session, RequestKind.RESTRICT, person))
    assert restriction.is_restricted(session, person)
    assert tickets.get(session, ticket).restricted
    assert not tickets.get(session, second).restricted
    row, version = people.get(session, person).row, tickets.get(session, ticket).row.version
    before = tickets.get(session, ticket)
    for act in (
        lambda: people.change(session, person, row.version, display_name="X"),
        lambda: people.add_email(session, person, "x@example.nl"),
        lambda: devices.change(session, hers, 1, name="X"),
        lambda: devices.hand_over(session, hers, None, 1),
        lambda: devices.hand_over(session, spare, person, 1),
        lambda: devices.create(session, name="X", owner_id=person),
        lambda: people.merge(session, other, person),
        lambda: people.merge(session, person, other),
        lambda: tickets.create(
            session, title="Nog een", channel=Channel.COUNTER, requester_id=person
        ),
        lambda: tickets.change(session, ticket, version, title="X"),
        lambda: tickets.set_status(session, ticket, Status.OPEN, version),
        lambda: tickets.set_tags(session, ticket, ["vpn"]),
        lambda: tickets.add_note(session, ticket, "X"),
        lambda: ticket_links.merge(session, second, ticket),
    ):
        with refused("restricted"):
            act()
    outcome, _ = bulk_edit.edit(session, {ticket: None, second: None}, Edit(add_tags=("vpn",)))
    assert (outcome.changed, outcome.restricted) == ((second,), (ticket,))
    assert tickets.get(session, ticket) == before
    assert people.get(session, person).row == row
    tickets.reply(session, ticket, "Uw gegevens zijn beperkt.")
    with refused("lead_needed"):
        restriction.lift_restriction(at_work(TECHNICIAN), person, told=True)
    anna = at_work("Anna Voorbeeld")
    with refused("not_told"):
        restriction.lift_restriction(anna, person, told=False)
    restriction.lift_restriction(anna, person, told=True)
    people.change(anna, person, row.version, display_name="Sanne Bakker")


def test_an_objection_marks_the_purposes_it_names(session: Session, at_work: Change) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.OBJECT, person)
    for wrong in ((), ("sales",)):
        with refused("unknown_purpose"):
            carrying_out.object_to(session, number, wrong)
    carrying_out.object_to(session, number, ["software_updates", "improve"])
    assert restriction.objections(session, person) == ("improve", "software_updates")
    restriction.lift_objection(session, person, "improve")
    assert restriction.objections(session, person) == ("software_updates",)
    for purpose, code in (("improve", "not_found"), ("sales", "unknown_purpose")):
        with refused(code):
            restriction.lift_objection(session, person, purpose)
    with refused("lead_needed"):
        restriction.lift_objection(at_work(TECHNICIAN), person, "software_updates")


def test_a_stopped_account_is_closed(session: Session) -> None:
    person = sanne(session)
    carrying_out.stop_account(session, granted(session, RequestKind.STOP_ACCOUNT, person))
    found = people.get(session, person)
    assert found.row.account_state is AccountState.CLOSED
    assert found.account_closed_at is not None


@pytest.mark.parametrize("kind", [RequestKind.RESTRICT, RequestKind.STOP_ACCOUNT])
def test_a_request_does_what_it_asks_and_nothing_else(session: Session, kind: RequestKind) -> None:
    number = granted(session, kind, sanne(session))
    with refused("other_request"):
        carrying_out.rectify(session, number, Correction("X"))
