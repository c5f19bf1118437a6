"""A lead changes what a rule does, from when it counts and why, as the data map can do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.ticket import Channel, LinkKind, Status
from app.policy import ClockStart, Period, RetentionAction, load_policy
from app.store import retention as store_rules
from app.store.store import DATABASE
from app.workflows import devices, holds, people, purge, retention, ticket_links, tickets
from app.workflows.retention import Change
from app.workflows.session import Session
from tests.conftest import Clock
from tests.forensics.page_reader import find_values
from tests.store.raw import data_rows
from tests.workflows.conftest import planted
from tests.workflows.purging import START, TODAY, approved, refused

RULE = "closed_tickets"
ANONYMISE = Change(action=RetentionAction.ANONYMISE, ground="numbers to plan by")
BLANK = Change(action=RetentionAction.BLANK)


class Old:
    """A person's closed ticket of 2023 with all that may hang under one, and an open one."""

    def __init__(self, session: Session, clock: Clock) -> None:
        clock.set(START)
        self.words = [planted() for _ in range(4)]
        title, asked, answered, half = self.words
        self.person, _ = people.add(
            session, display_name="Jan Jansen", email="jan@example.nl", organisation="Jansen ICT"
        )
        self.ticket, _ = tickets.create(
            session, title=title, channel=Channel.EMAIL, text=asked, requester_id=self.person
        )
        tickets.reply(session, self.ticket, answered)
        tickets.add_note(session, self.ticket, half)
        tickets.set_tags(session, self.ticket, ["printer"])
        self.other, _ = tickets.create(
            session, title="x", channel=Channel.COUNTER, text="x", requester_id=self.person
        )
        ticket_links.link(session, self.ticket, self.other, LinkKind.RELATED)
        self.device, _ = devices.create(session, name="laptop", owner_id=self.person)
        ticket_links.link_device(session, self.ticket, self.device)
        version = tickets.get(session, self.ticket).row.version
        tickets.set_status(session, self.ticket, Status.CLOSED, version)
        clock.set(TODAY)


@pytest.fixture
def old(session: Session, clock: Clock) -> Old:
    return Old(session, clock)


def purged(session: Session, folder: Path, wanted: Change) -> dict[str, object]:
    retention.change(session, RULE, "asked by the board", wanted)
    body, _ = purge.run(session, approved(session, folder, RULE), folder / "report")
    return body


def leads_to(session: Session, ticket: int, person: int) -> list[str]:
    """Return the tables in which a row of the ticket still leads to its person."""
    with session.store.read() as connection:
        found = data_rows(connection)
    of_ticket = {"message": 1, "ticket_device": 0, "ticket_link": 1, "draft": 1, "ticket_change": 1}
    return [
        table
        for table, place in of_ticket.items()
        if any(ticket in row[: place + 2] for row in found[table])
    ] + ["ticket" for row in found["ticket"] if row[0] == ticket and person in row]


def test_a_ticket_made_anonymous_leads_to_nobody_and_keeps_its_dates_and_tags(
    session: Session, old: Old, tmp_path: Path
) -> None:
    before = tickets.get(session, old.ticket)
    body = purged(session, tmp_path, ANONYMISE)
    after = tickets.get(session, old.ticket)
    assert (after.row.title, after.row.requester_id, after.messages) == ("", None, ())
    assert (before.row.organisation, after.row.organisation) == ("Jansen ICT", "")
    assert leads_to(session, old.ticket, old.person) == []
    assert after.row.created_at == before.row.created_at
    assert after.row.status is Status.CLOSED
    assert after.tags == before.tags == ("printer",)
    assert tickets.get(session, old.other).row.requester_id == old.person
    assert body["groups"] == {
        "not_done": 0,
        "destroy": 0,
        "anonymise": 1,
        "kept_by_hold": 0,
        "kept_by_restriction": 0,
        "kept_by_hand": 0,
    }
    assert find_values(session.folder / DATABASE, session.unlocked.store_key, old.words) == {}


