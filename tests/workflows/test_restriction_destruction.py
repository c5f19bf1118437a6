"""What is a restricted person's is not destroyed, save at their own wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

import pytest

from app.errors import Cancelled
from app.model.keeper import RESTRICTED
from app.model.person import AccountState
from app.model.subject_request import Ground, RequestKind, RequestState
from app.model.ticket import Channel, Status
from app.store import doom, mentions
from app.workflows import (
    destruction,
    devices,
    erasure,
    holds,
    people,
    purge,
    requests,
    restriction,
    tickets,
)
from app.workflows.purge import preview as purge_preview
from app.workflows.purge import running
from app.workflows.purge.preview import Group
from app.workflows.requests import carrying_out, ending, preview
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.importing import mail, receive
from tests.workflows.requests.conftest import granted, refused
from tests.workflows.residue import granted as erasure_of
from tests.workflows.test_restriction import World, owned, world

__all__ = ["world"]


def answer_all(session: Session) -> None:
    """Bring every request to an end: an erasure waits for the person's others."""
    for request in requests.listed(session, open_only=True):
        if request.state is RequestState.CARRIED_OUT:
            requests.close(session, request.number)
        else:
            ending.withdraw(session, request.number, Ground.WITHDRAWN)


# Destruction


def test_her_own_erasure_goes_through(world: World) -> None:
    session = world.session
    answer_all(session)
    number = erasure_of(session, world.sanne)
    erasure.erase(session, world.sanne, number)
    assert not any(owned(world.session, world.sanne).values())


def test_another_erasure_goes_through_where_nothing_of_hers_is_destroyed(world: World) -> None:
    before = owned(world.session, world.sanne)
    erasure.erase(world.session, world.pim, erasure_of(world.session, world.pim))
    assert owned(world.session, world.sanne) == before
    assert not any(owned(world.session, world.pim).values())


def test_another_erasure_is_refused_while_something_of_hers_would_be_destroyed(
    world: World,
) -> None:
    session = world.session
    copy = mail(world.folder, "cc.eml", From="pim@example.nl", Cc="sanne@example.nl")
    receive(session, copy)
    before = owned(session, world.sanne)
    number = erasure_of(session, world.pim)
    shown = preview.of(session, number)
    assert [kept.ground for kept in shown.kept if kept.ground == RESTRICTED] == [RESTRICTED]
    with refused("restricted"):
        erasure.erase(session, world.pim, number)
    assert owned(session, world.sanne) == before
    restriction.lift_restriction(session, world.sanne, told=True)
    erasure.erase(session, world.pim, number)


def test_her_text_may_lose_the_name_of_somebody_who_is_erased(world: World) -> None:
    session = world.session
    told = mail(world.folder, "told.eml", "Vraag het Pim Smit", From="sanne@example.nl")
    receive(session, told)
    before = owned(session, world.sanne)
    erasure.erase(session, world.pim, erasure_of(session, world.pim))
    after = owned(session, world.sanne)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert "Pim Smit" not in repr(after["message"])


# Purges


def closed(session: Session, clock: Clock, person: int, title: str) -> int:
    ticket, _ = tickets.create(
        session, title=title, channel=Channel.COUNTER, text=title, requester_id=person
    )
    tickets.set_status(session, ticket, Status.CLOSED, tickets.get(session, ticket).row.version)
    return ticket


@dataclass
class Old:
    """A store in which everything was closed long ago."""

    session: Session
    sanne: int
    pim: int
    hers: int
    his: int
    custody: int


@pytest.fixture
def old(session: Session, clock: Clock) -> Old:
    clock.set("2023-01-09T08:00:00")
    sanne, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    for person in (sanne, pim):
        people.change(session, person, 1, account_state=AccountState.CLOSED)
    hers, his = closed(session, clock, sanne, "Hers"), closed(session, clock, pim, "His")
    device, _ = devices.create(session, name="laptop", owner_id=sanne)
    devices.hand_over(session, device, None, 1)
    clock.set("2026-11-23T08:00:00")
    return Old(session, sanne, pim, hers, his, device)


def restrict(session: Session, person: int) -> None:
    number = granted(session, RequestKind.RESTRICT, person)
    carrying_out.restrict(session, number)
    requests.close(session, number)


def approved(session: Session, folder: Path) -> Path:
    path = folder / "plan.json"
    purge.write(session, purge.plan(session), path)
    purge.approve(session, path, reason="there is no other lead")
    return path


def test_a_plan_keeps_her_rows_and_says_that_they_are_restricted(old: Old, tmp_path: Path) -> None:
    restrict(old.session, old.sanne)
    before = owned(old.session, old.sanne)
    path = approved(old.session, tmp_path)
    plan = purge.read(old.session, path)
    rules = {rule["code"]: rule for rule in plan.body["rules"]}
    assert rules["closed_tickets"]["kept_by"] == {RESTRICTED: [old.hers]}
    assert [row for row, _version in rules["closed_tickets"]["rows"]] == [old.his]
    assert len(rules["device_owners"]["kept_by"][RESTRICTED]) == 1
    assert plan.groups["kept_by_restriction"] == 2
    line, _line = purge_preview.of(old.session, plan).of(Group.RESTRICTED)
    assert purge_preview.ids(plan, line) == [old.hers]
    body, _ = purge.run(old.session, path, tmp_path / "report")
    assert body["kept_by_holds"][RESTRICTED] == {"closed_tickets": 1, "device_owners": 1}
    assert body["held_since"] == {}
    assert owned(old.session, old.sanne) == before
    with refused("not_found"):
        tickets.get(old.session, old.his)


