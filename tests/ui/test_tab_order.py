"""Tab goes through the window as one reads it, and what has the keyboard always shows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.widgets import tab_order
from ui.widgets.focus_ring import FocusRing
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.tab_order import go_by_tab

CTRL = Qt.KeyboardModifier.ControlModifier


def search_with_two_chips(qtbot: QtBot, hands: Hands, page: TicketsPage) -> None:
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("status:open assignee:me ")
    qtbot.waitUntil(lambda: len(page.list.filters.chips) == 2)


def test_a_chip_that_came_with_the_search_is_next_to_the_filter(
    qtbot: QtBot, tickets_page: TicketsPage
) -> None:
    hands = Hands(qtbot, tickets_page)
    search_with_two_chips(qtbot, hands, tickets_page)
    hands.press(Qt.Key.Key_F, CTRL)
    passed = []
    for _step in range(4):
        hands.press(Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
    assert passed == [
        tickets_page.list.filters.more,
        *tickets_page.list.filters.chips,
        tickets_page.view,
    ]
    for wanted in (
        *reversed(passed[:-1]),
        tickets_page.field.line,
        tickets_page.list.new,
        tickets_page.list.views,
    ):
        hands.press(Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is wanted


def test_a_list_without_a_row_at_work_shows_that_it_has_the_keyboard(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    ring = tickets_page.view.findChild(FocusRing)
    assert ring is not None
    tickets_page.view.choose(None)
    tickets_page.field.line.setFocus()
    assert not ring.isVisible()
    tickets_page.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.isVisible()
    qtbot.keyClick(tickets_page.view, Qt.Key.Key_Down)
    assert not ring.isVisible()


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    with qtbot.waitActive(widget):
        widget.activateWindow()


def scrolling(qtbot: QtBot) -> ScrollArea:
    area = ScrollArea("Text")
    area.setWidgetResizable(True)
    area.setWidget(QLabel("\n" * 200))
    area.resize(200, 100)
    shown(qtbot, area)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    area.clearFocus()
    return area


def test_what_scrolls_takes_the_keyboard_while_there_is_something_to_scroll(qtbot: QtBot) -> None:
    area = scrolling(qtbot)
    assert area.focusPolicy() & Qt.FocusPolicy.TabFocus
    area.setFocus(Qt.FocusReason.TabFocusReason)
    ring = area.findChild(FocusRing)
    assert ring is not None
    assert ring.isVisible()
    qtbot.keyClick(area, Qt.Key.Key_Down)
    assert area.verticalScrollBar().value() > 0
    label = area.widget()
    assert isinstance(label, QLabel)
    label.setText("short")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus


# What the offscreen screen says of every menu that opens.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_where_the_keyboard_is_shows_to_who_goes_by_keys(qtbot: QtBot) -> None:
    area = scrolling(qtbot)
    area.setFocus(Qt.FocusReason.TabFocusReason)
    ring = area.findChild(FocusRing)
    assert ring is not None
    menu = QMenu(area)
    menu.addAction("Copy")
    menu.popup(QPoint())
    menu.close()
    assert ring.isVisible()  # the keyboard came back by itself
    area.clearFocus()
    assert not ring.isVisible()
    area.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()  # who pressed there sees it


def test_the_window_is_no_larger_than_its_screen(window: MainWindow) -> None:
    fresh = MainWindow(
        window._folder,
        window._theme,
        window.pages,
        preferences=window._preferences,
        preferences_folder=window._preferences_folder,
    )
    room = fresh.screen().availableSize()
    assert fresh.width() <= room.width()
    assert fresh.height() <= room.height()
    fresh.deleteLater()


def test_what_is_near_takes_the_keyboard_from_what_goes(
    qtbot: QtBot, tickets_page: TicketsPage
) -> None:
    search_with_two_chips(qtbot, Hands(qtbot, tickets_page), tickets_page)
    first, second = tickets_page.list.filters.chips
    first.setFocus()
    first.setEnabled(False)
    assert QApplication.focusWidget() is second
    second.hide()  # behind it is nothing
    assert QApplication.focusWidget() is tickets_page.list.filters.more


def test_a_page_scrolls_to_the_side_only_for_what_is_hardly_seen(qtbot: QtBot) -> None:
    area, inner = QScrollArea(), QWidget()
    row = QHBoxLayout(inner)
    first, half, last = QPushButton("First"), QPushButton("Half"), QPushButton("Last")
    for button, width in ((first, 250), (half, 80), (last, 100)):
        button.setFixedWidth(width)
        row.addWidget(button)
    area.setWidget(inner)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.resize(320, 100)
    shown(qtbot, area)
    first.setFocus()
    go_by_tab(area, forward=True)
    assert half.hasFocus()
    assert area.horizontalScrollBar().value() == 0
    go_by_tab(area, forward=True)
    assert last.hasFocus()
    assert last.visibleRegion().boundingRect() == last.rect()
    go_by_tab(area, forward=True)
    assert first.hasFocus()
    assert not first.visibleRegion().isEmpty()


def test_the_next_stop_is_found_without_looking_at_all_of_a_long_page(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    cards = [QWidget() for _number in range(60)]
    for card in cards:
        row = QHBoxLayout(card)
        for _number in range(3):
            row.addWidget(QPushButton())
        column.addWidget(card)
    shown(qtbot, window)
    buttons = window.findChildren(QPushButton)
    looked_into: list[QWidget] = []
    children = tab_order._children

    def count(part: QWidget, at_work: QWidget | None) -> list[QWidget]:
        looked_into.append(part)
        return children(part, at_work)

    monkeypatch.setattr(tab_order, "_children", count)
    for forward, wanted in ((True, buttons[91:94]), (False, buttons[88:91][::-1])):
        buttons[90 if forward else 91].setFocus()
        for button in wanted:
            go_by_tab(window, forward=forward)
            assert button.hasFocus()
    assert len(looked_into) < len(cards)
    buttons[-1].setFocus()
    go_by_tab(window, forward=True)
    assert buttons[0].hasFocus()
    go_by_tab(window, forward=False)
    assert buttons[-1].hasFocus()
