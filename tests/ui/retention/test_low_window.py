"""In a low window each step of a purge has its buttons in sight: its list scrolls, not the page."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import Office
from tests.ui.retention.purging import approve, freeze, run
from ui.retention.page import RetentionPage


def is_in_sight(page: RetentionPage) -> bool:
    """Whether the page is no higher than its window."""
    around = [
        area for area in page.window().findChildren(QScrollArea) if area.isAncestorOf(page.wizard)
    ]
    assert around
    return all(area.verticalScrollBar().maximum() == 0 for area in around)


def test_no_step_of_a_purge_scrolls_twice(qtbot: QtBot, office: Office) -> None:
    page = office.enter(PASSPHRASE)
    page.window().resize(900, 600)
    qtbot.waitUntil(lambda: is_in_sight(page))
    page.plan_purge()
    qtbot.waitUntil(page.wizard.rules.onward.isEnabled)
    qtbot.waitUntil(lambda: is_in_sight(page))
    page.wizard.leave()
    freeze(qtbot, page)
    qtbot.waitUntil(lambda: is_in_sight(page))
    approve(qtbot, page, PASSPHRASE, "there is no other lead")
    qtbot.waitUntil(page.wizard.run.onward.isVisible)
    qtbot.waitUntil(lambda: is_in_sight(page))
    run(qtbot, page)
    qtbot.waitUntil(lambda: is_in_sight(page))
