"""Who cannot see the window or use a mouse can do the same work with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.model.staff_texts import DraftKind
from tests.ui.accessible import (
    describe,
    is_whole,
    nameless,
    not_reached,
    said,
    scrolls_sideways,
    visible,
)
from ui.application import PAGES
from ui.first_run import FirstRun
from ui.language import speak
from ui.main_window import MainWindow
from ui.theme.theme import Theme
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage
from ui.widgets.detail_area import DetailArea

IDS = [spec.id for spec in PAGES]


def shown_page(qtbot: QtBot, window: MainWindow, page: str) -> QWidget:
    assert window.workspace is not None
    window.workspace.go(page)
    made = window.workspace.page(page)
    qtbot.wait(60)
    view = getattr(made, "view", None)
    if view is not None and view.model().rowCount():
        view.choose_row(0)
    qtbot.wait(120)
    return made


@pytest.mark.parametrize("page", IDS)
def test_whatever_takes_the_keyboard_has_a_name(
    qtbot: QtBot, window: MainWindow, page: str
) -> None:
    shown_page(qtbot, window, page)
    assert nameless(window) == []


def test_the_gates_have_names_too(
    qtbot: QtBot, open_window: Callable[[Path], MainWindow], store: Path, tmp_path: Path
) -> None:
    assert nameless(open_window(store)) == []
    window = open_window(tmp_path / "new")
    assert window.findChild(FirstRun) is not None
    assert nameless(window) == []


@pytest.mark.parametrize("page", IDS)
def test_tab_reaches_every_control_and_comes_round(
    qtbot: QtBot, window: MainWindow, page: str
) -> None:
    assert not_reached(window, shown_page(qtbot, window, page)) == []


@pytest.fixture
def large_font(qtbot: QtBot, theme: Theme) -> Iterator[None]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    large = app.font()
    large.setPointSizeF(before.pointSizeF() * 1.5)
    app.setFont(large)
    theme.choose()
    yield
    app.setFont(before)
    theme.choose()


@pytest.mark.usefixtures("large_font")
@pytest.mark.parametrize("page", IDS)
def test_a_large_font_cuts_no_text(qtbot: QtBot, window: MainWindow, page: str) -> None:
    window.resize(1600, 1000)
    shown_page(qtbot, window, page)
    qtbot.waitUntil(lambda: is_whole(window))


@pytest.mark.usefixtures("eighteen_points")
def test_at_the_largest_font_no_page_scrolls_sideways(qtbot: QtBot, window: MainWindow) -> None:
    for page in IDS:
        made = shown_page(qtbot, window, page)
        assert window.width() == 1280
        assert (page, scrolls_sideways(made)) == (page, [])


def beside_the_edge(root: QWidget) -> list[str]:
    """Detail panes of which a part lies beyond the right edge, where nothing scrolls to it."""
    return [
        f"{describe(area)}: {wanted} in {area.viewport().width()}"
        for area in visible(root)
        if isinstance(area, DetailArea)
        and (shown := area.widget()) is not None
        and (wanted := shown.minimumSizeHint().width()) > area.viewport().width()
    ]


def is_all_there(window: QWidget) -> bool:
    """Whether nothing is cut or beyond an edge, once all has its place."""
    assert beside_the_edge(window) == []
    return is_whole(window)


@pytest.mark.parametrize("eighteen_points", ["nl"], indirect=True)
@pytest.mark.usefixtures("eighteen_points")
def test_at_the_largest_font_what_is_chosen_is_whole_in_a_low_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1280, 720)
    for page in IDS:
        shown_page(qtbot, window, page)
        qtbot.waitUntil(lambda: is_all_there(window))


def test_in_a_small_window_in_dutch_what_is_chosen_is_whole(
    qtbot: QtBot, theme: Theme, window: MainWindow
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak(app, "nl")
    try:
        window.resize(900, 600)
        for page in IDS:
            shown_page(qtbot, window, page)
            qtbot.waitUntil(lambda: is_all_there(window))
    finally:
        speak(app, "en")


def test_tab_stops_at_what_was_chosen_by_other_means(qtbot: QtBot, window: MainWindow) -> None:
    page = shown_page(qtbot, window, "tickets")
    assert isinstance(page, TicketsPage)
    page.pane.composer.write(DraftKind.NOTE)
    assert not_reached(window, page.pane.composer) == []
    assert page.pane.composer.kind is DraftKind.NOTE


@pytest.mark.parametrize("page", ["people", "devices", "settings"])
def test_enter_presses_the_button_at_work_as_space_does(
    qtbot: QtBot, window: MainWindow, page: str
) -> None:
    button = next(
        child
        for child in visible(shown_page(qtbot, window, page))
        if isinstance(child, QPushButton)
        and child.isEnabled()
        and child.menu() is None
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    pressed: list[str] = []
    button.clicked.connect(lambda _checked: pressed.append(button.text()))
    button.setFocus()
    qtbot.wait(1)  # nobody goes to a button and presses Enter in one turn of the event loop
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [button.text()]
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def test_enter_in_a_field_presses_no_button_that_gets_the_keyboard_by_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = shown_page(qtbot, window, "people")
    field, button = QLineEdit(page), QPushButton("x", page)
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    field.returnPressed.connect(button.setFocus)
    field.show()
    button.show()
    field.setFocus()
    qtbot.wait(1)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert button.hasFocus()
    assert pressed == []


def test_enter_on_the_way_out_of_a_dialog_does_not_do_its_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    workspace = window.workspace
    assert workspace is not None
    workspace.go("tickets")
    workspace.registry.run("tickets.new")
    qtbot.waitUntil(lambda: window.findChild(NewTicketDialog) is not None)
    dialog = window.findChild(NewTicketDialog)
    assert dialog is not None
    made: list[object] = []
    dialog.made.connect(made.append)
    dialog.title.setText("Scherm")
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.cancel.setFocus()
    qtbot.wait(1)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert made == []


@pytest.mark.parametrize("page", IDS)
def test_the_usual_font_cuts_no_text(qtbot: QtBot, window: MainWindow, page: str) -> None:
    shown_page(qtbot, window, page)
    qtbot.waitUntil(lambda: is_whole(window))


def test_at_twice_the_scale_the_navigation_gives_way_and_keeps_its_names(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.workspace is not None
    navigation = window.workspace.navigation
    window.resize(1600, 900)  # wide enough for whatever font
    qtbot.waitUntil(navigation.query_buttons[0].isVisible)
    wide = navigation.width()
    window.resize(960, 540)  # a common screen at 200 per cent
    qtbot.waitUntil(lambda: navigation.width() < wide / 2)
    assert window.width() == 960
    assert nameless(navigation) == []
    for button in navigation.findChildren(QAbstractButton):
        if button.isVisible():
            assert said(button)
            assert button.toolTip()
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: navigation.width() == wide)
