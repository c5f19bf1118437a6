"""The field to write in grows with the text, and a note looks like a note while it is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot

from tests.ui.tickets.conftest import Hands
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage


@pytest.fixture
def page(page: TicketsPage, window: MainWindow, hands: Hands) -> TicketsPage:
    """The page with a ticket, in a window of a usual size."""
    window.resize(1280, 850)
    hands.read(0)
    return page


def lines(page: TicketsPage) -> float:
    """How many lines of text there is room for."""
    editor = page.pane.composer.editor
    return editor.viewport().height() / editor.fontMetrics().lineSpacing()


def test_a_text_of_ten_lines_is_seen_whole_and_a_longer_one_scrolls(
    qtbot: QtBot, page: TicketsPage, window: MainWindow, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_R)
    editor = page.pane.composer.editor
    assert 4 <= lines(page) < 6
    for _ in range(9):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(page) >= 10)
    qtbot.waitUntil(lambda: not editor.verticalScrollBar().isVisible())
    editor.insertPlainText("x\n" * 100)
    qtbot.waitUntil(editor.verticalScrollBar().isVisible)
    assert editor.height() < window.height() / 3
    editor.clear()
    qtbot.waitUntil(lambda: lines(page) < 6)


def test_a_long_line_that_is_broken_counts_as_the_lines_one_sees(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_R)
    page.pane.composer.editor.insertPlainText("woord " * 100)
    qtbot.waitUntil(lambda: lines(page) > 7)


def test_who_reads_the_end_of_the_conversation_still_does_as_the_field_grows(
    qtbot: QtBot, page: TicketsPage, hands: Hands
) -> None:
    conversation = page.pane.conversation
    hands.press(Qt.Key.Key_R)
    conversation.verticalScrollBar().triggerAction(QScrollBar.SliderAction.SliderToMaximum)
    before = conversation.height()
    page.pane.composer.editor.insertPlainText("\n" * 20)
    qtbot.waitUntil(lambda: conversation.height() < before)
    bar = conversation.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)


def test_a_note_has_the_ground_of_a_note_and_a_reply_has_not(
    page: TicketsPage, hands: Hands
) -> None:
    editor = page.pane.composer.editor

    def colours() -> tuple[str, str]:
        """What is behind the text, and the edge that shows where the field is."""
        image = editor.grab().toImage()
        inside = editor.viewport().mapTo(editor, QPoint(editor.viewport().width() - 4, 8))
        return image.pixelColor(inside).name(), image.pixelColor(editor.width() // 2, 0).name()

    palette = page.context.theme.palette
    assert colours() == (palette.surface, palette.field_border)
    hands.press(Qt.Key.Key_N)
    hands.press(Qt.Key.Key_Escape)
    assert colours() == (palette.note_soft, palette.field_border)
    hands.press(Qt.Key.Key_R)
    hands.press(Qt.Key.Key_Escape)
    assert colours() == (palette.surface, palette.field_border)
