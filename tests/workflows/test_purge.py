"""Purges: exactly what the rules have reached, reported in counts, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

from app.documents.signing import read_signed
from app.model.ticket import Channel
from app.store.data_map import DATA_MAP
from app.store.store import DATABASE
from app.workflows import destruction, holds, purge, tickets
from app.workflows.purge.report import Report
from app.workflows.session import Session
from tests.conftest import Clock
from tests.forensics.page_reader import find_values
from tests.workflows.purging import approved, fill, refused, rows


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


def test_a_report_tells_the_plans_rows_from_those_that_went_with_them(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock)
    plan = approved(session, tmp_path)
    before = {table: len(found) for table, found in rows(session).items()}
    body, _ = purge.run(session, plan, tmp_path / "report")
    after = {table: len(found) for table, found in rows(session).items()}
    gone = sum(before.values()) - sum(after.values())
    groups, planned = body["groups"], purge.read(session, plan).total
    assert groups["destroy"] + groups["anonymise"] == planned
    assert groups["destroy"] + body["along"] == sum(body["rows"].values())
    assert sum(body["rows"].values()) <= gone  # links and the like have no number of their own
    assert body["along"] >= 2 * body["rows"]["ticket"]


def test_a_plan_of_nothing_is_neither_approved_nor_run(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    fill(session, clock, count=2)
    holds.add_search(session, "status:closed", "dispute")
    path = tmp_path / "plan.json"
    purge.write(session, purge.plan(session, ["closed_tickets"]), path)
    assert purge.read(session, path).counts["closed_tickets"] == {"rows": 0, "kept": 1, "exempt": 0}
    before, file = rows(session), path.read_bytes()
    reason = "there is no other lead"
    refused("plan_empty", lambda: purge.approve(session, path, reason, rows=0))
    assert path.read_bytes() == file
    refused("plan_empty", lambda: purge.run(session, path, tmp_path / "report"))
    assert rows(session) == before
    assert not (tmp_path / "report").exists()


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
