"""In a window that is low for its letters the conversation has most of the room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.i18n import _
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from tests.ui.accessible import fits_its_window
from tests.ui.tickets.conftest import Hands, at_work
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage

# What the offscreen screen says of every menu that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def low(
    qtbot: QtBot, eighteen_points: None, window: MainWindow, page: TicketsPage, hands: Hands
) -> TicketsPage:
    """The page in letters of 18 points in a small window, with a ticket that is read."""
    window.resize(900, 600)
    hands.read(0)
    qtbot.waitUntil(page.pane.head.brief.isVisible)
    return page


def test_the_conversation_has_half_of_the_window(low: TicketsPage, window: MainWindow) -> None:
    assert low.pane.conversation.height() > window.height() // 2
    head = low.pane.head
    assert head.brief.text() == head.title.text()
    ticket = low.ticket
    assert ticket is not None
    for said in (head.status.text(), ticket.row.queue, *ticket.tags):
        assert said in head.state.text()
    assert head.fold.visibleRegion().boundingRect() == head.fold.rect()


def test_its_two_lines_go_with_it_and_come_again_for_the_ticket_that_is_read_then(
    qtbot: QtBot, low: TicketsPage, window: MainWindow, hands: Hands
) -> None:
    head = low.pane.head
    window.resize(900, 2_000)
    qtbot.waitUntil(head.title.isVisible)
    hands.read(1)
    assert (head.brief.text(), head.state.text()) == ("", "")
    window.resize(900, 600)
    qtbot.waitUntil(head.brief.isVisible)
    assert head.brief.text() == head.title.text()
    assert head.status.text() in head.state.text()


def test_all_of_the_head_is_shown_when_asked_for_and_goes_again(
    qtbot: QtBot, low: TicketsPage
) -> None:
    head = low.pane.head
    assert not head.status.isVisible()
    head.fold.setFocus()
    qtbot.keyClick(head.fold, Qt.Key.Key_Space)
    qtbot.waitUntil(head.status.isVisible)
    assert head.title.isVisible()
    assert not head.brief.isVisible()
    qtbot.keyClick(head.fold, Qt.Key.Key_Space)
    qtbot.waitUntil(head.brief.isVisible)
    assert not head.title.isVisible()


def test_a_property_is_chosen_by_its_key_all_the_same(low: TicketsPage, hands: Hands) -> None:
    hands.press(Qt.Key.Key_P)
    menu = at_work()
    assert isinstance(menu, QMenu)
    said = low.pane.head.state  # where the button is not shown
    assert menu.pos() == said.mapToGlobal(QPoint(0, said.height()))
    hands.press(Qt.Key.Key_Escape)


def test_the_field_to_write_in_comes_when_one_writes_and_goes_with_escape(
    qtbot: QtBot, low: TicketsPage, hands: Hands
) -> None:
    composer = low.pane.composer
    assert not composer.editor.isVisible()
    hands.press(Qt.Key.Key_N)
    qtbot.waitUntil(composer.editor.isVisible)
    assert composer.editor.hasFocus()
    assert composer.kind is DraftKind.NOTE
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not composer.editor.isVisible())
    assert at_work() is low.view
    hands.press(Qt.Key.Key_N)
    hands.type("Half")
    hands.press(Qt.Key.Key_Escape)
    assert composer.editor.isVisible()  # what is half written is not hidden


@pytest.mark.parametrize("eighteen_points", ["nl"], indirect=True)
def test_files_are_forwarded_with_the_button_in_sight(qtbot: QtBot, low: TicketsPage) -> None:
    names = [f"scherm-van-de-laptop-{number}.png" for number in range(5)]
    files = tuple(MailAttachment(name, "image/png", b"picture") for name in names)
    composer = low.pane.composer
    composer.put(Draft(DraftKind.FORWARD, "Kijk eens.", "helpdesk@example.nl", files))
    fits_its_window(qtbot, low)
    assert composer.submit.visibleRegion().boundingRect() == composer.submit.rect()
    assert composer.consent_brief.isVisible()
    assert composer.attach.accessibleName() == composer.attach.toolTip() != ""
    assert composer.canned.accessibleName() == composer.canned.toolTip() != ""


def test_the_kinds_stand_in_one_row(low: TicketsPage) -> None:
    buttons = list(low.pane.composer.kinds.buttons.values())
    assert len({button.y() for button in buttons}) == 1
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.accessibleName()
        assert button.text() or button.toolTip()


def test_drawings_are_as_large_as_the_letters_beside_them(low: TicketsPage) -> None:
    for button in (low.list.new, low.list.views, low.pane.head.more):
        drawn = button.icon().actualSize(button.iconSize()).height()
        assert drawn > button.fontMetrics().ascent() * 0.8


def test_of_whom_it_is_and_that_it_is_restricted_is_said_first(
    qtbot: QtBot, low: TicketsPage
) -> None:
    head, ticket = low.pane.head, low.ticket
    assert ticket is not None
    assert head.state.text().startswith(f"{ticket.row.requester} · ")
    assert not head.restricted.isVisible()
    head.show_ticket(ticket._replace(restricted=True))
    qtbot.waitUntil(head.restricted.isVisible)
    assert head.restricted.text() == _("Restricted: kept, not changed")
    assert head.restricted.property("tone") == "warning"
    qtbot.waitUntil(
        lambda: head.restricted.height() >= head.restricted.heightForWidth(head.restricted.width())
    )
    assert head.restricted.visibleRegion().boundingRect() == head.restricted.rect()
    head.show_ticket(ticket)
    qtbot.waitUntil(lambda: not head.restricted.isVisible())
