"""A barcode scanner at the desk: it types like a keyboard, and faster than any hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication


def scan(code: str, began: int) -> None:
    """Send a code as a scanner does: a key every five milliseconds of the screen's clock."""
    none = Qt.KeyboardModifier.NoModifier
    for number, char in enumerate(code + "\r"):
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
        press = QKeyEvent(QEvent.Type.KeyPress, key, none, char)
        press.setTimestamp(began + 5 * number)
        if (at_work := QApplication.focusWidget()) is not None:
            QApplication.sendEvent(at_work, press)
