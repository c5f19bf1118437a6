"""Rules are the policy's until a lead changes them, and a plan is of the rules as they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.ticket import Channel, Status, format_number
from app.policy import ClockStart, Period, RetentionAction, load_policy
from app.workflows import people, purge, retention, tickets
from app.workflows.purge import Exempt
from app.workflows.retention import Change
from app.workflows.session import Session
from tests.conftest import Clock
from tests.store.raw import data_rows

RULE = "closed_tickets"


def refused(code: str, act: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.hint
    return caught.value


@pytest.fixture
def closed(session: Session, clock: Clock) -> list[int]:
    """Three tickets of two people, closed in 2023."""
    clock.set("2023-01-09T08:00:00")
    jan, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    piet, _ = people.add(session, display_name="Piet Ander", email="piet@example.nl")
    made = []
    for person in (jan, jan, piet):
        ticket, _ = tickets.create(
            session, title="x", channel=Channel.COUNTER, text="x", requester_id=person
        )
        version = tickets.get(session, ticket).row.version
        tickets.set_status(session, ticket, Status.CLOSED, version)
        made.append(ticket)
    clock.set("2026-11-23T08:00:00")
    return made


def written(session: Session, folder: Path, plan: purge.Plan) -> Path:
    path = folder / "plan.json"
    purge.write(session, plan, path)
    purge.approve(session, path, reason="there is no other lead")
    return path


def test_the_policys_rules_stand_until_they_are_changed(session: Session) -> None:
    found = {rule.code: rule for rule in retention.rules(session)}
    assert list(found) == [rule.code for rule in retention.policy_rules()]
    for code, rule in found.items():
        assert rule.period == load_policy().retention[code].period
        assert (rule.version, rule.active, rule.longer) == (0, True, False)
        assert retention.history(session, code) == ()


def test_a_changed_period_is_a_new_version_and_what_a_plan_is_made_by(
    session: Session, closed: list[int]
) -> None:
    assert purge.plan(session, [RULE]).total == len(closed)
    retention.change(session, RULE, "the service asks for it", Change(period=Period(60, 0)))
    retention.change(session, RULE, "and longer", Change(period=Period(72, 0)))
    plan = purge.plan(session, [RULE])
    assert (plan.total, plan.body["rules"][0]["version"]) == (0, 2)
    rule = next(rule for rule in retention.rules(session) if rule.code == RULE)
    assert (rule.version, rule.period, rule.longer) == (2, Period(72, 0), True)
    history = retention.history(session, RULE)
    assert [(one.version, one.months, one.reason) for one in history] == [
        (1, 60, "the service asks for it"),
        (2, 72, "and longer"),
    ]
    with session.store.read() as connection:
        entries = [row for row in data_rows(connection)["audit"] if "rule_changed" in row[4]]
    assert json.loads(entries[-1][7]) == {
        "rule": RULE,
        "version": 2,
        "months": 72,
        "days": 0,
        "starts": "ticket_closed",
        "action": "delete",
        "own_ground": True,
        "active": True,
    }
    assert "longer" not in str(entries)


def test_a_change_that_changes_nothing_makes_no_version(session: Session) -> None:
    retention.change(session, RULE, "as it is", Change(period=load_policy().retention[RULE].period))
    assert retention.history(session, RULE) == ()


def test_a_change_needs_a_lead_a_reason_and_a_rule_there_is(
    session: Session, technician: Callable[[], Session]
) -> None:
    refused("reason_needed", lambda: retention.change(session, RULE, " ", Change(active=False)))
    refused("unknown_rule", lambda: retention.change(session, "x", "why", Change(active=False)))
    bram = technician()
    refused("lead_needed", lambda: retention.change(bram, RULE, "why", Change(active=False)))
    assert retention.history(bram, RULE) == ()
    bram.close()


def test_a_stopped_rule_is_left_out_of_plans(session: Session, closed: list[int]) -> None:
    retention.change(session, RULE, "a merger is under way", Change(active=False))
    assert RULE not in purge.plan(session).counts
    refused("rule_stopped", lambda: purge.plan(session, [RULE]))
    retention.change(session, RULE, "it is over", Change(active=True))
    assert purge.plan(session).counts[RULE]["rows"] == len(closed)


@pytest.mark.parametrize(
    "change",
    [
        Change(period=Period(25, 0)),
        Change(active=False),
        Change(action=RetentionAction.ANONYMISE),
        Change(starts=ClockStart.LAST_CONTACT),
    ],
)
def test_a_changed_rule_outdates_a_plan(
    session: Session, closed: list[int], tmp_path: Path, change: Change
) -> None:
    path = written(session, tmp_path, purge.plan(session, [RULE]))
    retention.change(session, RULE, "why", change)
    error = refused("plan_outdated", lambda: purge.run(session, path, tmp_path / "report"))
    assert "Closed tickets" in error.message
    assert tickets.count(session) == len(closed)


def test_a_row_taken_out_by_hand_stays_and_the_plan_says_why(
    session: Session, closed: list[int], tmp_path: Path
) -> None:
    kept, *others = closed
    plan = purge.plan(session, [RULE], exempt=[Exempt("ticket", kept, "asked by the auditor")])
    assert plan.groups == {
        "destroy": len(others),
        "anonymise": 0,
        "kept_by_hold": 0,
        "kept_by_restriction": 0,
        "kept_by_hand": 1,
    }
    assert plan.body["touched"] == {"people": 2, "tickets": 2}
    assert plan.by_category == {"communication": 2}
    assert plan.body["exempt"][0]["reason"] == "asked by the auditor"
    body, _ = purge.run(session, written(session, tmp_path, plan), tmp_path / "report")
    assert tickets.get(session, kept)
    assert body["rows"]["ticket"] == len(others)
    assert body["groups"]["kept_by_hand"] == 1
    assert "auditor" not in (tmp_path / "report").read_text()


def test_what_is_taken_out_must_be_due_and_have_a_reason(
    session: Session, closed: list[int]
) -> None:
    for table, row in (("ticket", 1), ("person", closed[0])):
        with pytest.raises(KnownError, match="not_due"):
            purge.plan(session, [RULE], exempt=[Exempt(table, row, "why")])
    with pytest.raises(KnownError, match="reason_needed"):
        purge.plan(session, [RULE], exempt=[Exempt("ticket", closed[0], " ")])


@pytest.mark.parametrize("says", ["wacht op {name}", "({last})", "mail van {email}, zie map"])
def test_a_reason_that_names_the_person_never_comes_into_a_plan(
    session: Session, closed: list[int], says: str
) -> None:
    row = tickets.get(session, closed[0]).row
    assert row.requester
    reason = says.format(
        name=row.requester.upper(),
        last=row.requester.split()[-1],
        email=tickets.get(session, closed[0]).requester_email,
    )
    with pytest.raises(KnownError, match="reason_names"):
        purge.plan(session, [RULE], exempt=[Exempt("ticket", closed[0], reason)])
    assert purge.plan(session, [RULE], exempt=[Exempt("ticket", closed[0], "claim 2026-7")]).total


def test_a_refusal_names_what_changed_and_the_plan_can_be_made_anew(
    session: Session, closed: list[int], tmp_path: Path
) -> None:
    kept, reopened, last = closed
    exempt = [Exempt("ticket", kept, "asked by the auditor")]
    path = written(session, tmp_path, purge.plan(session, [RULE], exempt=exempt))
    version = tickets.get(session, reopened).row.version
    tickets.set_status(session, reopened, Status.OPEN, version)
    error = refused("plan_outdated", lambda: purge.run(session, path, tmp_path / "report"))
    assert format_number(reopened) in error.message
    assert format_number(last) not in error.message
    assert "--renew" in error.hint
    assert tickets.count(session) == len(closed)
    renewed = purge.renew(session, purge.read(session, path))
    assert [row for row, _version in renewed.body["rules"][0]["rows"]] == [last]
    assert renewed.counts[RULE] == {"rows": 1, "kept": 0, "exempt": 1}
    purge.run(session, written(session, tmp_path, renewed), tmp_path / "report")
    assert tickets.count(session) == 2


def test_the_report_names_the_rules_versions_and_the_holds_in_force(
    session: Session, closed: list[int], tmp_path: Path
) -> None:
    from app.workflows import holds  # noqa: PLC0415 - only here

    retention.change(session, RULE, "why", Change(period=Period(23, 0)))
    number, _ = holds.add(session, "ticket", closed[0], "dispute")
    path = written(session, tmp_path, purge.plan(session, [RULE]))
    body, _ = purge.run(session, path, tmp_path / "report")
    assert body["rule_versions"] == {RULE: 1}
    assert body["holds"] == [number]
    assert body["groups"]["kept_by_hold"] == 1
    assert body["backups_before"] == {"removed": [], "left": []}


def test_the_report_names_the_copies_that_predate_it(
    session: Session, closed: list[int], tmp_path: Path
) -> None:
    own, other = (session.folder / f"helpdesk.db{end}" for end in (".before-0003", " van Noor"))
    for copy in (own, other):
        copy.write_bytes(b"an older copy")
    path = written(session, tmp_path, purge.plan(session, [RULE]))
    body, _ = purge.run(session, path, tmp_path / "report")
    assert not own.exists()
    assert body["backups_before"]["removed"] == [own.name]
    assert len(body["backups_before"]["left"]) == 1
    assert "Noor" not in (tmp_path / "report").read_text("utf-8")
    other.unlink()


def test_more_than_can_be_looked_at_without_a_plan_is_not_told_as_if_none_were_kept(
    session: Session, closed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.workflows import doctor, holds  # noqa: PLC0415 - only here

    monkeypatch.setattr(retention, "LOOKED_AT", 2)
    assert retention.due(session).unsure == frozenset()  # nothing is there that could keep any
    number, _ = holds.add(session, "ticket", closed[0], "dispute")
    found = retention.due(session)
    assert (found.rows, found.kept) == ({RULE: 3}, {})
    assert found.unsure == {RULE}
    check = next(check for check in doctor.examine(session) if check.name == "retention")
    assert check.detail == f"due for purge, less what a plan finds kept: 3 under {RULE}"
    assert purge.plan(session, [RULE]).groups["kept_by_hold"] == 1
    holds.release(session, number)
    assert retention.due(session).unsure == frozenset()


def test_what_is_due_is_told_on_the_start_page_and_by_the_doctor_and_stays(
    session: Session, closed: list[int]
) -> None:
    from datetime import date  # noqa: PLC0415 - only here

    from app.workflows import doctor, holds  # noqa: PLC0415 - as above

    number, _ = holds.add(session, "ticket", closed[0], "dispute", review=date(2026, 11, 23))
    holds.add(session, "ticket", closed[0], "dispute", review=date(2026, 11, 24))
    found = retention.due(session)
    assert (found.rows, found.kept) == ({RULE: 2}, {RULE: 1})
    assert found.reviews == (number,)
    assert found
    check = next(check for check in doctor.examine(session) if check.name == "retention")
    assert check.ok
    assert check.detail.startswith(
        f"due for purge: 2 under {RULE}; due and kept by a hold or a restriction: 1 under {RULE}"
    )
    assert tickets.count(session) == len(closed)
    retention.change(session, RULE, "why", Change(active=False))
    holds.release(session, number)
    assert not retention.due(session)


def test_uncertain_names_are_proposed_by_id_and_blacked_out_when_somebody_says_so(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    from app.model.person import AccountState  # noqa: PLC0415 - only here

    clock.set("2023-01-09T08:00:00")
    jan, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    people.add(session, display_name="Jan Jansen", email="other@example.nl")
    people.change(session, jan, 1, account_state=AccountState.CLOSED)
    clock.set("2026-11-23T08:00:00")
    text = "Jan Jansen belde; Jan komt terug."
    ticket, _ = tickets.create(session, title="x", channel=Channel.COUNTER, text=text)
    other, _ = tickets.create(session, title="x", channel=Channel.COUNTER, text="Jan was hier")
    plan = purge.plan(session, ["closed_accounts"])
    (proposed,) = plan.body["proposed"]
    message = tickets.get(session, ticket).messages[0].id
    assert proposed == {"person": jan, "rows": {"message": [message]}}
    assert plan.meant == {}
    with pytest.raises(KnownError, match="not_due"):
        purge.plan(session, ["closed_accounts"], meant=[ticket])
    plan = purge.plan(session, ["closed_accounts"], meant=[jan])
    assert purge.renew(session, plan).meant == plan.meant == {jan: proposed["rows"]}
    path = written(session, tmp_path, plan)
    assert "Jansen" not in path.read_text()
    body, _ = purge.run(session, path, tmp_path / "report")
    black = "█" * 5
    assert tickets.get(session, ticket).messages[0].text == f"{black} belde; {black} komt terug."
    assert tickets.get(session, other).messages[0].text == "Jan was hier"
    assert body["blacked_out"] == {"message": 1}