def test_what_was_merged_leads_to_nothing_made_anonymous_nor_the_other_way(
    session: Session, old: Old, clock: Clock, tmp_path: Path
) -> None:
    merged, _ = tickets.create(
        session, title="x", channel=Channel.EMAIL, text="x", requester_id=old.person
    )
    ticket_links.merge(session, merged, old.ticket)
    purged(session, tmp_path, ANONYMISE)
    assert tickets.get(session, old.ticket).row.requester_id is None
    after = tickets.get(session, merged)
    assert (after.row.requester_id, after.merged_into) == (old.person, None)
    clock.set("2029-11-23T08:00:00")
    (tmp_path / "report").unlink()
    purge.run(session, approved(session, tmp_path, RULE), tmp_path / "report")
    assert leads_to(session, merged, old.person) == []


def test_a_ticket_whose_texts_go_stays_its_persons(
    session: Session, old: Old, tmp_path: Path
) -> None:
    purged(session, tmp_path, BLANK)
    after = tickets.get(session, old.ticket)
    assert (after.row.title, after.messages) == ("", ())
    assert after.row.requester_id == old.person
    assert leads_to(session, old.ticket, old.person) == ["ticket_device", "ticket_link", "ticket"]
    assert after.row.organisation == "Jansen ICT"
    assert find_values(session.folder / DATABASE, session.unlocked.store_key, old.words) == {}


@pytest.mark.parametrize("wanted", [ANONYMISE, BLANK], ids=["anonymous", "blank"])
def test_what_was_done_is_not_due_again(
    session: Session, old: Old, tmp_path: Path, wanted: Change
) -> None:
    purged(session, tmp_path, wanted)
    assert retention.due(session).rows.get(RULE, 0) == 0
    assert purge.plan(session, [RULE]).total == 0
    retention.change(session, RULE, "gone after all", Change(action=RetentionAction.DELETE))
    assert purge.plan(session, [RULE]).total == 1


def test_a_hold_keeps_a_ticket_whole_that_would_become_anonymous(
    session: Session, old: Old, tmp_path: Path
) -> None:
    holds.add(session, "person", old.person, "dispute")
    retention.change(session, RULE, "asked by the board", ANONYMISE)
    made = purge.plan(session, [RULE])
    assert made.total == 0
    assert [len(rule["kept"]) for rule in made.body["rules"]] == [1]
    purge.write(session, made, tmp_path / "plan.json")
    refused("plan_empty", lambda: purge.approve(session, tmp_path / "plan.json", reason="alone"))
    assert len(tickets.get(session, old.ticket).messages) == 3


def test_the_history_of_a_device_is_destroyed_where_a_lead_wants_it(
    session: Session, old: Old, clock: Clock, tmp_path: Path
) -> None:
    clock.set(START)
    devices.hand_over(session, old.device, None, devices.get(session, old.device).row.version)
    clock.set(TODAY)
    retention.change(session, "device_owners", "why", Change(action=RetentionAction.DELETE))
    purge.run(session, approved(session, tmp_path, "device_owners"), tmp_path / "report")
    with session.store.read() as connection:
        assert data_rows(connection)["device_custody"] == []


def test_the_clock_of_a_ticket_may_start_at_its_last_message(
    session: Session, old: Old, clock: Clock
) -> None:
    clock.set("2026-11-20T08:00:00")
    tickets.add_note(session, old.ticket, "somebody called about this")
    clock.set(TODAY)
    assert purge.plan(session, [RULE]).total == 1
    retention.change(session, RULE, "why", Change(starts=ClockStart.LAST_CONTACT))
    assert purge.plan(session, [RULE]).total == 0
    clock.set("2028-11-21T08:00:00")
    assert purge.plan(session, [RULE]).total == 1


