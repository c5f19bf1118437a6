"""What is copied from a label is what was put into it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets.plain_label import PlainLabel

LONG = "https://example.nl/" + "a1B2" * 40
LINES = f"\U0001f600 Open deze link:\n{LONG}\nen log in."


@pytest.fixture
def label(qtbot: QtBot) -> PlainLabel:
    label = PlainLabel(LINES, wrap=True, selectable=True)
    qtbot.addWidget(label)
    label.resize(200, 200)
    label.show()
    label.setFocus()
    return label


def test_a_long_link_is_copied_by_key_as_it_was_written(qtbot: QtBot, label: PlainLabel) -> None:
    qtbot.keyClick(label, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == LINES


def test_a_long_link_is_copied_from_the_menu_as_it_was_written(label: PlainLabel) -> None:
    copy, select = label.copy_menu().actions()
    assert not copy.isEnabled()
    select.trigger()
    copy, _select = label.copy_menu().actions()
    copy.trigger()

    assert QGuiApplication.clipboard().text() == LINES


def test_a_long_word_still_finds_room_in_a_narrow_label(label: PlainLabel) -> None:
    assert label.minimumSizeHint().width() <= 200
    assert label.text() == LINES


def test_letters_that_a_font_draws_as_one_do_not_make_a_word_wider(qtbot: QtBot) -> None:
    digest = PlainLabel("1f" * 8 + "f12345678" * 7, wrap=True)  # breaks between f and f
    least = digest.minimumSizeHint().width()
    assert least <= digest.fontMetrics().horizontalAdvance("M" * 9)
    label = PlainLabel("f" * 10_000, wrap=True, selectable=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= least
    for end in range(60):
        label.setSelection(0, end)
        label.copy_selection()
        assert set(QGuiApplication.clipboard().text()) <= {"f"}


def test_text_can_be_selected_with_the_pointer_and_stands_where_it_stood(
    qtbot: QtBot, label: PlainLabel
) -> None:
    other = PlainLabel(LINES, wrap=True, selectable=True)
    qtbot.addWidget(other)
    other.resize(200, 200)
    other.show()
    before = other.grab().toImage(), other.heightForWidth(200)
    qtbot.mousePress(other, Qt.MouseButton.LeftButton, pos=QPoint(2, 4))
    qtbot.mouseMove(other, QPoint(190, 150))
    qtbot.mouseRelease(other, Qt.MouseButton.LeftButton, pos=QPoint(190, 150))
    assert other.hasSelectedText()
    other.setSelection(0, 0)
    other.clearFocus()
    assert (other.grab().toImage(), other.heightForWidth(200)) == before


def test_a_text_is_laid_out_quickly_again_once_nobody_selects_in_it(qtbot: QtBot) -> None:
    label = PlainLabel(LINES, wrap=True, selectable=True)
    qtbot.addWidget(label)
    label.setGeometry(500, 500, 200, 200)  # away from the pointer
    label.show()
    label.activateWindow()
    qtbot.waitUntil(label.isActiveWindow)
    for _ in range(2):
        assert label.focusPolicy() is Qt.FocusPolicy.NoFocus  # Qt's own slow way begins with it
        assert not label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        label.setFocus()
        assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        label.clearFocus()


def test_a_press_gives_a_text_the_keyboard_though_no_pointer_was_seen_to_enter(
    qtbot: QtBot,
) -> None:
    label = PlainLabel(LINES, wrap=True, selectable=True)
    qtbot.addWidget(label)
    label.setGeometry(500, 500, 200, 200)  # away from the pointer
    label.show()
    label.activateWindow()
    qtbot.waitUntil(label.isActiveWindow)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(2, 4)
    press = QMouseEvent(
        QMouseEvent.Type.MouseButtonPress, at, label.mapToGlobal(at), left, left, none
    )
    QApplication.sendEvent(label, press)
    assert label.hasFocus()
