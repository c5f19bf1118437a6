"""The page of devices, as the navigation opens it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.devices.page import DevicesPage
from ui.main_window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> DevicesPage:
    assert window.workspace is not None
    window.workspace.go("devices")
    page = window.findChild(DevicesPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    return page
