"""The page of devices, as the navigation opens it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.workflows.session import Session
from tests.ui.entering import go_to
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> DevicesPage:
    page = go_to(window, "devices", DevicesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    return page


@pytest.fixture
def session(page: DevicesPage) -> Session:
    return page.context.session
