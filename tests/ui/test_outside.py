"""What is opened in the system's own programs, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.opener import opener
from ui import outside, prompts
from ui.main_window import MainWindow
from ui.workspace import Workspace


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def test_a_folder_is_opened_and_nothing_is_said_of_it(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = opener(monkeypatch, tmp_path)
    outside.open_folder(workspace.context, workspace, tmp_path)
    qtbot.waitUntil(lambda: opened() == [tmp_path])
    qtbot.wait(250)
    assert workspace.messages.isHidden()


def test_a_folder_that_no_program_opens_is_named_so_that_one_can_copy_it(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opener(monkeypatch, tmp_path, code=3)
    outside.open_folder(workspace.context, workspace, tmp_path)
    qtbot.waitUntil(workspace.messages.isVisible)
    hint = workspace.messages.hint
    assert str(tmp_path) in hint.text()
    qtbot.mousePress(hint, Qt.MouseButton.LeftButton)
    assert hint.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_system_without_any_such_program_is_told_of_too(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(prompts, "open_file", lambda _path: False)
    outside.open_written(workspace.context, workspace, tmp_path / "report.pdf")
    assert str(tmp_path / "report.pdf") in workspace.messages.hint.text()
    assert workspace.messages.isVisible()
