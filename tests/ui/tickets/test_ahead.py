"""The next ticket is read before it is asked for, and shown as it is by then."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Priority
from app.model.ticket_edit import Edit
from app.workflows import drafts, tickets
from app.workflows.session import Session
from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

_CALM = 600  # milliseconds after which all of a conversation is shown and laid out


@pytest.fixture
def at_rest(qtbot: QtBot, page: TicketsPage, hands: Hands) -> int:
    """The ticket below the one that is read, read ahead by now."""
    hands.read(1)
    following = page.model.id_at(2)
    assert following is not None
    qtbot.waitUntil(lambda: following in page.ahead.kept)
    return following


def is_kept(page: TicketsPage, row: int) -> bool:
    return page.model.id_at(row) in page.ahead.kept


def test_the_next_ticket_is_there_at_the_press(
    page: TicketsPage, hands: Hands, at_rest: int
) -> None:
    hands.press(Qt.Key.Key_Down)
    assert page.ticket is not None
    assert page.ticket.row.id == at_rest


def test_the_one_before_is_there_at_the_press_too(
    qtbot: QtBot, page: TicketsPage, hands: Hands, at_rest: int
) -> None:
    before = page.model.id_at(0)
    qtbot.waitUntil(lambda: before in page.ahead.kept)
    hands.press(Qt.Key.Key_Up)
    assert page.ticket is not None
    assert page.ticket.row.id == before


def test_a_ticket_changed_after_it_was_read_ahead_is_shown_as_it_is_now(
    qtbot: QtBot, page: TicketsPage, hands: Hands, session: Session, at_rest: int
) -> None:
    tickets.add_note(session, at_rest, "Added since")
    hands.press(Qt.Key.Key_Down)
    assert page.reader.ticket is None  # not yet: it is read again
    qtbot.waitUntil(lambda: page.ticket is not None)
    assert page.ticket is not None
    assert page.ticket.messages[-1].text == "Added since"
    assert page.pane.conversation.cards()[-1].text.text() == "Added since"


def test_what_another_process_may_have_changed_is_not_shown_from_before(
    page: TicketsPage, session: Session, at_rest: int
) -> None:
    assert page.ahead.take(at_rest) is not None
    with session.store.lent():
        assert page.ahead.take(at_rest) is None
    assert page.ahead.kept == ()


def test_nothing_read_ahead_outlives_a_change(
    qtbot: QtBot, page: TicketsPage, at_rest: int
) -> None:
    kept: list[tuple[int, ...]] = []
    page.context.jobs.changed.connect(lambda _changes: kept.append(page.ahead.kept))
    page.edit(Edit(priority=Priority.URGENT))
    qtbot.waitUntil(lambda: bool(kept))
    assert kept == [()]
    qtbot.waitUntil(lambda: bool(page.ahead.kept))  # then they are read as they are by now


def test_nothing_read_ahead_outlives_a_lock(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, at_rest: int
) -> None:
    ahead = page.ahead
    ahead.wait_for_rest()
    window.lock()
    assert ahead.kept == ()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    assert ahead.kept == ()


def test_the_pane_shows_the_same_for_a_ticket_read_ahead_as_for_another(
    qtbot: QtBot, page: TicketsPage, hands: Hands, at_rest: int
) -> None:
    def shown(key: Qt.Key) -> QImage:
        hands.press(key)
        qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == at_rest)
        qtbot.wait(_CALM)
        return page.pane.grab().toImage()

    ahead = shown(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Up)
    qtbot.wait(_CALM)
    page.ahead.forget()
    assert shown(Qt.Key.Key_Down) == ahead


def test_what_is_half_written_about_a_ticket_read_ahead_is_gone_on_with(
    qtbot: QtBot, page: TicketsPage, hands: Hands, session: Session
) -> None:
    following = page.model.id_at(1)
    assert following is not None
    drafts.save(session, following, Draft(DraftKind.NOTE, "Half a note"))
    hands.read(0)
    qtbot.waitUntil(lambda: following in page.ahead.kept)
    hands.press(Qt.Key.Key_Down)
    assert page.pane.composer.text == "Half a note"


def test_a_few_tickets_are_kept_and_no_endless_one(
    qtbot: QtBot, page: TicketsPage, hands: Hands, session: Session
) -> None:
    endless = page.model.id_at(2)
    assert endless is not None
    tickets.add_note(session, endless, "word " * 100_001)
    hands.read(1)
    qtbot.waitUntil(partial(is_kept, page, 0))
    assert endless not in page.ahead.kept
    for row in range(2, 6):
        hands.press(Qt.Key.Key_Down)
        qtbot.waitUntil(partial(is_kept, page, row + 1))
        assert len(page.ahead.kept) <= 3
