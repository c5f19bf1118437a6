"""What every page of a list and a pane promises to whoever goes about by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.entering import enter, go_to
from ui.main_window import MainWindow
from ui.packages.page import PackagesPage
from ui.people.page import PeoplePage
from ui.preferences import load
from ui.unlock import Unlock
from ui.widgets.focus_ring import FocusRing
from ui.widgets.list_page import ListPage


def at_work() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def shown_list(qtbot: QtBot, window: MainWindow, name: str) -> ListPage:
    assert window.workspace is not None
    window.workspace.go(name)
    page = window.workspace.page(name)
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.model.rowCount() > 1)
    return page


@pytest.mark.parametrize("name", ["devices", "people", "organisations"])
def test_escape_leads_to_the_list_and_leaves_the_search_as_it_is(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    page = shown_list(qtbot, window, name)
    qtbot.keyClicks(at_work(), "e")
    qtbot.waitUntil(lambda: page.model.query.text == "e" and page.model.rowCount() > 0)
    qtbot.keyClick(at_work(), Qt.Key.Key_Tab)
    qtbot.keyClick(at_work(), Qt.Key.Key_Escape)
    assert at_work() is page.view
    ring = page.view.findChild(FocusRing)
    assert ring is not None
    assert ring.isVisible()  # one sees where it went
    qtbot.keyClick(at_work(), Qt.Key.Key_Down)
    assert page.view.chosen_id is not None
    qtbot.keyClick(at_work(), Qt.Key.Key_Escape)
    assert at_work() is page.view
    qtbot.keyClicks(at_work(), "x")
    assert page.field.line.text() == "e"


def test_escape_leads_to_the_search_while_it_finds_nothing(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = go_to(window, "people", PeoplePage)
    page.show_query("zebra")
    qtbot.waitUntil(page.empty.isVisible)
    page.add.setFocus()
    qtbot.keyClick(page.add, Qt.Key.Key_Escape)
    assert at_work() is page.field.line


def test_escape_leads_to_the_register_of_packages(qtbot: QtBot, window: MainWindow) -> None:
    page = go_to(window, "packages", PackagesPage)
    register = page.register
    register.panel.show_rows(True)  # as with a package that was made
    qtbot.keyClick(register.verify, Qt.Key.Key_Escape)
    assert at_work() is register.view


def test_back_leads_to_the_list_as_it_was_before_any_row_was_chosen(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown_list(qtbot, window, "people")
    assert isinstance(page, PeoplePage)
    assert window.workspace is not None
    page.view.choose_row(0)
    qtbot.waitUntil(page.pane.isVisible)
    window.workspace.travels.go_back()
    assert (page.overview, page.view.chosen_id, page.pane.isVisible()) == (None, None, False)
    window.workspace.travels.go_forward()
    qtbot.waitUntil(page.pane.isVisible)
    assert page.view.chosen_id == page.model.id_at(0)


@pytest.mark.parametrize("name", ["devices", "people", "requests"])
def test_columns_are_as_they_were_left_when_the_list_is_made_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    assert window.workspace is not None
    window.workspace.go(name)
    page = window.workspace.page(name)
    assert isinstance(page, ListPage)
    page.view.horizontalHeader().moveSection(1, 0)
    page.view.columns.menu().actions()[-1].trigger()
    kept = page.view.columns.kept
    assert kept["hidden"]
    window.lock()  # also at once: nothing waits until they are at rest
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    again = enter(qtbot, window).page(name)
    assert isinstance(again, ListPage)
    assert again.view.columns.kept == kept
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    assert load(tmp_path / "preferences").lists[name] == kept
