"""Pictures of the retention page: its lists, and every step of the wizard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.staff import Role
from app.policy import Period
from app.workflows import holds, members, purge, retention
from app.workflows.purge.wizard import Step
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.old_store import fill_old
from ui import prompts
from ui.main_window import MainWindow
from ui.retention.page import RetentionPage

Settle = Callable[[Callable[[], bool]], None]


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield the lists, the dialogs and the steps."""
    workspace = window.workspace
    assert workspace is not None
    workspace.go("retention")
    page = workspace.page("retention")
    assert isinstance(page, RetentionPage)
    session = page.context.session
    settle(lambda: page.rules.table.rowCount() > 0)
    yield "retention-none", window
    old = fill_old(session)
    today = retention.today()
    first, _ = holds.add(
        session, "ticket", old.tickets[0], "Geschil over een rekening", review=today
    )
    claim, _ = holds.add(session, "person", old.closed, "Lopende claim", today + timedelta(days=90))
    holds.release(session, claim)
    holds.add_search(session, "knippert", "Terugroepactie van de leverancier")
    longer = retention.Change(period=Period(30, 0))
    retention.change(session, "closed_tickets", "De dienst vraagt erom", longer)
    page.context.jobs.changed.emit(purge_changes())
    settle(lambda: page.holds.table.rowCount() == len(holds.listed(session)))
    page.show_tab("rules")
    page.rules.table.choose("closed_tickets")
    settle(lambda: any(map(str.isdigit, page.due.text())))
    yield "retention-rules", window
    page.rules.change(retention.rules(session)[0])
    assert page.rules.dialog is not None
    settle(page.rules.dialog.isVisible)
    yield "retention-period", page.rules.dialog
    page.rules.dialog.reject()
    page.show_tab("holds")
    page.holds.table.choose(first)
    settle(lambda: True)
    yield "retention-holds", window
    page.holds.place()
    assert page.holds.dialog is not None
    settle(page.holds.dialog.isVisible)
    yield "retention-hold", page.holds.dialog
    page.holds.dialog.reject()
    page.show_tab("purges")
    with pytest.MonkeyPatch.context() as patch:
        yield from _wizard(page, settle, window, patch)


def purge_changes() -> Changes:
    """Return what tells every view to look again."""
    return Changes(everything=True)


def _wizard(
    page: RetentionPage, settle: Settle, window: MainWindow, patch: pytest.MonkeyPatch
) -> Iterator[tuple[str, QWidget]]:
    session, steps = page.context.session, page.wizard
    folder = Path(session.folder).parent
    patch.setattr(prompts, "choose_save", lambda _parent, _title, name: folder / name)
    page.plan_purge()
    settle(lambda: bool(steps.rules.boxes))
    yield "purge-rules", window
    steps.rules.onward.click()
    settle(lambda: steps.step is Step.LOOK)
    settle(lambda: steps.look.rows is not None and steps.look.rows.model.rowCount() > 0)
    yield "purge-look", window
    steps.look.counts.choose("names")
    settle(lambda: steps.look.names is not None)
    yield "purge-names", window
    steps.look.onward.click()
    settle(lambda: steps.step is Step.APPROVAL)
    yield "purge-approval", window
    assert steps.approval.rows is not None
    assert steps.approval.secret is not None
    assert steps.approval.reason is not None
    assert steps.opened is not None
    steps.approval.rows.setText(str(steps.opened.plan.total))
    steps.approval.secret.setText(PASSPHRASE)
    steps.approval.reason.setText("Er is geen andere teamleider")
    steps.approval.onward.click()
    settle(lambda: steps.step is Step.RUN)
    yield "purge-run", window
    steps.run.brake.pause()
    steps.run.onward.click()
    settle(lambda: steps.run.is_running and steps.run.pause.isVisible())
    yield "purge-paused", window
    steps.run.brake.go_on()
    settle(lambda: steps.step is Step.REPORT)
    yield "purge-report", window
    steps.report.onward.click()
    settle(lambda: page.plans.table.rowCount() > 0)
    members.add(session, "Carla Voorbeeld", Role.LEAD, "another long passphrase")
    purge.write(session, purge.plan(session), folder / "purge-plan.json")
    page.context.jobs.changed.emit(purge_changes())
    settle(lambda: page.plans.table.rowCount() == 2)
    page.plans.table.selectRow(0)
    settle(lambda: True)
    yield "retention-purges", window
    steps.open_file(folder / "purge-plan.json")
    page.plans.open_asked.emit(page.plans.table.chosen_row().value)  # type: ignore[union-attr]
    settle(lambda: steps.step is Step.APPROVAL)
    yield "purge-another-lead", window
    steps.leave()
