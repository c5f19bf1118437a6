"""What goes is looked at down to each row, and rows are taken out or put back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workflows import holds, purge, retention, tickets
from app.workflows.purge.preview import Group
from app.workflows.purge.wizard import Step, Wish
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import (
    LEFT,
    Office,
)
from tests.ui.retention.purging import (
    PLAN,
    approve,
    closed,
    go_to_look,
    run,
    says,
    shown_rows,
)


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


def test_more_than_is_looked_at_without_a_plan_says_that_a_plan_tells_what_is_kept(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "LOOKED_AT", 5)
    office.work(lambda session: holds.add(session, "ticket", office.old.tickets[0], "dispute"))
    page = office.enter(PASSPHRASE)
    assert "How many of them a hold or a restriction keeps, a plan counts." in page.due.text()
    qtbot.mouseClick(page.plan, LEFT)
    qtbot.waitUntil(
        lambda: says(page, "12 due, less what a hold or a restriction keeps: a plan counts that")
    )
    qtbot.mouseClick(page.wizard.rules.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.LOOK)
    assert "Keep: 1" in page.wizard.look.summary.text()


def test_all_rows_of_a_count_are_taken_out_at_once(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    go_to_look(qtbot, page)
    look = page.wizard.look
    look.counts.choose((Group.DESTROY, "closed_tickets", 0))
    rows = shown_rows(qtbot, page, Group.DESTROY)
    qtbot.waitUntil(lambda: rows.model.rowCount() == 12)
    qtbot.keyClick(rows.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert rows.count.text() == "12 chosen"
    qtbot.mouseClick(rows.out, LEFT)
    qtbot.waitUntil(lambda: look.dialog is not None and look.dialog.isVisible())
    dialog = look.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.reason, "asked by the auditor")  # type: ignore[attr-defined]
    qtbot.mouseClick(dialog.submit, LEFT)
    qtbot.waitUntil(lambda: look.preview is not None and look.preview.kept == 12)


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
