"""In a low window each step of a purge has its buttons in sight: its list scrolls, not the page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.workflows.purge.wizard import Step
from tests.ui.accessible import fits_its_window
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import LEFT, Office
from tests.ui.retention.purging import approve, go_to_look, run


def test_no_step_of_a_purge_scrolls_twice(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    page.window().resize(900, 600)
    fits_its_window(qtbot, page)
    page.plan_purge()
    qtbot.waitUntil(page.wizard.rules.onward.isEnabled)
    fits_its_window(qtbot, page)
    page.wizard.leave()
    go_to_look(qtbot, page)
    fits_its_window(qtbot, page)
    qtbot.mouseClick(page.wizard.look.onward, LEFT)
    qtbot.waitUntil(lambda: page.wizard.step is Step.APPROVAL)
    fits_its_window(qtbot, page)
    approve(qtbot, page, PASSPHRASE, "there is no other lead")
    qtbot.waitUntil(page.wizard.run.onward.isVisible)
    fits_its_window(qtbot, page)
    run(qtbot, page)
    fits_its_window(qtbot, page)
