"""What was granted is done in every place at once, and what it leaves is honoured."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.errors import KnownError
from app.model.mail import MailAddress
from app.model.person import AccountState
from app.model.subject_request import RequestKind, RequestState
from app.model.ticket import Channel, Direction, Status
from app.model.ticket_edit import Edit
from app.store import cleanup, imports, messages
from app.store.messages import NewMessage
from app.workflows import (
    bulk_edit,
    destruction,
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
    corrected, _ = carrying_out.rectify(
        session,
        number,
        Correction("Sanne Bakker", "sbakker", None, {old.upper(): "s.bakker@example.nl"}),
    )
    assert corrected.rows == {"person": 1, "person_email": 1, "message_party": 2}
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


def moved_by_the_engine(session: Session) -> tuple[int, carrying_out.Corrected, list[str]]:
    """Correct somebody so that old values stay in unused bytes; return the request and them."""
    old = [planted(), planted(), planted()]
    person, _ = people.add(
        session, display_name=old[0], email=f"{old[1]}@example.nl", user_name=old[2]
    )
    addressed(session, old[0], f"{old[1]}@example.nl")
    number = granted(session, RequestKind.RECTIFY, person)
    correct = Correction("An", "an", None, {f"{old[1]}@example.nl": "an@example.nl"})
    corrected, _ = carrying_out.rectify(session, number, correct)
    with session.store.maintenance() as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE moved AS SELECT ? AS a, ? AS b, ? AS c", old)
        connection.execute("DROP TABLE moved")
    assert cleanup.owes_copy(session.store)
    assert find_values(session.store.path, session.unlocked.store_key, old)
    return number, corrected, old


def told(session: Session) -> dict[str, Any]:
    with session.store.read() as connection:
        sql = "SELECT detail FROM audit WHERE action = 'correction_searched'"
        (detail,) = connection.execute(sql).fetchone()
    found: dict[str, Any] = json.loads(detail)
    return found


def test_after_a_correction_a_fresh_copy_has_no_old_value_and_the_audit_trail_says_so(
    session: Session,
) -> None:
    number, corrected, old = moved_by_the_engine(session)
    after = carrying_out.search_corrected(session, number, corrected)
    destruction.require_whole(after)
    assert not cleanup.owes_copy(session.store)
    assert find_values(session.store.path, session.unlocked.store_key, old) == {}
    found = told(session)
    assert (found["verdict"], found["found"], found["copy_owed"]) == ("none_found", 0, "")
    assert (found["number"], found["values"] >= 3) == (number, True)


def test_a_correction_whose_clean_up_meets_a_full_disk_stands_and_is_cleaned_up_by_the_search(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Views must forget the old values, and the place where one is must not keep them."""
    old = planted()
    person, _ = people.add(session, display_name=old)
    number = granted(session, RequestKind.RECTIFY, person)

    def full(*_given: object) -> bool:
        raise KnownError("disk_full", "The disk is full; the last change was not made.", "")

    with monkeypatch.context() as patch:
        patch.setattr(cleanup, "settle", full)
        corrected, changes = carrying_out.rectify(session, number, Correction("Sanne Bakker"))
    assert people.get(session, person).row.display_name == "Sanne Bakker"
    assert changes.destroyed
    assert session.cleanup_owed
    destruction.require_whole(carrying_out.search_corrected(session, number, corrected))
    assert find_values(session.store.path, session.unlocked.store_key, [old]) == {}


def test_an_old_value_that_stays_after_a_correction_is_found_and_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, corrected, _old = moved_by_the_engine(session)
    monkeypatch.setattr(cleanup, "_ROOM", 2**60)
    after = carrying_out.search_corrected(session, number, corrected)
    with pytest.raises(KnownError, match="residue_found"):
        destruction.require_whole(after)
    assert (told(session)["verdict"], told(session)["copy_owed"]) == ("found", "disk_space")
    assert cleanup.owes_copy(session.store)


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
