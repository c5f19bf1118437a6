"""What changes where the keyboard is not is said to who does not see it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from tests.ui.entering import go_to
from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.people.merge_dialog import MergeDialog
from ui.people.page import PeoplePage
from ui.tickets.page import TicketsPage
from ui.widgets.message_bar import MessageBar

URGENT = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is asked to say, and whether at once; where none is, Qt drops it."""
    said = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append((event.message(), event.politeness() is URGENT))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return said


def test_what_went_wrong_is_said_at_once(
    window: MainWindow, tickets_page: TicketsPage, told: list[tuple[str, bool]]
) -> None:
    bar = MessageBar(tickets_page.context.theme, window)
    bar.tell("danger", "It did not work.", "Try again.")
    bar.tell("success", "It worked.")
    assert told == [("It did not work. Try again.", True), ("It worked.", False)]


def test_the_end_of_long_work_is_said_wherever_one_is(
    qtbot: QtBot, window: MainWindow, told: list[tuple[str, bool]]
) -> None:
    def refuse(_progress: object) -> None:
        raise KnownError("read_only", "It cannot be written there.", "")

    ended: list[object] = []
    window.jobs.task_ended.connect(ended.append)
    window.jobs.long(window, "Exporting", lambda _progress: None, writes=False)
    window.jobs.long(window, "Copying", refuse, writes=False, failed=lambda _error: None)
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert ("Exporting: done", False) in told
    assert not any(text.startswith("Copying") for text, _ in told)  # who asked tells of that


def test_who_searches_hears_how_many_there_are_and_what_cannot_be_read(
    qtbot: QtBot, tickets_page: TicketsPage, told: list[tuple[str, bool]]
) -> None:
    hands = Hands(qtbot, tickets_page)
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    hands.type("vpn")
    count = tickets_page.panel.count
    qtbot.waitUntil(lambda: (count.text(), False) in told)
    hands.type(" status:opne ")
    complaint = tickets_page.field.complaint
    qtbot.waitUntil(complaint.isVisible)
    assert told.count((complaint.text(), False)) == 1


def test_the_row_that_the_arrows_come_to_is_said_while_the_keyboard_stays_in_the_field(
    qtbot: QtBot, window: MainWindow, told: list[tuple[str, bool]]
) -> None:
    assert window.workspace is not None
    palette = window.workspace.palette_over
    window.workspace.registry.run("window.palette")
    qtbot.waitUntil(palette.line.hasFocus)
    qtbot.keyClicks(palette.line, "lock")
    qtbot.waitUntil(lambda: any(text.startswith("Lock") for text, _ in told))
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    page = go_to(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.view.choose_row(0)
    qtbot.waitUntil(lambda: page.overview is not None)
    page.merge()
    dialog = page.dialog
    assert isinstance(dialog, MergeDialog)
    qtbot.waitUntil(dialog.other.line.hasFocus)
    qtbot.keyClicks(QApplication.focusWidget(), "zzz")
    qtbot.waitUntil(lambda: (dialog.other.nobody.text(), False) in told)
    dialog.other.line.clear()
    qtbot.keyClicks(dialog.other.line, "example")
    qtbot.waitUntil(lambda: dialog.other.found.count() > 1)
    qtbot.keyClick(dialog.other.line, Qt.Key.Key_Down)
    assert told[-1] == (dialog.other.found.item(1).text(), False)
    dialog.reject()


def test_what_was_done_is_said(
    qtbot: QtBot, window: MainWindow, told: list[tuple[str, bool]]
) -> None:
    assert window.workspace is not None
    window.workspace.said.emit("Copied.")
    assert told == [("Copied.", False)]
