"""A purge with the window alone: planned, approved, run, stopped, gone on with and reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.model.ticket import Status
from app.workflows import holds, purge, tickets, verification
from app.workflows.purge import known, running
from app.workflows.purge.known import State
from app.workflows.purge.preview import Group
from app.workflows.purge.wizard import Step, Wish
from app.workflows.session import Session
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import (
    LEFT,
    SECOND_PASSPHRASE,
    TECHNICIAN_PASSPHRASE,
    Office,
    add_second_lead,
    offers,
    press,
)
from ui.retention.page import RetentionPage
from ui.retention.wizard.rows_panel import RowsPanel
from ui.widgets.plain_label import PlainLabel

PLAN = "purge-plan-*.json"
REPORT = "purge-report-*.json"


def go_to_look(qtbot: QtBot, page: RetentionPage) -> None:
    """Begin a plan by every rule that has reached something, and look at what goes."""
    qtbot.mouseClick(page.plan, LEFT)
    qtbot.waitUntil(page.wizard.rules.onward.isEnabled)
    qtbot.mouseClick(page.wizard.rules.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)


def freeze(qtbot: QtBot, page: RetentionPage) -> None:
    go_to_look(qtbot, page)
    qtbot.mouseClick(page.wizard.look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)


def approve(qtbot: QtBot, page: RetentionPage, passphrase: str, reason: str = "") -> None:
    step = page.wizard.approval
    assert step.rows is not None
    assert step.secret is not None
    assert step.opened is not None
    assert not step.onward.isEnabled()
    qtbot.keyClicks(step.rows, str(step.opened.plan.total))
    qtbot.keyClicks(step.secret, passphrase)
    if step.reason is not None:
        assert not step.onward.isEnabled()
        qtbot.keyClicks(step.reason, reason)
    qtbot.mouseClick(step.onward, LEFT)


def approved(qtbot: QtBot, page: RetentionPage) -> None:
    """Plan and approve as the only lead."""
    freeze(qtbot, page)
    approve(qtbot, page, PASSPHRASE, "there is no other lead")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)


def run(qtbot: QtBot, page: RetentionPage) -> None:
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT, timeout=20_000)


def open_first(qtbot: QtBot, page: RetentionPage, text: str) -> None:
    """Choose the first purge of the list and press its button."""
    qtbot.waitUntil(lambda: page.plans.table.rowCount() > 0)
    page.plans.table.selectRow(0)
    press(qtbot, page.plans, text)


def says(page: RetentionPage, text: str) -> bool:
    return any(text in label.text() for label in page.findChildren(PlainLabel) if label.isVisible())


def shown_rows(qtbot: QtBot, page: RetentionPage, group: Group) -> RowsPanel:
    """Return the rows below, once they are those of a group."""
    look = page.wizard.look
    qtbot.waitUntil(lambda: look.rows is not None and look.rows.line.group is group)
    assert look.rows is not None
    return look.rows


def closed(page: RetentionPage, office: Office) -> list[int]:
    """Return the old tickets that are still there."""
    return list(tickets.rows(page.context.session, office.old.tickets))


def reopen(session: Session, ticket: int) -> None:
    version = tickets.get(session, ticket).row.version
    tickets.set_status(session, ticket, Status.OPEN, version)


# From the plan to the report


def test_the_only_lead_plans_approves_with_a_reason_and_runs(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    assert "17 rows are due" in page.due.text()
    freeze(qtbot, page)
    qtbot.waitUntil(lambda: says(page, "are the only team lead"))
    approve(qtbot, page, "another passphrase", "there is no other lead")
    qtbot.waitUntil(page.wizard.messages.isVisible)
    assert "passphrase" in page.wizard.messages.message.text().lower()
    step = page.wizard.approval
    assert step.secret is not None
    assert step.secret.text() == ""  # it is not kept, whatever came of it
    qtbot.keyClicks(step.secret, PASSPHRASE)
    qtbot.mouseClick(step.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == []
    qtbot.waitUntil(lambda: says(page, "None of them was found."))
    qtbot.waitUntil(lambda: says(page, "Its signature is this store's"))
    (report,) = saved.glob(REPORT)
    assert verification.verify(office.folder, report).valid
    assert report.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    body = purge.read_report(page.context.session, report).body
    assert body["own_plan"]
    assert body["rows"]["ticket"] == 12
    assert "certificate" not in report.read_text()
    qtbot.mouseClick(page.wizard.report.onward, LEFT)
    qtbot.waitUntil(lambda: page.plans.table.rowCount() == 1)
    open_first(qtbot, page, "Show the report")
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT)
    # Whose tickets are gone is now a contact of whom nothing else is left.
    qtbot.waitUntil(lambda: "2 rows are due" in page.due.text())


def test_a_technician_plans_a_lead_approves_and_runs(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)
    freeze(qtbot, page)
    assert page.wizard.approval.rows is None
    assert not page.wizard.approval.onward.isVisible()
    qtbot.waitUntil(lambda: says(page, "ask a team lead"))
    (plan,) = saved.glob(PLAN)
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    assert page.wizard.approval.reason is None  # it is not their own plan
    approve(qtbot, page, PASSPHRASE)
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert purge.read(page.context.session, plan).approval is not None
    run(qtbot, page)
    qtbot.waitUntil(lambda: says(page, "Bram Voorbeeld"))
    assert closed(page, office) == []


def test_a_technician_may_not_run_an_approved_plan(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    page = office.enter(TECHNICIAN_PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert not page.wizard.run.onward.isVisible()
    qtbot.waitUntil(lambda: says(page, "Ask a team lead"))
    page.wizard.carry_out(False)  # even if the button were pressed
    qtbot.waitUntil(page.wizard.messages.isVisible)
    assert "Only a team lead" in page.wizard.messages.message.text()
    assert len(closed(page, office)) == 12


def test_a_second_lead_approves_and_the_maker_may_not(qtbot: QtBot, office: Office) -> None:
    office.work(add_second_lead)
    page = office.enter(PASSPHRASE)
    freeze(qtbot, page)
    assert page.wizard.approval.rows is None
    qtbot.waitUntil(lambda: says(page, "ask another team lead"))
    page = office.enter(SECOND_PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, SECOND_PASSPHRASE)
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == []


def test_whoever_approves_looks_at_the_rows_first_and_changes_none(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)
    freeze(qtbot, page)
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    qtbot.mouseClick(page.wizard.approval.look, LEFT)
    look = page.wizard.look
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)
    qtbot.waitUntil(lambda: look.rows is not None and look.rows.model.rowCount() > 0)
    assert look.rows is not None
    assert not look.onward.isVisible()
    assert not look.rows.out.isVisible()
    assert not look.rows.back.isVisible()
    qtbot.mouseClick(look.back, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, PASSPHRASE)
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    qtbot.mouseClick(page.wizard.run.look, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)
    qtbot.mouseClick(look.back, LEFT)
    run(qtbot, page)
    assert closed(page, office) == []


def test_the_wrong_number_approves_nothing(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    freeze(qtbot, page)
    step = page.wizard.approval
    assert step.rows is not None
    assert step.secret is not None
    assert step.reason is not None
    qtbot.keyClicks(step.rows, "1")
    qtbot.keyClicks(step.secret, PASSPHRASE)
    qtbot.keyClicks(step.reason, "why")
    assert not step.onward.isEnabled()


# Looking


def test_the_counts_open_their_rows_and_a_row_is_taken_out_with_a_reason(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    go_to_look(qtbot, page)
    look = page.wizard.look
    look.counts.choose((Group.DESTROY, "closed_tickets", 0))
    rows = shown_rows(qtbot, page, Group.DESTROY)
    qtbot.waitUntil(lambda: rows.model.rowCount() == 12)
    qtbot.keyClicks(rows.field.line, "wachtwoord")
    qtbot.waitUntil(lambda: rows.model.rowCount() == 2)
    rows.view.choose_row(0)
    (chosen,) = rows.view.chosen_ids()
    qtbot.mouseClick(rows.out, LEFT)
    qtbot.waitUntil(lambda: look.dialog is not None and look.dialog.isVisible())
    dialog = look.dialog
    assert dialog is not None
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.reason, "asked by the auditor")  # type: ignore[attr-defined]
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: look.preview is not None and look.preview.kept == 1)
    assert "Keep: 1" in look.summary.text()
    look.counts.choose((Group.EXEMPT, "closed_tickets", 0))
    qtbot.waitUntil(shown_rows(qtbot, page, Group.EXEMPT).back.isVisible)
    qtbot.mouseClick(look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, PASSPHRASE, "alone")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == [chosen]
    (plan,) = saved.glob(PLAN)
    assert "asked by the auditor" in plan.read_text()


def test_what_was_taken_out_is_put_back(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    go_to_look(qtbot, page)
    look = page.wizard.look
    ticket = office.old.tickets[3]
    exempt = purge.Exempt("ticket", ticket, "asked by the auditor")
    page.wizard.look_at(purge_wish(look.wish, exempt))
    qtbot.waitUntil(lambda: look.preview is not None and look.preview.kept == 1)
    look.counts.choose((Group.EXEMPT, "closed_tickets", 0))
    rows = shown_rows(qtbot, page, Group.EXEMPT)
    qtbot.waitUntil(lambda: rows.model.rowCount() == 1)
    rows.view.choose_row(0)
    qtbot.mouseClick(rows.back, LEFT)
    qtbot.waitUntil(lambda: look.preview is not None and look.preview.kept == 0)


def purge_wish(wish: Wish, exempt: purge.Exempt) -> Wish:
    return Wish(wish.rules, wish.as_of, (exempt,), wish.meant)


def test_a_row_is_opened_from_the_plan(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    go_to_look(qtbot, page)
    page.wizard.look.counts.choose((Group.DESTROY, "closed_tickets", 0))
    rows = shown_rows(qtbot, page, Group.DESTROY)
    qtbot.waitUntil(lambda: rows.model.rowCount() == 12)
    rows.view.choose_row(0)
    qtbot.mouseClick(rows.open, LEFT)
    assert office.window is not None
    workspace = office.window.workspace
    assert workspace is not None
    qtbot.waitUntil(lambda: workspace.place is not None and workspace.place.page == "tickets")
    assert workspace.page("tickets").item == office.old.tickets[0]


def test_an_uncertain_name_is_blacked_out_when_somebody_says_so(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    go_to_look(qtbot, page)
    look = page.wizard.look
    look.counts.choose("names")
    names = look.names
    assert names is not None
    names.table.choose(office.old.closed)
    qtbot.waitUntil(lambda: says(page, "is not touched unseen"))

    def answers() -> tuple[int, ...]:
        return look.wish.meant

    qtbot.mouseClick(names.yes, LEFT)
    assert answers() == (office.old.closed,)
    qtbot.mouseClick(names.no, LEFT)
    assert answers() == ()
    qtbot.mouseClick(names.yes, LEFT)
    qtbot.mouseClick(look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, PASSPHRASE, "alone")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    text = tickets.get(page.context.session, office.old.recent).messages[0].text
    assert "Jansen" not in text
    assert "kastje" in text


# What changes in between


def test_a_hold_placed_between_plan_and_run_keeps_its_rows(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    kept = office.old.tickets[5]
    office.work(lambda session: holds.add(session, "ticket", kept, "dispute"))
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == [kept]
    qtbot.waitUntil(lambda: says(page, "By hold 1"))
    (report,) = saved.glob(REPORT)
    assert purge.read_report(page.context.session, report).body["held_since"]["1"] >= 1


def test_a_reopened_ticket_stops_the_plan_and_a_new_one_is_offered(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    back = office.old.tickets[2]
    reopen(page.context.session, back)  # while the window shows the plan
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(page.wizard.messages.isVisible)
    assert "CNE-2023-000003" in page.wizard.messages.message.text()
    assert len(closed(page, office)) == 12
    qtbot.waitUntil(lambda: not page.wizard.run.onward.isVisible())
    press(qtbot, page.wizard.messages, "Make the plan anew")
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)
    qtbot.mouseClick(page.wizard.look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    approve(qtbot, page, PASSPHRASE, "alone")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == [back]


def test_an_outdated_plan_says_so_before_anybody_approves_it(qtbot: QtBot, office: Office) -> None:
    page = office.enter(TECHNICIAN_PASSPHRASE)
    freeze(qtbot, page)
    office.work(lambda session: reopen(session, office.old.tickets[2]))
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Open it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    assert page.wizard.messages.message.text() == (
        "1 row of the rule 'Closed tickets with their messages and attachments' is not as it was"
        " planned: CNE-2023-000003 (in use again)."
    )
    assert page.wizard.approval.rows is None
    assert offers(page.wizard.messages, "Make the plan anew")


# Pausing, stopping, going on


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)


@pytest.mark.usefixtures("small_batches")
def test_a_run_is_paused_while_the_helpdesk_works_and_then_stopped_and_gone_on_with(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    step, session = page.wizard.run, page.context.session
    step.brake.pause()  # before its first batch
    qtbot.mouseClick(step.onward, LEFT)
    qtbot.waitUntil(step.pause.isVisible)
    qtbot.waitUntil(lambda: says(page, "Paused"))
    assert not step.back.isEnabled()
    made: list[object] = []
    page.context.jobs.write(
        page, lambda: tickets.add_note(session, office.old.recent, "Bel terug."), made.append
    )
    qtbot.waitUntil(lambda: bool(made))  # a change is not held up by the purge
    qtbot.mouseClick(step.stop, LEFT)
    qtbot.waitUntil(lambda: not step.is_running)
    qtbot.waitUntil(lambda: says(page, "Finished batches stay done"))
    qtbot.waitUntil(lambda: step.onward.isVisible() and step.onward.text() == "Go on…")
    assert step.end_here.isVisible()
    page = office.enter(PASSPHRASE)  # another day
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert not list(saved.glob(REPORT))
    run(qtbot, page)
    assert closed(page, office) == []
    (report,) = saved.glob(REPORT)
    assert purge.read_report(page.context.session, report).body["rows"]["ticket"] == 12


@pytest.mark.usefixtures("small_batches")
def test_a_purge_cut_short_by_a_change_is_ended_with_a_report_of_what_was_done(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    plan = next(saved.glob(PLAN))

    def begin_and_reopen(session: Session) -> None:
        def stop(done: int, _total: int | None) -> None:
            if done >= 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            purge.run(session, plan, saved / "report.json", stop)
        reopen(session, office.old.tickets[-1])

    office.work(begin_and_reopen)
    page = office.enter(PASSPHRASE)
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    assert not page.wizard.run.onward.isVisible()
    qtbot.waitUntil(lambda: offers(page.wizard.messages, "Make the plan anew"))
    qtbot.mouseClick(page.wizard.run.end_here, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT, timeout=20_000)
    qtbot.waitUntil(lambda: says(page, "Ended before all of it was done."))
    assert len(closed(page, office)) == 8
    (one,) = known.listed(page.context.session)
    assert one.state is State.FINISHED


def test_locking_stops_a_run_at_a_batch_and_it_goes_on_after(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    page.wizard.run.brake.pause()
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(page.wizard.run.pause.isVisible)
    assert page.context.jobs.is_writing
    page = office.enter(PASSPHRASE)  # the window was closed while it was paused
    open_first(qtbot, page, "Go on with it")
    qtbot.waitUntil(lambda: page.wizard.step is Step.RUN)
    run(qtbot, page)
    assert closed(page, office) == []


def test_the_window_answers_while_a_purge_runs(qtbot: QtBot, office: Office) -> None:
    """Its event loop never waits for the run; how long it may take is measured elsewhere."""
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    beats: list[int] = []
    heart = QTimer(page)
    heart.timeout.connect(lambda: beats.append(1))
    heart.start(5)
    run(qtbot, page)
    heart.stop()
    assert len(beats) > 10
    buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    assert buttons