def test_a_mark_set_between_plan_and_run_keeps_her_rows_and_the_report_counts_them(
    old: Old, tmp_path: Path
) -> None:
    path = approved(old.session, tmp_path)
    restrict(old.session, old.sanne)
    before = owned(old.session, old.sanne)
    body, _ = purge.run(old.session, path, tmp_path / "report", pdf=tmp_path / "report.pdf")
    assert body["held_since"] == {RESTRICTED: 2}
    assert (body["groups"]["kept_by_restriction"], body["groups"]["kept_by_hold"]) == (2, 0)
    assert owned(old.session, old.sanne) == before
    with refused("not_found"):
        tickets.get(old.session, old.his)


def test_a_row_that_holds_and_a_mark_keep_is_counted_once_and_with_the_holds(
    old: Old, tmp_path: Path
) -> None:
    path = approved(old.session, tmp_path)
    restrict(old.session, old.sanne)
    for ground in ("Geschil", "Onderzoek"):
        holds.add(old.session, "ticket", old.hers, ground)
    body, _ = purge.run(old.session, path, tmp_path / "report")
    assert body["held_since"] == {"1": 1, "2": 1, RESTRICTED: 2}
    assert (body["groups"]["kept_by_restriction"], body["groups"]["kept_by_hold"]) == (1, 1)


def test_a_mark_set_while_a_purge_is_stopped_keeps_her_rows_when_it_goes_on(
    old: Old, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = old.session
    clock.set("2023-02-09T08:00:00")
    many = [closed(session, clock, old.pim, f"{n}") for n in range(4)]
    last_one = closed(session, clock, old.sanne, "Last")
    clock.set("2026-11-23T08:00:00")
    monkeypatch.setattr(running, "BATCH", 2)
    path = approved(session, tmp_path)

    def stop(done: int, _total: int | None) -> None:
        if done >= 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, tmp_path / "report", stop)
    restrict(session, old.sanne)
    body, _ = purge.run(session, path, tmp_path / "report")
    assert tickets.get(session, last_one)
    assert body["held_since"][RESTRICTED] >= 1
    for ticket in many:
        with refused("not_found"):
            tickets.get(session, ticket)


def test_somebody_named_in_her_text_is_kept_by_a_purge_until_it_is_lifted(
    old: Old, clock: Clock
) -> None:
    session = old.session
    clock.set("2024-01-09T08:00:00")
    tickets.create(
        session, title="x", channel=Channel.COUNTER, text="zie Pim Smit", requester_id=old.sanne
    )
    clock.set("2026-11-23T08:00:00")
    destroyed = {"ticket": {old.his}}
    with session.store.write() as connection:
        doomed = doom.of_rows(connection, destroyed)
        with destruction.thorough(session, destruction.Destroyed()):
            destruction.carry_out(connection, doomed, destruction.Destroyed())
    restrict(session, old.sanne)
    (rule,) = purge.plan(session, ["closed_accounts"]).body["rules"]
    assert rule["kept_by"] == {RESTRICTED: [old.pim]}
    restriction.lift_restriction(session, old.sanne, told=True)
    (rule,) = purge.plan(session, ["closed_accounts"]).body["rules"]
    assert rule["kept_by"] == {}


def test_a_text_marked_after_the_plan_keeps_the_uncertain_name_in_it(
    old: Old, tmp_path: Path, clock: Clock
) -> None:
    """As a plan proposes nothing in a text that is kept, so a run leaves it."""
    session = old.session
    other, _ = people.add(session, display_name="Karel Smit", email="karel@example.nl")
    text = "Karel Smit zei iets"
    ticket, _ = tickets.create(
        session, title="x", channel=Channel.COUNTER, text=text, requester_id=old.sanne
    )
    clock.set("2029-11-23T08:00:00")
    people.add(session, display_name="Karel Smit", email="another@example.org")
    path = tmp_path / "plan.json"
    purge.write(session, purge.plan(session, ["silent_contacts"], meant=[other]), path)
    purge.approve(session, path, reason="there is no other lead")
    restrict(session, old.sanne)
    purge.run(session, path, tmp_path / "report")
    assert tickets.get(session, ticket).messages[0].text == text
    with refused("not_found"):
        people.get(session, other)


def test_many_people_are_asked_for_at_once(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.set("2023-01-09T08:00:00")
    many = [people.add(session, display_name=f"Mens {n}")[0] for n in range(100)]
    clock.set("2026-11-23T08:00:00")
    restrict(session, many[7])
    asked, find = 0, mentions.find

    def counted(connection: Connection, values: Sequence[str]) -> mentions.Found:
        nonlocal asked
        asked += 1
        return find(connection, values)

    monkeypatch.setattr(mentions, "find", counted)
    (rule,) = purge.plan(session, ["silent_contacts"]).body["rules"]
    assert rule["kept_by"] == {RESTRICTED: [many[7]]}
    assert 0 < asked < 30  # halves of what stands in the way, and not every person
