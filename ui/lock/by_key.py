"""The key that locks, in the dialogs too: a window's own keys are not heard while one is open."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

LOCK_KEY = "Ctrl+L"
LOCK_ASKED = QEvent.Type(QEvent.registerEventType())
"""Sent to the window that a dialog stands over, when the key was pressed in the dialog."""


def lock_by_key(dialog: QWidget) -> None:
    """Hear the key in a dialog, and tell the window below it."""

    def ask() -> None:
        below = dialog
        while (parent := below.parentWidget()) is not None:
            below = parent.window()
        QCoreApplication.postEvent(below, QEvent(LOCK_ASKED))

    QShortcut(QKeySequence(LOCK_KEY), dialog).activated.connect(ask)
