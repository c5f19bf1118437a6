"""What a hold names stays, also on the way that nobody thought of, until it is released."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.identifiers import IdentifierKind
from app.model.person import AccountState
from app.model.ticket import Channel, LinkKind, Status
from app.model.ticket_edit import Edit
from app.policy import RetentionAction
from app.store import holds as stored
from app.workflows import (
    bulk_edit,
    devices,
    erasure,
    holds,
    people,
    purge,
    retention,
    ticket_links,
    tickets,
)
from app.workflows.retention import Change
from app.workflows.session import Session
from tests.conftest import Clock
from tests.store.raw import data_rows
from tests.workflows.residue import granted, identifier

OLD, TODAY = "2023-01-09T08:00:00", "2026-11-23T08:00:00"


def refused(code: str, act: Callable[[], object], *, says: str = "") -> None:
    with pytest.raises(KnownError) as caught:
        act()
    assert caught.value.code == code
    assert says in caught.value.hint


def closed_ticket(session: Session, clock: Clock, title: str, person: int | None = None) -> int:
    clock.set(OLD)
    ticket, _ = tickets.create(
        session, title=title, channel=Channel.COUNTER, text=title, requester_id=person
    )
    version = tickets.get(session, ticket).row.version
    tickets.set_status(session, ticket, Status.CLOSED, version)
    clock.set(TODAY)
    return ticket


def planned(session: Session) -> list[int]:
    rules = purge.plan(session, ["closed_tickets"]).body["rules"]
    return [row for row, _version in rules[0]["rows"]]


def approved(session: Session, folder: Path) -> Path:
    path = folder / "plan.json"
    purge.write(session, purge.plan(session), path)
    purge.approve(session, path, reason="there is no other lead")
    return path


def test_a_hold_on_an_organisation_keeps_its_people_tickets_and_devices(
    session: Session, clock: Clock
) -> None:
    inside, _ = people.add(
        session, display_name="Jan Jansen", email="jan@example.nl", organisation="Voorbeeld BV"
    )
    outside, _ = people.add(session, display_name="Piet Ander", email="piet@example.nl")
    mine = closed_ticket(session, clock, "one", inside)
    other = closed_ticket(session, clock, "two", outside)
    device, _ = devices.create(session, name="laptop", owner_id=inside)
    table, row = holds.resolve(session, "voorbeeld  bv")
    assert table == "organisation"
    number, _ = holds.add(session, table, row, "dispute")
    assert planned(session) == [other]
    assert mine not in planned(session)
    refused("held", lambda: erasure.erase(session, inside, granted(session, inside)))
    assert devices.get(session, device).row.owner == "Jan Jansen"
    erasure.erase(session, outside, granted(session, outside))
    holds.release(session, number)
    assert planned(session) == [mine]


@pytest.mark.parametrize(
    "query", ["tag:claim", "claim", 'status:closed "claim"', "claim -unrelated", "assignee:none"]
)
def test_a_hold_on_a_search_keeps_what_it_finds_when_something_is_destroyed(
    session: Session, clock: Clock, tmp_path: Path, query: str
) -> None:
    kept = closed_ticket(session, clock, "claim of damage")
    tickets.set_tags(session, kept, ("claim",))
    path = approved(session, tmp_path)
    holds.add_search(session, query, "dispute")
    body, _ = purge.run(session, path, tmp_path / "report")
    assert body["held_since"] == {"1": 1}
    assert "ticket" not in body["rows"]
    assert tickets.get(session, kept)
    assert planned(session) == []


def test_a_search_is_asked_at_the_moment_of_execution_and_not_when_it_was_placed(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    holds.add_search(session, "claim", "dispute")
    first = closed_ticket(session, clock, "printer")
    later = closed_ticket(session, clock, "claim of damage")
    assert planned(session) == [first]
    purge.run(session, approved(session, tmp_path), tmp_path / "report")
    assert tickets.get(session, later)
    refused("not_found", lambda: tickets.get(session, first))


def test_a_held_text_is_not_blacked_out_when_somebody_else_is_erased(
    session: Session, clock: Clock
) -> None:
    jan, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    closed_ticket(session, clock, "claim against Jan Jansen")
    holds.add_search(session, "claim", "dispute")
    refused("held", lambda: erasure.erase(session, jan, granted(session, jan)))


SANNE = "Sanne de Boer"


@pytest.mark.parametrize("on", ["ticket", "person", "organisation", "search"])
@pytest.mark.parametrize("word", ["tag", "queue", "category", "organisation", "record"])
def test_the_words_that_sort_a_held_ticket_stay_as_they_are_when_somebody_is_erased(
    session: Session, on: str, word: str
) -> None:
    sanne, _ = people.add(session, display_name=SANNE, email="sanne@example.nl")
    firm = SANNE if word == "organisation" else "Voorbeeld BV"
    piet, _ = people.add(session, display_name="Piet Ander", organisation=firm)
    ticket, _ = tickets.create(
        session,
        title="printer",
        channel=Channel.COUNTER,
        text="claim",
        requester_id=piet,
        tags=("vip-sanne-de-boer",) if word in {"tag", "record"} else (),
        queue=SANNE if word == "queue" else "Service",
        category=SANNE if word == "category" else "Hardware",
    )
    if word == "record":
        version = tickets.get(session, ticket).row.version
        bulk_edit.edit(session, {ticket: version}, Edit(tags=("printer",)))
    if on == "search":
        number, _ = holds.add_search(session, "claim", "dispute")
    else:
        number, _ = holds.add(session, *held_row(session, on, ticket, piet), "dispute")
    request = granted(session, sanne)
    before = words(session)
    says = f"In the way: hold {number}."
    refused("held", lambda: erasure.erase(session, sanne, request), says=says)
    assert words(session) == before
    assert people.get(session, sanne).row.display_name == SANNE
    holds.release(session, number)
    erasure.erase(session, sanne, request)
    assert SANNE.casefold() not in str(words(session)).casefold().replace("-", " ")


def held_row(session: Session, on: str, ticket: int, person: int) -> tuple[str, int]:
    if on == "organisation":
        with session.store.read() as connection:
            firm = connection.execute("SELECT organisation_id FROM person WHERE id = ?", (person,))
            return on, firm.fetchone()[0]
    return on, {"ticket": ticket, "person": person}[on]


def words(session: Session) -> dict[str, list[tuple[object, ...]]]:
    with session.store.read() as connection:
        found = data_rows(connection)
    tables = ("tag", "queue", "category", "organisation", "ticket_tag", "ticket_change", "ticket")
    return {table: found[table] for table in tables}


def test_a_purge_leaves_the_account_whose_name_stands_in_a_tag_of_a_held_ticket(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    clock.set(OLD)
    sanne, _ = people.add(session, display_name=SANNE)
    people.change(session, sanne, 1, account_state=AccountState.CLOSED)
    clock.set(TODAY)
    path = approved(session, tmp_path)
    ticket, _ = tickets.create(
        session, title="printer", channel=Channel.COUNTER, text="x", tags=("sanne-de-boer",)
    )
    number, _ = holds.add(session, "ticket", ticket, "dispute")
    body, _ = purge.run(session, path, tmp_path / "report")
    assert body["held_since"] == {str(number): 1}
    assert tickets.get(session, ticket).tags == ("sanne-de-boer",)
    assert people.get(session, sanne)
    kept = purge.plan(session, ["closed_accounts"]).body["rules"][0]["kept_by"]
    assert kept == {str(number): [sanne]}


def test_a_hold_keeps_what_its_ticket_is_linked_to_and_merged_into(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    linked, into, apart = (closed_ticket(session, clock, title) for title in ("a", "b", "c"))
    held, merged = (
        tickets.create(session, title=title, channel=Channel.COUNTER, text="claim")[0]
        for title in ("late", "signpost")
    )
    ticket_links.link(session, held, linked, LinkKind.RELATED)
    ticket_links.merge(session, merged, into)
    piet, _ = people.add(session, display_name="Piet Ander", email="piet@example.nl")
    device, _ = devices.create(session, name="telefoon", owner_id=piet, private=True)
    ticket_links.link_device(session, held, device)
    for ticket in (held, merged):
        holds.add(session, "ticket", ticket, "dispute")
    assert planned(session) == [apart]
    anonymise = Change(action=RetentionAction.ANONYMISE)
    retention.change(session, "closed_tickets", "why", anonymise)
    assert planned(session) == [apart]
    refused("held", lambda: erasure.erase(session, piet, granted(session, piet)))
    purge.run(session, approved(session, tmp_path), tmp_path / "report")
    found = tickets.get(session, held)
    assert [one.id for one in found.links] == [linked]
    assert [one.id for one in found.devices] == [device]
    assert tickets.get(session, merged).merged_into == into
    assert [one.text for one in tickets.get(session, into).messages] == ["b", "claim"]
    for number in (1, 2):
        holds.release(session, number)
    assert planned(session) == [linked, into]


def test_a_hold_on_a_search_keeps_its_words_so_that_it_finds_what_it_found(
    session: Session,
) -> None:
    sanne, _ = people.add(session, display_name=SANNE, email="sanne@example.nl")
    number, _ = holds.add_search(session, '"Sanne de Boer" status:closed', "dispute")
    request = granted(session, sanne)
    refused("held", lambda: erasure.erase(session, sanne, request))
    assert holds.listed(session)[0].query == '"Sanne de Boer" status:closed'
    holds.release(session, number)
    erasure.erase(session, sanne, request)
    assert "Sanne" not in holds.listed(session)[0].query


def test_a_search_that_finds_nothing_or_ended_keeps_nothing(session: Session, clock: Clock) -> None:
    ticket = closed_ticket(session, clock, "claim of damage")
    holds.add_search(session, "another", "dispute")
    holds.add_search(session, "claim", "dispute", date(2026, 11, 22))
    assert planned(session) == [ticket]
    holds.add_search(session, "claim", "dispute", date(2026, 11, 23))
    assert planned(session) == []


def test_a_search_that_cannot_be_read_is_refused_and_stops_destruction(
    session: Session, clock: Clock
) -> None:
    refused("query", lambda: holds.add_search(session, "status:nonsense", "dispute"))
    refused("query_needed", lambda: holds.add_search(session, "  ", "dispute"))
    refused("ground_needed", lambda: holds.add_search(session, "claim", " "))
    days = {"until": date(2027, 1, 1), "review": date(2027, 1, 2)}
    refused("review_too_late", lambda: holds.add_search(session, "claim", "dispute", **days))
    closed_ticket(session, clock, "printer")
    holds.add_search(session, "claim", "dispute")
    with session.store.write() as connection:
        connection.execute("UPDATE hold SET query = 'status:nonsense'")
    refused("query", lambda: planned(session))


def test_a_list_says_what_is_held_and_when_to_look_again(session: Session) -> None:
    number, _ = holds.add_search(
        session, "claim", "dispute", date(2027, 1, 1), review=date(2026, 11, 30)
    )
    (found,) = holds.listed(session)
    assert (found.table, found.row, found.query) == ("search", None, "claim")
    assert (found.until_on, found.review_on) == ("2027-01-01", "2026-11-30")
    with session.store.read() as connection:
        today = "2026-11-29"
        assert stored.active_numbers(connection, today, review_by=today) == ()
        assert stored.active_numbers(connection, "2026-11-30", review_by="2026-11-30") == (number,)
        entry = data_rows(connection)["audit"][-1]
    assert json.loads(entry[7]) == {"hold": number, "on": "search"}


def test_a_device_is_held_by_what_names_it_whole_and_not_by_words_that_it_has(
    session: Session,
) -> None:
    kim, _ = people.add(session, display_name="Kim Bos")
    serial = identifier(IdentifierKind.SERIAL, "PF3K1XQ7")
    device, _ = devices.create(
        session, name="Balie De Linde", owner_id=kim, organisation="De Linde", identifiers=[serial]
    )
    assert holds.resolve(session, "S/N: PF3K1XQ7") == ("device", device)
    assert holds.resolve(session, "De Linde")[0] == "organisation"
    for words in ("Kim Bos", "bos balie", "organisation:linde", "3K1XQ7"):
        with pytest.raises(KnownError, match="not_found"):
            holds.resolve(session, words)
