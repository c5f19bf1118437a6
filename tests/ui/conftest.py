"""What tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.jobs import Jobs
from ui.theme.theme import Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The application's one theme; the application owns it."""
    return Theme(qapp)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """Workers that end with the test."""
    jobs = Jobs()
    yield jobs
    jobs.close()
    jobs.deleteLater()
