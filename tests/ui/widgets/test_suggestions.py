"""What is offered below a field is as roomy as any other list, from the first time on."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.suggestions import Suggestions


def test_the_rows_fill_the_list_that_is_made_for_them(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = QLineEdit()
    QVBoxLayout(window).addWidget(line)
    theme.dress(window)
    window.resize(400, 300)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    line.setFocus()
    found = Suggestions(line, preselect=False)
    found.offer([(word, word) for word in ("new", "open", "closed")])
    qtbot.waitUntil(found.isVisible)
    qtbot.wait(1)
    last = found.visualItemRect(found.item(2))
    assert last.bottom() + 1 == found.viewport().height()
