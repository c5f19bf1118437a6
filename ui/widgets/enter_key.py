"""Enter presses the button that has the keyboard, as Space does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def presses_button(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button at work if it is Enter that was pressed; say whether that was done.

    For the key events of ``window``, to which a button passes them on.
    """
    if event.key() not in _ENTER or event.modifiers() & ~_KEYPAD or event.isAutoRepeat():
        return False
    button = QApplication.focusWidget()
    if not isinstance(button, QPushButton | QToolButton) or not button.isEnabled():
        return False
    if button.window() is not window:
        return False
    if button.menu() is not None:
        button.showMenu()
    else:
        button.click()
    return True
