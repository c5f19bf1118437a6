"""The tickets page as a person meets it: unlocked, with its list, and the keyboard at hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.workflows.session import Session
from ui.tickets.page import TicketsPage


@pytest.fixture
def page(tickets_page: TicketsPage) -> TicketsPage:
    return tickets_page


@pytest.fixture
def session(page: TicketsPage) -> Session:
    return page.context.session


def at_work() -> QWidget:
    """Where the keyboard is: an open menu, or what has the focus."""
    focus = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert focus is not None
    return focus


class Hands:
    """Presses keys wherever the keyboard is, as hands do."""

    def __init__(self, qtbot: QtBot, page: TicketsPage) -> None:
        self._qtbot = qtbot
        self._page = page

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self._take_keyboard_back()
        self._qtbot.keyClick(at_work(), key, modifier)

    def _take_keyboard_back(self) -> None:
        """Do what a window system does when a dialog or menu closes; this screen has none."""
        if QApplication.activePopupWidget() or QApplication.focusWidget():
            return
        with self._qtbot.waitActive(self._page.window()):
            self._page.window().activateWindow()
        if QApplication.focusWidget() is None:
            self._page.view.setFocus()

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(at_work(), text)

    def choose(self, letter: str) -> None:
        """Take a choice of the menu that is open, by its letter."""
        menu = at_work()
        assert isinstance(menu, QMenu)
        self._qtbot.keyClicks(menu, letter)
        self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)

    def send(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def await_field(self) -> None:
        """Wait until a field of a dialog has the keyboard."""
        self._qtbot.waitUntil(
            lambda: (
                isinstance(at_work(), QLineEdit)
                and isinstance(at_work().window(), QDialog)
                and at_work().window().isActiveWindow()
            )
        )

    def read(self, row: int) -> int:
        """Go to a row of the list and wait until its ticket is shown."""
        page = self._page
        page.view.setFocus()
        self.press(Qt.Key.Key_Home)
        for _ in range(row):
            self.press(Qt.Key.Key_J)
        wanted = page.view.chosen_id
        assert wanted is not None
        self._qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == wanted)
        return wanted


@pytest.fixture
def hands(qtbot: QtBot, page: TicketsPage) -> Hands:
    return Hands(qtbot, page)
