"""Several tickets at once: opened in tabs, gone about with keys, there again after a lock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QStyleOptionTab, QToolButton
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.ticket import LinkKind, Status, format_number
from app.workflows import drafts, ticket_links, tickets
from app.workflows.session import Session
from tests.ui.entering import enter, type_passphrase
from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.theme.theme import Theme
from ui.tickets.page import TicketsPage
from ui.tickets.tabs import MOST, Tabs
from ui.unlock import Unlock
from ui.widgets.focus_ring import FocusRing

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def shown_text(tabs: Tabs, place: int) -> str:
    """What there is room for of a tab's text."""
    option: Any = QStyleOptionTab()  # the stubs know none of its fields
    tabs.initStyleOption(option, place)
    return str(option.text)


def open_three(page: TicketsPage, hands: Hands) -> list[int]:
    opened = []
    for row in (1, 2, 3):
        opened.append(hands.read(row))
        hands.press(Qt.Key.Key_W)
        assert page.tabs.current == opened[-1]
        hands.press(Qt.Key.Key_F, CTRL)
        assert page.at_list
    return opened


def test_tickets_open_in_tabs_and_keys_go_from_one_to_the_next(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    assert not page.tabs.isVisible()
    opened = open_three(page, hands)
    assert page.tabs.tickets == tuple(opened)
    hands.press(Qt.Key.Key_Tab, CTRL)
    assert page.item == opened[0]
    qtbot.waitUntil(lambda: page.ticket is not None)
    assert page.ticket is not None
    assert page.pane.isVisible()
    assert page.ticket.row.number in page.tabs.tabText(1)
    assert page.ticket.row.title[:10] in page.tabs.tabText(1)
    hands.press(Qt.Key.Key_Tab, CTRL | SHIFT)
    assert page.at_list
    hands.press(Qt.Key.Key_Tab, CTRL | SHIFT)
    assert page.item == opened[2]
    hands.press(Qt.Key.Key_W, CTRL)
    assert page.item == opened[1]
    for _ in range(2):
        hands.press(Qt.Key.Key_W, CTRL)
    assert page.at_list
    assert not page.tabs.isVisible()


def test_what_is_done_in_a_tab_is_done_to_its_ticket_alone(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    chosen = hands.read(1)
    hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_Down, SHIFT)
    apart = page.view.chosen_ids()
    assert len(apart) == 3
    hands.press(Qt.Key.Key_W)
    assert page.tabs.tickets == tuple(apart)
    qtbot.waitUntil(lambda: page.ticket is not None)
    hands.press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: tickets.get(session, chosen).row.status is Status.CLOSED)
    assert all(tickets.get(session, other).row.status is not Status.CLOSED for other in apart[1:])
    assert page.item == chosen


