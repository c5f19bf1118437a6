"""What a hold keeps stays, also one that was placed after the plan was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled
from app.model.ticket import Status
from app.workflows import holds, purge, tickets
from app.workflows.purge import running
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.purging import approved, fill, rows


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
