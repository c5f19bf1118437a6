"""A key that is pressed by itself, wherever it is on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def is_alone(event: QKeyEvent) -> bool:
    """Whether nothing is held with a key, such as Shift or Ctrl.

    Qt takes it for a modifier that a key is on the number pad.
    """
    return not event.modifiers() & ~_KEYPAD
