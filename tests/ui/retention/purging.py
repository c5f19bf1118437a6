"""The steps of a purge as a user takes them in the window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.model.ticket import Status
from app.workflows import tickets
from app.workflows.purge.preview import Group
from app.workflows.purge.wizard import Step
from app.workflows.session import Session
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import (
    LEFT,
    Office,
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
