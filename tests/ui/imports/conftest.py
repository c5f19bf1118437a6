"""The import page, and a table to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.workflows.session import Session
from tests.ui.entering import go_to
from ui import prompts
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow

INVENTORY = """Serienummer;Merk;Model;IMEI;Eigenaar
C02ZX1ABCD;Apple;MacBook Air;;joost.vandalen@example.nl
;Nokia;105;;
PF3K0XQ7;Lenovo;ThinkPad T14 Gen 3;;
SN-1;Nokia
To be filled by O.E.M.;Dell;OptiPlex;;
R58N30ABCDE;Samsung;Galaxy S20;356938035643809;
"""


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> ImportsPage:
    return go_to(window, "imports", ImportsPage)


@pytest.fixture
def session(page: ImportsPage) -> Session:
    return page.context.session


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    path = tmp_path / "inventaris.csv"
    path.write_text(INVENTORY, encoding="utf-8")
    return path


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let files be chosen as soon as they are asked for."""

    def answer(*paths: Path) -> None:
        monkeypatch.setattr(prompts, "choose_files", lambda *_asked: list(paths))

    return answer


def looked(qtbot: QtBot, page: ImportsPage) -> None:
    """Wait until it says what each row will do."""

    def is_ready() -> bool:
        return bool(page.preview.outcome.rows) and page.preview.back.text() == "Cancel"

    qtbot.waitUntil(is_ready, timeout=20_000)


def take_in(qtbot: QtBot, page: ImportsPage) -> None:
    """Press the button that imports, and wait until it is done."""
    qtbot.mouseClick(page.preview.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done", timeout=20_000)


def cells(page: ImportsPage) -> list[list[str]]:
    """What the preview says of each row."""
    model = page.preview.model
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
