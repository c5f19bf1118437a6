"""The key that locks works in menus too, and an unlock puts the keyboard back into the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.workflows import tickets
from tests.ui.entering import enter
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock
from ui.workspace import Workspace

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


def lock_and_unlock(qtbot: QtBot, window: MainWindow) -> TicketsPage:
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    page = enter(qtbot, window).page("tickets")
    assert isinstance(page, TicketsPage)
    return page


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> TicketsPage:
    """The page with a ticket beside the list."""
    wanted = tickets.page(workspace.context.session, "vpn").ids[0]
    workspace.go("tickets", wanted)
    page = workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == wanted)
    return page


def type_keys(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type wherever the keyboard is."""
    at_work = window.focusWidget()
    assert at_work is not None
    qtbot.keyClicks(at_work, text)


def test_who_locked_amid_a_reply_types_on_where_they_were(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    type_keys(qtbot, window, "Beste Kim, groet")
    page.pane.composer.editor.moveCursor(QTextCursor.MoveOperation.PreviousWord)
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.focusWidget() is again.pane.composer.editor)
    type_keys(qtbot, window, "hartelijke ")
    assert again.pane.composer.text == "Beste Kim, hartelijke groet"


def test_who_locked_behind_a_drawn_face_types_on_behind_it(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    page.pane.composer.editor.insertPlainText("Gelukt 🎉🎉")
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.focusWidget() is again.pane.composer.editor)
    type_keys(qtbot, window, " groet")
    assert again.pane.composer.text == "Gelukt 🎉🎉 groet"


def test_who_locked_in_the_address_of_a_forward_in_a_tab_is_there_again(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: not page.at_list and page.ticket is not None)
    qtbot.keyClick(page.pane, Qt.Key.Key_F)
    type_keys(qtbot, window, "ict@exam")
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.focusWidget() is again.pane.composer.to)
    type_keys(qtbot, window, "ple.org")
    assert again.pane.composer.to.text() == "ict@example.org"


def test_after_a_destruction_who_locked_amid_a_reply_types_on_all_the_same(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, page: TicketsPage
) -> None:
    """Where the cursor was is a number, and tells nothing of anybody."""
    workspace.context.jobs.tell(Changes(destroyed=True))
    qtbot.waitUntil(lambda: workspace.has_destroyed)
    qtbot.waitUntil(lambda: page.ticket is not None)
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    type_keys(qtbot, window, "Beste Kim")
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: window.focusWidget() is again.pane.composer.editor)


def test_who_went_elsewhere_before_the_ticket_is_shown_again_stays_there(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    type_keys(qtbot, window, "Beste Kim")
    again = lock_and_unlock(qtbot, window)
    assert again.ticket is None
    field = again.list.field.line
    field.setFocus()
    qtbot.waitUntil(lambda: again.ticket is not None)
    assert window.focusWidget() is field


def test_who_was_in_the_list_is_in_the_list_again(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_R)
    type_keys(qtbot, window, "Beste Kim")
    qtbot.keyClick(page.pane.composer.editor, Qt.Key.Key_Escape)
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: again.pane.composer.text == "Beste Kim")
    assert window.focusWidget() is again.view


def test_the_key_locks_while_a_menu_is_open(
    qtbot: QtBot, window: MainWindow, page: TicketsPage
) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_L, CONTROL)  # as the system gives it to the window
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert QApplication.activePopupWidget() is None
    assert window.workspace is None
