"""A purge is exactly the approved plan: an altered, outdated or unapproved one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.model.ticket import Channel
from app.workflows import members, purge, tickets
from app.workflows.purge import known
from app.workflows.session import Session, unlock
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_store
from tests.workflows.purging import nothing_happens, refused


def test_an_altered_plan_is_refused(session: Session, plan: Path) -> None:
    whole = plan.read_bytes()
    document = json.loads(whole)
    document["body"]["plan"]["rules"][0]["rows"].pop()
    plan.write_text(json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n")
    nothing_happens(session, "signature_wrong", plan)
    for place in range(0, len(whole), 97):
        plan.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(KnownError):
            purge.run(session, plan, plan.with_name("report"))


def test_a_made_up_plan_is_refused(session: Session, plan: Path) -> None:
    body = json.loads(plan.read_text())["body"]["plan"]
    body["rules"][0]["rows"] = []
    plan.write_text(json.dumps({"format": purge.PLAN, "body": body}))
    nothing_happens(session, "plan_altered", plan)


def test_an_unapproved_plan_is_refused(session: Session, plan: Path) -> None:
    purge.write(session, purge.plan(session), plan)
    nothing_happens(session, "not_approved", plan)


def test_a_plan_is_carried_out_once(session: Session, plan: Path) -> None:
    purge.run(session, plan, plan.with_name("first"))
    nothing_happens(session, "plan_finished", plan)


def test_another_stores_plan_is_refused(session: Session, plan: Path, tmp_path: Path) -> None:
    other = make_store(tmp_path / "other")
    with pytest.raises(KnownError) as caught:
        purge.run(other, plan, tmp_path / "report")
    assert caught.value.code in {"other_store", "plan_altered"}
    other.close()


def test_a_ticket_that_changed_since_stops_the_purge(session: Session, plan: Path) -> None:
    first = purge.read(session, plan).body["rules"][0]["rows"][0][0]
    tickets.add_note(session, first, "still busy with this")
    nothing_happens(session, "plan_outdated", plan)


def test_a_person_who_wrote_again_since_stops_the_purge(session: Session, plan: Path) -> None:
    rules = {rule["code"]: rule for rule in purge.read(session, plan).body["rules"]}
    silent = rules["silent_contacts"]["rows"][0][0]
    tickets.create(session, title="New", channel=Channel.COUNTER, text="x", requester_id=silent)
    nothing_happens(session, "plan_outdated", plan)


def test_nobody_approves_their_own_plan_where_there_is_another_lead(
    session: Session, plan: Path
) -> None:
    purge.write(session, purge.plan(session), plan)
    alone = purge.approve(session, plan).approval
    assert alone is not None
    assert alone["own_plan"] is True
    members.add(session, "Carla Voorbeeld", Role.LEAD, "another long passphrase")
    refused("own_plan", lambda: purge.approve(session, plan, reason="I want to"))
    session.close()
    carla = unlock(session.folder, "another long passphrase", "Carla Voorbeeld")
    purge.approve(carla, plan)
    purge.run(carla, plan, plan.with_name("report"))
    carla.close()


def test_a_technician_plans_and_neither_approves_nor_runs(
    plan: Path, technician: Callable[[], Session]
) -> None:
    bram = technician()
    purge.write(bram, purge.plan(bram), plan.with_name("own"))
    refused("lead_needed", lambda: purge.approve(bram, plan.with_name("own")))
    refused("lead_needed", lambda: purge.run(bram, plan, plan.with_name("report")))
    bram.close()


def test_a_technicians_plan_is_approved_by_the_lead(
    session: Session, plan: Path, technician: Callable[[], Session]
) -> None:
    bram = technician()
    purge.write(bram, purge.plan(bram), plan)
    bram.close()
    lead = unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    purge.approve(lead, plan)
    purge.run(lead, plan, plan.with_name("report"))
    lead.close()


def test_the_number_and_the_passphrase_are_asked_again(session: Session, plan: Path) -> None:
    purge.write(session, purge.plan(session), plan)
    total = purge.read(session, plan).total

    def approve(rows: int, secret: str) -> object:
        return purge.approve(session, plan, "alone", rows=rows, secret=secret)

    refused("number_wrong", lambda: approve(total + 1, LEAD_PASSPHRASE))
    refused("wrong_passphrase", lambda: approve(total, "another passphrase"))
    assert purge.read(session, plan).approval is None
    approve(total, LEAD_PASSPHRASE)
    approval = purge.read(session, plan).approval
    assert approval is not None
    assert (approval["confirmed_rows"], approval["reason"]) == (total, "alone")


def test_a_plan_that_was_made_anew_and_one_of_nothing_wait_for_nobody(
    session: Session, plan: Path
) -> None:
    first = purge.read(session, plan)
    purge.write(session, purge.renew(session, first), plan.with_name("new"))
    anew = purge.read(session, plan.with_name("new"))
    assert [one.digest for one in known.listed(session)] == [anew.digest]
    nothing = purge.plan(session, ["request_records"])
    assert nothing.total == 0
    purge.write(session, nothing, plan.with_name("nothing"))
    assert [one.digest for one in known.listed(session)] == [anew.digest]


def test_a_plan_that_was_taken_off_the_list_comes_back_with_its_report(
    session: Session, plan: Path
) -> None:
    known.forget(session, purge.read(session, plan).digest)
    assert known.listed(session) == ()
    purge.run(session, plan, plan.with_name("report"))
    (one,) = known.listed(session)
    assert (one.state, one.plan, one.report) == (
        known.State.FINISHED,
        plan,
        plan.with_name("report"),
    )
