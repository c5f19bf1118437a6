"""Files come into what is written from anywhere on the ticket, and one writes on after that."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.tickets.conftest import Hands, at_work
from ui import prompts
from ui.tickets.page import TicketsPage
from ui.widgets.dragged_rows import dragged_rows

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.txt"
    path.write_text("scan", "utf-8")
    return path


def _is_welcome(page: TicketsPage, data: QMimeData) -> bool:
    entering = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    entering.setAccepted(False)
    QApplication.sendEvent(page.pane.conversation.viewport(), entering)
    return entering.isAccepted()


def test_a_file_dropped_on_the_conversation_is_attached(
    qtbot: QtBot, page: TicketsPage, hands: Hands, scan: Path
) -> None:
    hands.read(0)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    assert _is_welcome(page, data)
    dropped = QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(page.pane, dropped)
    composer = page.pane.composer
    qtbot.waitUntil(lambda: [file.filename for file in composer.attached] == ["scan.txt"])
    assert at_work() is composer.editor


def test_tickets_dragged_over_the_conversation_are_no_files(
    page: TicketsPage, hands: Hands
) -> None:
    hands.read(0)
    assert not _is_welcome(page, dragged_rows())


def test_after_a_file_is_chosen_one_writes_on(
    qtbot: QtBot, page: TicketsPage, hands: Hands, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "choose_files", lambda *_asked: [scan])
    hands.read(0)
    composer = page.pane.composer
    composer.attach.setFocus()
    qtbot.keyClick(composer.attach, Qt.Key.Key_Space)
    assert at_work() is composer.editor
    qtbot.waitUntil(lambda: len(composer.attached) == 1)
