"""What presses is seen wherever one is, in a narrow window too."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.model.subject_request import RequestKind
from app.workflows import people, requests, tickets
from ui.main_window import MainWindow
from ui.navigation_button import NavButton
from ui.tickets.page import TicketsPage

CTRL = Qt.KeyboardModifier.ControlModifier


def page_button(window: MainWindow, name: str) -> NavButton:
    return next(b for b in window.findChildren(NavButton) if b.accessibleName().startswith(name))


def test_a_narrow_navigation_counts_what_presses_at_its_icon(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.workspace is not None
    session = window.workspace.context.session
    window.resize(900, 700)
    button = page_button(window, "Requests")
    qtbot.waitUntil(lambda: button.text() == "")
    (person, *_others) = people.page(session).ids
    _request, changes = requests.new(session, RequestKind.ACCESS, person, date(2020, 1, 6))
    before = button.grab().toImage()
    window.jobs.changed.emit(changes)
    qtbot.waitUntil(lambda: button.accessibleName() == "Requests, Due or soon due: 1")
    assert button.toolTip() == "Requests, Due or soon due: 1 (Ctrl+5)"
    assert button.grab().toImage() != before


def test_where_one_is_stays_in_sight_in_a_low_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 420)
    assert window.workspace is not None
    window.workspace.go("imports")
    button = next(
        b for b in window.workspace.navigation.findChildren(NavButton) if b.text() == "Import"
    )
    qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())
    before = window.workspace.navigation.findChildren(NavButton)[0]
    window.setFocus()
    for _step in range(60):  # all that Tab stops at, and more
        if before.hasFocus():
            break
        window.focusNextChild()
    assert before.hasFocus()
    assert before.visibleRegion().boundingRect() == before.rect()


def test_another_search_is_no_longer_the_list_that_is_marked(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.mouseClick(page_button(window, "My work"), Qt.MouseButton.LeftButton)
    assert page_button(window, "My work").is_here
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "printer")
    assert not page_button(window, "My work").is_here
    assert page_button(window, "Tickets").is_here
    assert "You are here" in page_button(window, "Tickets").accessibleDescription()
    assert "here" not in page_button(window, "My work").accessibleDescription()


@pytest.mark.parametrize(
    ("page", "list_name"), [("requests", "Due or soon due"), ("packages", "To be removed here")]
)
def test_another_search_in_a_register_is_no_longer_the_list_that_is_marked(
    qtbot: QtBot, window: MainWindow, page: str, list_name: str
) -> None:
    qtbot.mouseClick(page_button(window, list_name), Qt.MouseButton.LeftButton)
    assert page_button(window, list_name).is_here
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "m")
    assert not page_button(window, list_name).is_here
    assert page_button(window, page.capitalize()).is_here


def test_a_navigation_that_was_scrolled_stays_so_while_one_goes_about_a_page(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    window.resize(1280, 420)
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() > 1)
    assert window.workspace is not None
    area = window.workspace.navigation.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert not page_button(window, "Tickets").visibleRegion().boundingRect().isValid()
    qtbot.keyClick(tickets_page.view, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "printer")
    assert bar.value() == bar.maximum()


def test_the_name_of_the_page_one_is_on_shows_its_whole_list_and_back_leads_to_what_was_found(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    workspace = window.workspace
    assert workspace is not None
    whole = tickets_page.model.rowCount()
    qtbot.mouseClick(page_button(window, "Unassigned"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 < tickets_page.model.rowCount() < whole)
    qtbot.mouseClick(page_button(window, "Tickets"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() == whole)
    assert tickets_page.field.line.text() == ""
    assert page_button(window, "Tickets").is_here
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() < whole)


def test_from_a_tab_the_name_of_the_page_leads_to_the_list_as_it_was(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    qtbot.keyClicks(tickets_page.field.line, "vpn")
    ids = tickets_page.model.rowCount()
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() < ids)
    (one, *_others) = tickets.page(tickets_page.context.session, "vpn").ids
    tickets_page.show_apart(one)
    assert not tickets_page.at_list
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    qtbot.waitUntil(lambda: tickets_page.at_list)
    assert tickets_page.field.line.text() == "vpn"
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    assert tickets_page.field.line.text() == ""