def test_a_middle_click_and_ctrl_enter_open_a_tab(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    first = hands.read(0)
    place = page.view.visualRect(page.model.index(2, 1)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert page.tabs.current == page.model.id_at(2)
    assert page.view.chosen_id == first
    qtbot.mouseClick(page.tabs, Qt.MouseButton.LeftButton, pos=page.tabs.tabRect(0).center())
    page.view.setFocus()
    hands.press(Qt.Key.Key_Return, CTRL)
    assert list(page.tabs.tickets) == [page.model.id_at(2), first]
    place = page.tabs.tabRect(1).center()
    qtbot.mouseClick(page.tabs, Qt.MouseButton.MiddleButton, pos=place)
    assert list(page.tabs.tickets) == [first]


def test_ctrl_opens_what_a_link_leads_to_in_a_tab(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    first, other = page.model.id_at(0), page.model.id_at(5)
    assert first is not None
    assert other is not None
    ticket_links.link(session, first, other, LinkKind.RELATED)
    page.show_item(first)
    qtbot.waitUntil(lambda: page.ticket is not None and bool(page.ticket.links))
    qtbot.mouseClick(page.pane.head.marks.buttons[-1], Qt.MouseButton.LeftButton, CTRL)
    assert page.tabs.current == other
    qtbot.waitUntil(lambda: page.ticket is not None)


def test_ctrl_enter_in_the_palette_opens_a_tab(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session
) -> None:
    assert window.workspace is not None
    wanted = page.model.id_at(4)
    assert wanted is not None
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    palette = window.workspace.palette_over
    qtbot.keyClicks(palette.line, tickets.get(session, wanted).row.number)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return, CTRL)  # the answers may come later
    qtbot.keyRelease(palette.line, Qt.Key.Key_Control)
    qtbot.waitUntil(lambda: page.tabs.current == wanted)


def test_what_is_half_written_is_the_same_beside_the_list_and_in_the_tab(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.read(1)
    hands.press(Qt.Key.Key_N)
    hands.type("Eerst dit, ")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: page.ticket is not None)
    assert page.pane.composer.text == "Eerst dit, "
    page.pane.composer.insert("dan dat.")
    hands.press(Qt.Key.Key_W, CTRL)
    assert page.at_list
    assert page.pane.composer.text == "Eerst dit, dan dat."


@pytest.mark.parametrize("is_destroyed", [False, True])
def test_what_is_written_last_is_what_is_kept_wherever_it_was_begun(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, is_destroyed: bool
) -> None:
    number = hands.read(1)
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: page.ticket is not None)
    hands.press(Qt.Key.Key_N)
    hands.type("Eerst dit, ")
    page.tabs.go(None)  # the tab stays, with what was written there so far
    page.pane.composer.insert("dan dat.")
    if is_destroyed:  # elsewhere: every reader asks the store anew
        page.put_away()
        qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
        page.context.jobs.changed.emit(Changes(destroyed=True))
        qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
        qtbot.wait(20)  # an answer comes in a later turn
    page.put_away()  # as at a lock
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    kept = drafts.get(session, number)
    assert kept is not None
    assert kept.text == "Eerst dit, dan dat."


def test_what_was_sent_is_half_written_nowhere(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands
) -> None:
    number = hands.read(1)
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: page.ticket is not None)
    hands.press(Qt.Key.Key_N)
    hands.type("Gebeld.")
    page.tabs.go(None)
    hands.press(Qt.Key.Key_N)
    hands.send()
    qtbot.waitUntil(lambda: page.pane.composer.text == "")
    page.put_away()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    assert drafts.get(session, number) is None


def test_a_ticket_that_is_gone_has_no_tab_any_more(qtbot: QtBot, page: TicketsPage) -> None:
    """Its reader and its title both tell so; and who closes it before is told nothing."""
    there = page.model.id_at(0)
    assert there is not None
    gone, closed = 2026_999_998, 2026_999_999
    page.restore({"tabs": [closed, there, gone], "tab": gone})
    page.readers.close(closed)
    qtbot.waitUntil(lambda: page.tabs.tickets == (there,))
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    qtbot.waitUntil(lambda: page.tabs.title(there) != "")


