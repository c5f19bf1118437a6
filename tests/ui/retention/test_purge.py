"""A purge with the window alone: planned, approved, run and reported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workflows import purge, verification
from app.workflows.purge.wizard import Step
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import (
    LEFT,
    SECOND_PASSPHRASE,
    TECHNICIAN_PASSPHRASE,
    Office,
    add_second_lead,
)
from tests.ui.retention.purging import (
    PLAN,
    REPORT,
    approve,
    approved,
    closed,
    freeze,
    open_first,
    run,
    says,
)

CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_enter_leads_on_from_any_field_of_a_plan(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    qtbot.mouseClick(page.plan, LEFT)
    for step in (Step.LOOK, Step.APPROVAL):
        now = page.wizard.rules if step is Step.LOOK else page.wizard.look
        qtbot.waitUntil(now.onward.isEnabled)
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: page.wizard.step is step)  # noqa: B023 - asked at once
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return, CTRL)  # nothing is filled in
    assert page.wizard.step is Step.APPROVAL
    assert len(list(saved.glob(PLAN))) == 1


def test_the_only_lead_plans_approves_with_a_reason_and_runs(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    assert "16 rows are due" in page.due.text()  # one of them by two rules
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
