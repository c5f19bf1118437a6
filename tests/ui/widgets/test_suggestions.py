"""What is offered below a field is as roomy as any other list, from the first time on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.suggestions import Suggestions


def offered(qtbot: QtBot, theme: Theme) -> tuple[QWidget, QLineEdit, Suggestions]:
    """Show three words below a field that has the keyboard."""
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
    return window, line, found


def test_the_rows_fill_the_list_that_is_made_for_them(qtbot: QtBot, theme: Theme) -> None:
    _window, _line, found = offered(qtbot, theme)
    qtbot.wait(1)
    last = found.visualItemRect(found.item(2))
    assert last.bottom() + 1 == found.viewport().height()


def test_enter_of_the_number_pad_takes_a_row_too(qtbot: QtBot, theme: Theme) -> None:
    _window, line, found = offered(qtbot, theme)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(found.chosen) as taken:
        qtbot.keyClick(line, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert taken.args == ["new"]