def test_the_tabs_are_there_again_after_a_lock(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands
) -> None:
    opened = open_three(page, hands)
    hands.press(Qt.Key.Key_Tab, CTRL)
    hands.press(Qt.Key.Key_Tab, CTRL)
    qtbot.waitUntil(lambda: all(page.tabs.title(ticket) for ticket in opened))
    titles = [page.tabs.tabText(place) for place in range(page.tabs.count())]
    hands.press(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    enter(qtbot, window)
    again = window.findChild(TicketsPage)
    assert again is not None
    assert again.tabs.tickets == tuple(opened)
    assert again.item == opened[1]
    qtbot.waitUntil(
        lambda: [again.tabs.tabText(place) for place in range(again.tabs.count())] == titles
    )
    qtbot.waitUntil(lambda: again.ticket is not None)


@pytest.mark.parametrize("spoken", [False, True])
def test_the_tabs_are_there_again_when_another_page_was_at_work(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands, spoken: bool
) -> None:
    opened = open_three(page, hands)
    page.tabs.go(None)
    page.show_query("status:unfinished")
    qtbot.waitUntil(lambda: page.ticket is not None)
    read = page.item
    before = window.workspace
    assert before is not None
    before.go("devices")
    if spoken:  # every page is made anew
        before.context.preferences.language = "nl"
        before.context.use_preferences()
    else:
        window.lock()
        qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
        type_passphrase(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace not in (None, before))
    workspace = window.workspace
    assert workspace is not None
    assert workspace.place is not None
    assert workspace.place.page == "devices"
    workspace.go("tickets")
    again = window.findChild(TicketsPage)
    assert again is not None
    assert again.tabs.tickets == tuple(opened)
    assert (again.item, again.field.line.text()) == (read, "status:unfinished")
    qtbot.waitUntil(lambda: again.ticket is not None)
    workspace.travels.go_back()
    assert workspace.place.page == "devices"


def test_back_leads_from_a_tab_to_the_list(
    window: MainWindow, page: TicketsPage, hands: Hands
) -> None:
    assert window.workspace is not None
    beside = hands.read(1)
    window.workspace.go("tickets", beside)
    hands.press(Qt.Key.Key_W)
    assert page.tabs.current == beside
    hands.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.at_list
    assert page.item == beside


@pytest.mark.parametrize("title", ["&R <b>fout</b>", "\u202etxet", "א" * 300])
def test_a_hostile_title_breaks_no_tab(
    qtbot: QtBot, page: TicketsPage, session: Session, title: str
) -> None:
    number = page.model.id_at(0)
    assert number is not None
    page.show_apart(number)
    page.tabs.entitle(number, title)
    assert "\u202e" not in page.tabs.tabText(1)
    assert page.tabs.tabRect(1).width() < page.width() // 2
    QApplication.processEvents()


def test_no_more_tabs_than_can_be_of_help(page: TicketsPage) -> None:
    for ticket in range(MOST):
        page.tabs.open(20_200_000_001 + ticket)
    before = page.tabs.tickets
    wanted = page.model.id_at(0)
    assert wanted is not None
    page.show_apart(wanted)
    assert page.tabs.tickets == before


def test_a_tab_shows_the_beginning_of_its_title_and_the_whole_in_its_tip(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    ticket = hands.read(1)
    hands.press(Qt.Key.Key_W)
    title = "<b>Printer</b> op de derde verdieping zegt dat het papier op is"
    page.tabs.entitle(ticket, title)
    shown, metrics = page.tabs.tabText(1), page.tabs.fontMetrics()
    beginning = metrics.horizontalAdvance(shown[: len("CNE-2026-000001 ") + 20])
    button = page.tabs.close_button(ticket).width()
    assert page.tabs.tabRect(1).width() - button >= beginning
    assert page.tabs.tip(1).endswith(title)


@pytest.mark.usefixtures("eighteen_points")
def test_in_large_letters_the_list_keeps_its_name_and_each_tab_its_number(
    qtbot: QtBot, page: TicketsPage
) -> None:
    for ticket in tickets.page(page.context.session, "").ids[:2]:
        page.show_apart(ticket)
        page.tabs.entitle(ticket, "Printer op de derde verdieping zegt dat het papier op is")
    qtbot.waitUntil(page.tabs.isVisible)
    qtbot.wait(20)
    tabs = page.tabs
    assert tabs.tabRect(0).width() >= tabs.tabSizeHint(0).width()
    for place, ticket in enumerate(tabs.tickets, start=1):
        assert format_number(ticket) in shown_text(tabs, place)


def test_each_tab_tells_its_number_however_many_there_are(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    page.window().resize(1000, 700)
    for ticket in tickets.page(page.context.session, "").ids[:8]:
        page.show_apart(ticket)
        page.tabs.entitle(ticket, "Printer op de derde verdieping zegt dat het papier op is")
    qtbot.wait(20)
    for place, ticket in enumerate(page.tabs.tickets, start=1):
        assert format_number(ticket) in shown_text(page.tabs, place)


@pytest.fixture
def chosen_letters(theme: Theme) -> Iterator[QFont]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    yield QFont(before)
    app.setFont(before)
    theme.choose()


def test_drawings_grow_when_the_letters_do(
    qtbot: QtBot, page: TicketsPage, hands: Hands, theme: Theme, chosen_letters: QFont
) -> None:
    (first, *_others) = open_three(page, hands)
    qtbot.waitUntil(lambda: bool(page.pane.head.marks.buttons))
    cross = page.tabs.close_button(first)
    assert isinstance(cross, QToolButton)
    drawn = (cross, page.pane.head.marks.buttons[0])
    before = [button.iconSize().width() for button in drawn]
    chosen_letters.setPointSizeF(22)
    QApplication.setFont(chosen_letters)
    theme.choose()
    assert [button.iconSize().width() for button in drawn] == [2 * side for side in before]
    assert cross.size() == cross.sizeHint()
    qtbot.waitUntil(lambda: page.tabs.tabRect(1).contains(cross.geometry()))


def test_escape_leads_to_what_is_shown_of_the_ticket_and_one_sees_where(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.read(0)
    hands.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: page.ticket is not None)
    pane = page.pane
    for shown in (pane.conversation, pane.timeline):
        if shown is pane.timeline:
            pane.toggle_history()
        pane.head.more.setFocus()
        hands.press(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is shown
        ring = shown.findChild(FocusRing)
        assert ring is not None
        assert ring.isVisible()
