"""Purges: exactly the approved plan, by a lead, resumable, and nothing of anybody else."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.documents.signing import read_signed
from app.errors import Cancelled, KnownError
from app.model import moments
from app.model.changes import no_progress
from app.model.person import AccountState
from app.model.staff import Role
from app.model.ticket import Channel, Status
from app.store import cleanup
from app.store.data_map import DATA_MAP
from app.store.store import DATABASE
from app.workflows import destruction, devices, holds, members, people, purge, tickets
from app.workflows.purge import known, running
from app.workflows.purge.report import Report
from app.workflows.session import Session, unlock
from tests.conftest import Clock
from tests.forensics.page_reader import find_values
from tests.store.raw import Rows, data_rows
from tests.workflows import killing
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_store, planted

KILLS = 100
"""Random moments at which a purge is killed, by each of its two plans."""
START = "2023-01-09T08:00:00"
TODAY = "2026-11-23T08:00:00"


def rows(session: Session, *, without: tuple[str, ...] = killing.MADE_BY_THE_RUN) -> Rows:
    with session.store.read() as connection:
        return data_rows(connection, without=without)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(KnownError) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.hint


def fill(session: Session, clock: Clock, seed: int = 5, count: int = 40) -> list[str]:
    """Fill a store with old and recent things; return words that only old tickets hold."""
    pick = random.Random(seed)  # noqa: S311 - a test's example
    old: list[str] = []
    clock.set(START)
    who = [
        people.add(session, display_name=f"Mens {n}", email=f"mens{n}@example.nl")[0]
        for n in range(12)
    ]
    for number in range(count):
        expired = number % 2 == 0
        clock.set(START if expired else "2026-01-12T08:00:00")
        clock.advance(hours=number)
        word = planted()
        ticket, _ = tickets.create(
            session,
            title=f"Vraag {word}",
            channel=Channel.EMAIL,
            text=f"{word} van Mens {pick.randrange(12)}",
            requester_id=who[number % 6],
        )
        tickets.reply(session, ticket, f"Antwoord {word}")
        version = tickets.get(session, ticket).row.version
        tickets.set_status(session, ticket, Status.CLOSED, version)
        if expired:
            old.append(word)
    clock.set(START)
    device, _ = devices.create(session, name="laptop", owner_id=who[0])
    version = devices.get(session, device).row.version
    devices.hand_over(session, device, who[1], version)
    for person in who[9:]:
        people.change(session, person, 1, account_state=AccountState.CLOSED)
    clock.set(TODAY)
    return old


def approved(session: Session, folder: Path, *codes: str) -> Path:
    path = folder / "plan.json"
    purge.write(session, purge.plan(session, codes), path)
    purge.approve(session, path, reason="there is no other lead")
    return path


def test_a_purge_destroys_what_the_rules_have_reached_and_nothing_else(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    old = fill(session, clock)
    before = rows(session)
    expired = {row[0] for row in before["ticket"] if row[1].split()[1] in old}
    body, _ = purge.run(session, approved(session, tmp_path, "closed_tickets"), tmp_path / "r")
    after = rows(session)
    assert body["rows"]["ticket"] == len(expired) == 20
    assert {row[0] for row in before["ticket"]} - {row[0] for row in after["ticket"]} == expired
    of_ticket = {"ticket": 0, "message": 1, "ticket_change": 1}
    for table, found in before.items():
        place = of_ticket.get(table)
        kept = [row for row in found if place is None or row[place] not in expired]
        assert after[table] == kept, table
    key = session.unlocked.store_key
    assert find_values(session.folder / DATABASE, key, old[:3]) == {}


def test_every_rule_at_once_is_carried_out_whole(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    plan = approved(session, tmp_path)
    counts = purge.read(session, plan).counts
    assert counts["closed_accounts"]["rows"] == 3
    assert counts["silent_contacts"]["rows"] == 3  # the closed ones go by the rule before
    assert counts["device_owners"]["rows"] == 1
    body, _ = purge.run(session, plan, tmp_path / "report")
    assert body["rows"]["person"] == 6
    with session.store.read() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        row = connection.execute("SELECT count(*) FROM device_custody WHERE person_id IS NULL")
        assert row.fetchone() == (1,)


def test_the_report_is_signed_and_holds_counts_alone(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    old = fill(session, clock)
    report = tmp_path / "report.json"
    body, _ = purge.run(session, approved(session, tmp_path), report)
    document = read_signed(report.read_bytes(), trusted=session.trusted_keys())
    assert document.trusted
    assert document.body == body
    text = report.read_text()
    assert not [word for word in (*old, "Mens", "example.nl") if word in text]


def test_planning_changes_nothing_and_the_file_holds_no_values(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    old = fill(session, clock)
    before = rows(session)
    path = approved(session, tmp_path)
    assert rows(session) == before
    assert not [word for word in (*old, "Mens", "example.nl") if word in path.read_text()]


def test_a_plan_as_of_a_day_to_come_or_of_an_unknown_rule_is_refused(session: Session) -> None:
    from datetime import date  # noqa: PLC0415 - only here

    refused("as_of_later", lambda: purge.plan(session, as_of=date(2999, 1, 1)))
    refused("unknown_rule", lambda: purge.plan(session, ["everything"]))


# Frozen


@pytest.fixture
def plan(session: Session, tmp_path: Path, clock: Clock) -> Path:
    fill(session, clock, count=8)
    return approved(session, tmp_path)


def nothing_happens(session: Session, code: str, path: Path) -> None:
    before = rows(session)
    refused(code, lambda: purge.run(session, path, path.with_name("report")))
    assert rows(session) == before
    assert not path.with_name("report").exists()


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


# Holds


def test_a_hold_keeps_its_rows_out_of_a_plan(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    ticket = purge.plan(session, ["closed_tickets"]).body["rules"][0]["rows"][0][0]
    number, _ = holds.add(session, "ticket", ticket, "dispute")
    counts = purge.plan(session, ["closed_tickets"]).counts["closed_tickets"]
    assert counts == {"rows": 19, "kept": 1, "exempt": 0}
    path = approved(session, tmp_path)
    purge.run(session, path, tmp_path / "report")
    assert tickets.get(session, ticket).row.status is Status.CLOSED
    holds.release(session, number)
    assert purge.plan(session, ["closed_tickets"]).counts["closed_tickets"]["rows"] == 1


def test_a_hold_placed_after_the_approval_keeps_its_rows_and_the_report_says_so(
    session: Session, plan: Path
) -> None:
    rules = {rule["code"]: rule for rule in purge.read(session, plan).body["rules"]}
    ticket = rules["closed_tickets"]["rows"][0][0]
    person = rules["closed_accounts"]["rows"][0][0]
    before = rows(session)
    first, _ = holds.add(session, "ticket", ticket, "dispute")
    second, _ = holds.add(session, "person", person, "dispute")
    report = plan.with_name("report")
    body, _ = purge.run(session, plan, report, pdf=plan.with_name("report.pdf"))
    # The first also keeps a person who is named in the ticket: it would be blacked out.
    assert body["held_since"] == {str(first): 2, str(second): 1}
    assert body["kept_by_holds"] == {str(first): {}, str(second): {}}
    assert body["rows"]["ticket"] == len(rules["closed_tickets"]["rows"]) - 1
    # Counted is what was done, and not what was planned.
    said, planned = body["rules"], purge.read(session, plan)
    assert said["closed_tickets"]["planned"] - said["closed_tickets"]["rows"] == 1
    assert body["groups"]["kept_by_hold"] == planned.groups["kept_by_hold"] + sum(
        rule["planned"] - rule["rows"] for rule in said.values()
    )
    assert sum(rule["rows"] for rule in said.values()) == sum(body["categories"].values())
    assert body["groups"]["destroy"] + body["groups"]["anonymise"] == sum(
        rule["rows"] for rule in said.values()
    )
    after = rows(session)
    for table, place in (("ticket", 0), ("message", 1)):
        held = [row for row in before[table] if row[place] == ticket]
        assert held
        assert [row for row in after[table] if row[place] == ticket] == held
    assert [row for row in after["person"] if row[0] == person]


def test_a_hold_placed_while_a_purge_is_stopped_keeps_its_rows_when_it_goes_on(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    path = approved(session, tmp_path, "closed_tickets")

    def stop(done: int, _total: int | None) -> None:
        if done >= 6:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, tmp_path / "report", stop)
    last = purge.read(session, path).body["rules"][0]["rows"][-1][0]
    number, _ = holds.add(session, "ticket", last, "dispute")
    body, _ = purge.run(session, path, tmp_path / "report")
    assert body["rows"]["ticket"] == 19
    assert body["held_since"] == {str(number): 1}
    assert tickets.get(session, last).row.status is Status.CLOSED


def test_a_plan_names_the_hold_that_keeps_each_row(session: Session, clock: Clock) -> None:
    fill(session, clock)
    made = purge.plan(session, ["closed_tickets", "closed_accounts"])
    ticket = made.body["rules"][0]["rows"][0][0]
    person = made.body["rules"][1]["rows"][0][0]
    one, _ = holds.add(session, "ticket", ticket, "dispute")
    two, _ = holds.add_search(session, "status:closed created:2023-01-09", "claim")
    three, _ = holds.add(session, "person", person, "dispute")
    found = purge.plan(session, ["closed_tickets", "closed_accounts"]).body["rules"]
    of_tickets, of_people = (rule["kept_by"] for rule in found)
    assert of_tickets[str(one)] == [ticket]
    assert ticket in of_tickets[str(two)]
    assert of_tickets[str(two)] == found[0]["kept"]
    assert of_people[str(three)] == [person]


# Ended


def test_a_plan_that_cannot_go_on_is_ended_with_a_report_of_what_was_done(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    path = approved(session, tmp_path, "closed_tickets")
    report = tmp_path / "report"
    refused("not_begun", lambda: purge.run(session, path, report, end_here=True))

    def stop(done: int, _total: int | None) -> None:
        if done >= 6:
            raise Cancelled

    with pytest.raises(Cancelled):
        purge.run(session, path, report, stop)
    last = purge.read(session, path).body["rules"][0]["rows"][-1][0]
    tickets.add_note(session, last, "still busy with this")
    refused("plan_outdated", lambda: purge.run(session, path, report))
    assert known.listed(session)[0].state is known.State.BEGUN
    body, _ = purge.run(session, path, report, end_here=True)
    assert (body["whole"], body["rows"]["ticket"]) == (False, 6)
    assert tickets.count(session) == 34
    assert purge.read_report(session, report).body == body
    (one,) = known.listed(session)
    assert (one.state, one.report, one.rows) == (known.State.FINISHED, report, 20)
    refused("plan_finished", lambda: purge.run(session, path, report, end_here=True))


# Approval


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


def test_a_run_that_is_paused_waits_between_batches_and_holds_up_nobody(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    path = approved(session, tmp_path, "closed_tickets")
    brake = purge.Brake()
    waits, seen = threading.Event(), []

    def progress(done: int, _total: int | None) -> None:
        seen.append(done)
        if done == 6 and not waits.is_set():
            brake.pause()
            waits.set()

    worker = threading.Thread(
        target=lambda: purge.run(session, path, tmp_path / "report", brake.on(progress))
    )
    worker.start()
    assert waits.wait(10)
    assert brake.is_on
    tickets.create(session, title="Meanwhile", channel=Channel.COUNTER, text="x")
    assert tickets.count(session) == 35
    brake.go_on()
    worker.join(30)
    assert tickets.count(session) == 21
    assert (tmp_path / "report").exists()


# Cut short


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL and no fork")
@pytest.mark.parametrize("large", [0, 10_000], ids=["large plan", "small plan"])
def test_a_purge_killed_at_any_moment_and_resumed_equals_an_undisturbed_one(
    session: Session, tmp_path: Path, clock: Clock, large: int
) -> None:
    fill(session, clock, count=10)
    path = approved(session, tmp_path)
    session.close()
    job = killing.Job(
        store=str(session.folder),
        plan=str(path),
        passphrase=LEAD_PASSPHRASE,
        now=moments.now(),
        large=large,
        moments=KILLS,
        seed=large,
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.workflows.killing"],
        input=killing.sent(job),
        check=False,
        capture_output=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    *wrong, kills = done.stdout.decode().splitlines() or [""]
    assert not wrong, done.stderr.decode()
    assert int(kills) >= KILLS


def test_a_purge_that_is_stopped_goes_on_later(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(session, clock)
    monkeypatch.setattr(running, "BATCH", 3)
    monkeypatch.setattr(cleanup, "FEWEST", 0)
    path = approved(session, tmp_path, "closed_tickets")

    def stop(done: int, _total: int | None) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge.run(session, path, tmp_path / "report", stop)
    assert tickets.count(session) == 34
    body, _ = purge.run(session, path, tmp_path / "report", no_progress)
    assert tickets.count(session) == 20
    assert body["rows"]["ticket"] == 20


def test_an_erasure_inside_a_purge_blacks_the_name_out_in_others_texts(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    ticket, _ = tickets.create(
        session, title="Wie is Mens 8?", channel=Channel.COUNTER, text="Mens 8 en Mens 80"
    )
    purge.run(session, approved(session, tmp_path), tmp_path / "report")
    found = tickets.get(session, ticket)
    assert "Mens 8?" not in found.row.title
    assert found.messages[0].text == f"{'█' * 5} en Mens 80"
    assert destruction.changes().everything


def test_a_report_has_a_name_for_everything_that_may_go() -> None:
    nobodys = {"audit", "canned_reply", "category", "licence", "organisation", "queue"}
    nobodys |= {"retention_rule", "saved_view", "setting", "staff", "tag"}

    for table in set(DATA_MAP.by_name) - nobodys:
        assert Report.label_of(table) != table.replace("_", " "), table
