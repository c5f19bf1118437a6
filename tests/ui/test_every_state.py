"""In every state of a page what there is can be read, and is told to who does not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.shots import inventory, packages, requests, retention, shell, tickets
from tests.ui.accessible import (
    all_that_is_cut,
    badly_told,
    fits_its_window,
    scrolls_as_a_whole,
)
from ui.main_window import MainWindow
from ui.pages import Page
from ui.tickets.page import TicketsPage

Settle = Callable[[Callable[[], bool]], None]
Pictures = Callable[[MainWindow, Settle], Iterator[tuple[str, QWidget]]]


def at_work(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    page = window.workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    return tickets.at_work(settle, window, page)


def looked_at(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    page = window.workspace.page("tickets")
    assert isinstance(page, TicketsPage)
    return tickets.looked_at(settle, window, page)


STATES = (
    inventory.pictures,
    packages.pictures,
    requests.pictures,
    retention.pictures,
    shell.pictures,
    at_work,
    looked_at,
)
SIZES = ((1280, 800), (900, 600))
"""Of a common window, and of the smallest there is."""
TURNS = 20
"""Of the event loop, after which everything has its place."""


def left_when_laid_out(widget: QWidget, look: Callable[[QWidget], list[str]]) -> list[str]:
    """What is still wrong by ``look`` once everything has its place."""
    QApplication.processEvents()
    failings = look(widget)
    for _turn in range(TURNS):
        if not failings:
            break
        QApplication.processEvents()
        failings = look(widget)
    return failings


def all_that_does_not_fit(widget: QWidget) -> list[str]:
    """What is cut, and a page that has to be scrolled to its buttons."""
    pages = [page for page in widget.findChildren(Page) if page.isVisible()]
    higher = [f"{type(page).__name__} scrolls" for page in pages if scrolls_as_a_whole(page)]
    return [*all_that_is_cut(widget), *higher]


def wrong_in_any(qtbot: QtBot, window: MainWindow, pictures: Pictures) -> dict[str, list[str]]:
    """What is cut in each state, by its name and the size of the window, or badly told."""

    def settle(ready: Callable[[], bool]) -> None:
        qtbot.waitUntil(ready, timeout=20_000)

    found = {}
    for name, widget in pictures(window, settle):
        for size in SIZES:
            window.resize(*size)
            if failings := left_when_laid_out(widget, all_that_does_not_fit):
                found[f"{name} {size}"] = failings
        if failings := badly_told(widget):
            found[f"{name}, told"] = failings
    return found


def name_of(pictures: Pictures) -> str:
    """Of where they are made, or what shows them here."""
    module = pictures.__module__.rpartition(".")[2]
    return module if pictures.__name__ == "pictures" else pictures.__name__


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("pictures", STATES, ids=name_of)
def test_no_state_cuts_a_text_or_is_scrolled_to_its_buttons_or_tells_it_ill(
    qtbot: QtBot, window: MainWindow, pictures: Pictures
) -> None:
    assert wrong_in_any(qtbot, window, pictures) == {}


@pytest.mark.usefixtures("eighteen_points")
def test_no_gate_cuts_a_text_or_tells_it_ill(
    qtbot: QtBot, store: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    assert wrong_in_any(qtbot, open_window(store.parent / "new"), shell.first_run) == {}
    assert wrong_in_any(qtbot, open_window(store), shell.unlock) == {}


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("eighteen_points", ["nl"], indirect=True)
def test_a_ticket_is_answered_without_scrolling_the_page(
    qtbot: QtBot, window: MainWindow, tickets_page: TicketsPage
) -> None:
    def settle(ready: Callable[[], bool]) -> None:
        qtbot.waitUntil(ready, timeout=20_000)

    for _name, widget in at_work(window, settle):
        if widget is window:
            fits_its_window(qtbot, tickets_page)
