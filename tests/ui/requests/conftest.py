"""What tests of the requests page share: the page, and the system's dialogs answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.workflows.session import Session
from tests.ui.entering import go_to
from ui import prompts
from ui.main_window import MainWindow
from ui.requests.page import RequestsPage


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> RequestsPage:
    page = go_to(window, "requests", RequestsPage)
    qtbot.waitUntil(page.empty.isVisible)
    return page


@pytest.fixture
def session(page: RequestsPage) -> Session:
    return page.context.session


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Answer the system's dialogs: every question yes, every file in a folder of the test."""
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.setattr(prompts, "choose_save", lambda _parent, _title, name: folder / name)
    monkeypatch.setattr(prompts, "confirm", lambda *_texts: True)
    return folder.joinpath
