"""What is said of an empty list: where the rows were, to everybody, and to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage


def names(part: QAccessibleInterface) -> Iterator[str]:
    """What a screen reader may read of a part and of all in it."""
    for number in range(part.childCount()):
        child = part.child(number)
        if child.isValid() and not child.state().invisible:
            yield child.text(QAccessible.Text.Name)
            yield from names(child)


def test_a_screen_reader_is_told_of_an_empty_list_while_it_is_empty(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    said = "No ticket fits this search"
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() > 0)
    assert said not in list(names(QAccessible.queryAccessibleInterface(window)))
    tickets_page.list.show_query("zebra")
    qtbot.waitUntil(tickets_page.empty.isVisible)
    assert said in list(names(QAccessible.queryAccessibleInterface(window)))


def test_it_lies_over_the_rows_and_not_over_their_header(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    tickets_page.list.show_query("zebra")
    qtbot.waitUntil(tickets_page.empty.isVisible)
    rows = tickets_page.view.viewport()
    for size in (window.size(), window.minimumSizeHint().expandedTo(window.size() * 0.8)):
        window.resize(size)
        qtbot.wait(20)
        assert tickets_page.empty.mapTo(window, QPoint()) == rows.mapTo(window, QPoint())
        assert tickets_page.empty.size() == rows.size()
        assert tickets_page.empty.visibleRegion().boundingRect() == tickets_page.empty.rect()


def test_a_list_that_empties_gives_the_keyboard_to_its_search(
    qtbot: QtBot, tickets_page: TicketsPage
) -> None:
    qtbot.waitUntil(lambda: tickets_page.model.rowCount() > 0)
    tickets_page.view.setFocus()
    tickets_page.list.show_query("zebra")
    qtbot.waitUntil(tickets_page.empty.isVisible)
    assert QApplication.focusWidget() is tickets_page.field.line
