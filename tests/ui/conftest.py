"""What tests of the window share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.store_copies import StoreCopies
from tests.ui.entering import enter
from tests.ui.example_store import make_filled
from ui.application import PAGES
from ui.jobs import Jobs
from ui.language import speak
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.theme.theme import Theme
from ui.tickets.page import TicketsPage


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The application's one theme; the application owns it."""
    return Theme(qapp)


@pytest.fixture(params=["en", "nl"])
def eighteen_points(request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme) -> Iterator[None]:
    """The largest letters, in either language."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before, large = app.font(), app.font()
    large.setPointSizeF(18)
    app.setFont(large)
    speak(app, request.param)
    theme.choose()
    yield
    speak(app, "en")
    app.setFont(before)
    theme.choose()


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """Workers that end with the test."""
    jobs = Jobs()
    yield jobs
    jobs.close()
    jobs.deleteLater()


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> Iterator[Callable[[Path], MainWindow]]:
    """Open the window on a folder as the program does; it is closed as a person closes it."""
    windows: list[MainWindow] = []

    def open_on(folder: Path) -> MainWindow:
        window = MainWindow(
            folder,
            theme,
            PAGES,
            preferences=Preferences(),
            preferences_folder=tmp_path / "preferences",
        )
        windows.append(window)
        window.resize(1280, 800)
        window.start()
        return window

    yield open_on
    for window in windows:
        window.close()
        qtbot.waitUntil(partial(getattr, window, "is_shut"))
        window.deleteLater()


@pytest.fixture
def store(tmp_path: Path, store_copies: StoreCopies) -> Path:
    """The folder of a store with a few tickets and devices, locked."""
    folder = tmp_path / "store"
    store_copies.copy(make_filled, folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, store: Path, open_window: Callable[[Path], MainWindow]) -> MainWindow:
    """The window on that store, unlocked by typing, with its list painted."""
    window = open_window(store)
    enter(qtbot, window)
    page = window.findChild(TicketsPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    with qtbot.waitActive(window):  # shortcuts are heard by the window at work alone
        window.activateWindow()
    return window


@pytest.fixture
def tickets_page(window: MainWindow) -> TicketsPage:
    """The page of tickets, at which the window opens."""
    page = window.findChild(TicketsPage)
    assert page is not None
    return page
