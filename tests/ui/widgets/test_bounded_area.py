"""What is long scrolls by itself, so that the buttons below it stay in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.bounded_area import BoundedArea
from ui.widgets.plain_label import PlainLabel

_LONG = "Nobody knows why this row was rejected. " * 20


def test_it_is_as_high_as_its_text_and_no_higher_than_its_bound(qtbot: QtBot) -> None:
    text = PlainLabel(_LONG, wrap=True)
    area, button, window = BoundedArea("Remarks", text), QPushButton("Import"), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(area)
    column.addWidget(button)
    column.addStretch(1)
    window.resize(400, 900)
    window.show()
    qtbot.waitUntil(lambda: area.height() == text.heightForWidth(area.width()))
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus  # there is nothing to scroll
    area.bound(40)
    qtbot.waitUntil(lambda: area.height() == 40)
    assert area.verticalScrollBar().maximum() > 0
    assert area.focusPolicy() is Qt.FocusPolicy.StrongFocus
    text.setText("Short.")
    qtbot.waitUntil(lambda: area.height() == text.heightForWidth(area.width()))
    assert area.height() < 40
