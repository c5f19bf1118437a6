"""What a purge tells at the command line: whom a name may mean, what stayed, and what is due."""

from __future__ import annotations

from pathlib import Path

from app.model.person import AccountState
from app.model.ticket import Channel, Status
from app.workflows import people, tickets
from app.workflows.session import unlock
from tests.cli.conftest import PASSPHRASE, Cli
from tests.conftest import Clock


def test_a_plan_shows_the_texts_in_which_a_name_may_mean_whoever_goes(
    filled: Cli, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2027-01-11T08:00:00")
    session = unlock(tmp_path / "store", PASSPHRASE)
    jan, _ = people.add(session, display_name="Jan Pieters", email="jan@example.nl")
    people.change(session, jan, 1, account_state=AccountState.CLOSED)
    tickets.create(session, title="x", channel=Channel.COUNTER, text="y", tags=("pieters-thuis",))
    session.close()
    clock.set("2027-12-13T08:00:00")
    rule = ("purge", "plan", "--rule", "closed_accounts")
    shown = filled.done(*rule, "--out", "a.json")
    assert f"{jan}  Jan Pieters  no         1      Tags: pieters-thuis" in shown
    shown = filled.done(*rule, "--meant", str(jan), "--out", "b.json")
    assert f"{jan}  Jan Pieters  yes        1      Tags: pieters-thuis" in shown


def test_a_run_tells_which_hold_kept_how_much(filled: Cli, clock: Clock, tmp_path: Path) -> None:
    session = unlock(tmp_path / "store", PASSPHRASE)
    for number in range(2):
        ticket, _ = tickets.create(
            session, title=f"Oud {number}", channel=Channel.COUNTER, text="y", tags=("claim",)
        )
        tickets.set_status(session, ticket, Status.CLOSED, tickets.get(session, ticket).row.version)
    session.close()
    clock.advance(days=366 * 8)
    filled.done("purge", "plan", "--rule", "closed_tickets", "--out", "plan.json")
    approved = filled("purge", "approve", "plan.json", "--reason", "the only lead")
    assert "nothing was destroyed yet" in approved.err
    missed = filled("hold", "add", "tag:claim", "--ground", "a claim")
    assert "--search" in missed.err
    filled.done("hold", "add", "tag:claim", "--search", "--ground", "a claim")
    ran = filled.done("purge", "run", "plan.json", "--report", "report.json")
    assert "Hold 1, placed after the plan was made, kept 2 rows." in ran
    assert "Of the plan's 2 rows destroyed: 0, made anonymous or blank: 0." in ran
    assert "What belonged to them went along: 0 rows." in ran
    empty = filled("purge", "plan", "--rule", "closed_tickets", "--out", "empty.json")
    assert "there is nothing to approve or run" in empty.err
    assert "error[plan_empty]" in filled("purge", "approve", "empty.json").err
    due = "due and kept by a hold or a restriction: 2 under closed_tickets"
    assert due in filled.done("doctor")
