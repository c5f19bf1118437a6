"""A purge in the window while a technician goes on typing filters and opening tickets."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

import pytest

from app.workflows import purge
from app.workflows.purge.wizard import Step
from app.workflows.session import Session
from tests.bench import window_drive as drive
from tests.bench.destroying import RULE, day_that_reaches
from tests.bench.window_drive import Pauses
from tests.bench.window_work import Work
from ui import prompts
from ui.main_window import MainWindow
from ui.retention.page import RetentionPage
from ui.tickets.page import TicketsPage

PURGED = 100
"""One ticket in so many goes, those that were closed first."""
_AT_ONCE = 5
"""Presses of a kind before the other has its turn."""
_REST = 60  # milliseconds between two presses: no scanner types so slowly


def purge_beside(window: MainWindow, page: TicketsPage) -> tuple[float, dict[str, list[float]]]:
    """Purge while keys are pressed; return the longest pause, and the milliseconds of each press.

    From the begin of the run until its report stands there.
    """
    workspace = window.workspace
    assert workspace is not None
    retention = workspace.page("retention")
    assert isinstance(retention, RetentionPage)
    with (
        tempfile.TemporaryDirectory(prefix="cne-helpdesk-bench-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        plan = _approved(retention.context.session, Path(folder) / "plan.json")
        patch.setattr(prompts, "choose_save", lambda *asked: Path(folder) / asked[-1])
        workspace.go("retention")
        wizard = retention.wizard
        retention.restore({"tab": "purges", "plan": str(plan)})
        drive.wait_until(lambda: wizard.step is Step.RUN and wizard.run.onward.isVisible())
        drive.settle(window, 300)
        times: dict[str, list[float]] = {"filter": [], "open a ticket": []}
        work = Work(window, page, 0, lambda _window: drive.turn(_REST))
        with Pauses() as pauses:
            wizard.carry_out(False)
            drive.turn(_REST)  # until a person is at the next page
            workspace.go("tickets")
            drive.turn(_REST)
            while wizard.run.is_running:
                for name, steps in (("filter", work.filter()), ("open a ticket", work.open())):
                    times[name] += islice(steps, _AT_ONCE)
        drive.settle(window, 300)
        assert wizard.step is Step.REPORT, wizard.messages.message.text()
    return pauses.longest, times


def _approved(session: Session, file: Path) -> Path:
    with session.store.read() as connection:
        (total,) = connection.execute("SELECT count(*) FROM ticket").fetchone()
        day, _before = day_that_reaches(connection, total // PURGED)
    purge.write(session, purge.plan(session, [RULE], day), file)
    purge.approve(session, file, "a measurement")
    return file