def test_what_may_be_chosen_is_what_the_data_map_can_do() -> None:
    every = {
        code: (scope.actions, tuple(scope.clocks)) for code, scope in store_rules.SCOPES.items()
    }
    delete, anonymise, blank = RetentionAction
    assert every[RULE] == (
        (delete, anonymise, blank),
        (ClockStart.TICKET_CLOSED, ClockStart.LAST_CONTACT),
    )
    assert every["closed_accounts"] == (
        (delete,),
        (ClockStart.ACCOUNT_CLOSED, ClockStart.LAST_CONTACT),
    )
    assert every["device_owners"][0] == (delete, anonymise)
    for code, (actions, clocks) in every.items():
        policy = load_policy().retention[code]
        assert policy.action in actions
        assert clocks[0] is policy.starts


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("silent_contacts", ANONYMISE),
        ("request_records", BLANK),
        ("device_owners", BLANK),
        ("device_owners", Change(starts=ClockStart.LAST_CONTACT)),
    ],
)
def test_what_the_data_map_cannot_do_is_refused_with_what_it_can(
    session: Session, code: str, wanted: Change
) -> None:
    with pytest.raises(KnownError) as caught:
        retention.change(session, code, "why", wanted)
    assert caught.value.code == "not_possible"
    scope = store_rules.SCOPES[code]
    possible = scope.clocks if wanted.starts else scope.actions
    assert all(one.value in caught.value.hint for one in possible)
    assert retention.history(session, code) == ()


def test_what_a_law_has_us_keep_cannot_be_changed(session: Session) -> None:
    refused(
        "legal_minimum",
        lambda: retention.change(
            session, "tax_administration", "why", Change(period=Period.parse("P6Y"))
        ),
    )


@pytest.mark.parametrize("code", ["request_records", "withdrawn_consents"])
def test_what_shows_that_a_right_was_respected_is_kept_shorter_on_a_ground_alone(
    session: Session, code: str
) -> None:
    shorter = Period.parse("P4Y")
    refused("ground_needed", lambda: retention.change(session, code, "why", Change(period=shorter)))
    longer = Period.parse("P6Y")
    retention.change(session, code, "a case is pending", Change(period=longer))
    wanted = Change(period=shorter, ground="agreed with the supervisor")
    retention.change(session, code, "why", wanted)
    rule = rule_of(session, code)
    assert (rule.period, rule.ground, rule.shorter) == (shorter, "agreed with the supervisor", True)
    refused("ground_needed", lambda: retention.change(session, code, "why", Change(ground="")))


def rule_of(session: Session, code: str) -> retention.Rule:
    return next(rule for rule in retention.rules(session) if rule.code == code)


def test_the_reason_is_the_ground_of_another_period_until_the_policys_is_back(
    session: Session,
) -> None:
    retention.change(session, RULE, "an agreement", Change(period=Period(30, 0)))
    retention.change(session, RULE, "a merger is under way", Change(active=False))
    assert rule_of(session, RULE).ground == "an agreement"
    retention.change(session, RULE, "why", Change(ground="the agreement of 2026"))
    assert rule_of(session, RULE).ground == "the agreement of 2026"
    policy = load_policy().retention[RULE].period
    retention.change(session, RULE, "it ended", Change(period=policy))
    assert rule_of(session, RULE).ground == ""
    assert [one.version for one in retention.history(session, RULE)] == [1, 2, 3, 4]


def test_a_row_under_a_hold_and_a_row_of_two_rules_are_counted_apart(
    session: Session, clock: Clock
) -> None:
    from app.model.person import AccountState  # noqa: PLC0415 - only here

    clock.set(START)
    who = [
        people.add(session, display_name=f"Mens {n}", email=f"mens{n}@example.nl")[0]
        for n in range(4)
    ]
    for person in who[:2]:
        people.change(session, person, 1, account_state=AccountState.CLOSED)
    clock.set(TODAY)
    holds.add(session, "person", who[0], "dispute")
    holds.add(session, "person", who[2], "dispute")
    found = {one.rule.code: one for one in retention.reached(session, retention.today())}
    closed, silent = found["closed_accounts"], found["silent_contacts"]
    assert (closed.rows, closed.also, closed.kept, closed.going) == (2, 0, 1, 1)
    assert (silent.rows, silent.also, silent.kept, silent.going) == (4, 2, 1, 1)
    plan = purge.plan(session, ["closed_accounts", "silent_contacts"])
    assert (plan.total, plan.twice) == (closed.going + silent.going, 1)
    due = retention.due(session)
    assert due.rows == {"closed_accounts": 1, "silent_contacts": 1}
    assert due.kept == {"closed_accounts": 1, "silent_contacts": 1}


def test_a_technician_changes_no_rule(session: Session, technician: Callable[[], Session]) -> None:
    bram = technician()
    refused("lead_needed", lambda: retention.change(bram, RULE, "why", ANONYMISE))
    bram.close()
