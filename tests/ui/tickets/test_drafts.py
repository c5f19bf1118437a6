"""What is half written is kept until it is sent: after a pause, a lock, another ticket."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.staff_texts import DraftKind
from app.workflows import drafts
from app.workflows.session import Session
from tests.ui.entering import enter
from tests.ui.tickets.conftest import Hands
from tests.ui.tickets.with_files import await_files
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock


def lock_and_unlock(qtbot: QtBot, window: MainWindow) -> TicketsPage:
    """Lock the window and open it again; return the page as it is then."""
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    enter(qtbot, window)
    return window.findChildren(TicketsPage)[-1]


def test_what_is_half_written_is_there_after_the_lock(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_N)
    hands.type("Nog uitzoeken")
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: again.ticket is not None)
    assert again.pane.composer.text == "Nog uitzoeken"
    assert again.pane.composer.kind is DraftKind.NOTE
    assert again.ticket is not None
    assert again.ticket.row.id == number


def test_a_half_written_forward_is_there_after_the_lock_with_its_address(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_F)
    hands.type("leverancier@example.com")
    hands.press(Qt.Key.Key_Tab)
    hands.type("Kijk eens mee.")
    await_files(qtbot, page)
    before = page.pane.composer.writing
    again = lock_and_unlock(qtbot, window)
    qtbot.waitUntil(lambda: again.ticket is not None)
    assert before.text.startswith("Kijk eens mee.")
    assert again.pane.composer.writing == before
    assert again.pane.composer.to.isVisible()
    assert again.pane.composer.to.text() == "leverancier@example.com"
    assert again.ticket is not None
    assert again.ticket.row.id == number


def test_a_half_written_forward_is_there_when_one_comes_back_to_its_ticket(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_F)
    hands.type("leverancier@example.com")
    await_files(qtbot, page)
    before = page.pane.composer.writing
    hands.read(1)
    assert page.pane.composer.text == ""
    hands.read(0)
    assert page.pane.composer.writing == before


def test_a_pause_in_typing_keeps_what_is_written_and_sending_forgets_it(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(0)
    hands.press(Qt.Key.Key_R)
    hands.type("Half")
    qtbot.waitUntil(lambda: drafts.get(session, number) is not None)
    hands.send()
    qtbot.waitUntil(lambda: page.pane.composer.text == "")
    assert drafts.get(session, number) is None
