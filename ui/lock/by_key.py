"""The key that locks, in dialogs and menus too, where a window's own keys are not heard."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QWidget

LOCK_KEY = "Ctrl+L"
LOCK_ASKED = QEvent.Type(QEvent.registerEventType())
"""Sent to the window that a dialog or menu stands over, when the key was pressed there."""


def lock_by_key(dialog: QWidget) -> None:
    """Hear the key in a dialog, and tell the window below it."""

    def ask() -> None:
        below = dialog
        while (parent := below.parentWidget()) is not None:
            below = parent.window()
        QCoreApplication.postEvent(below, QEvent(LOCK_ASKED))

    QShortcut(QKeySequence(LOCK_KEY), dialog).activated.connect(ask)


class LockKeyInMenus(QObject):
    """Hears the key while a menu or a choice is open: no shortcut is heard then."""

    def __init__(self, window: QWidget) -> None:
        """Tell ``window``, whichever of the program's windows the menu belongs to."""
        super().__init__(window)
        self._key = QKeySequence(LOCK_KEY)
        self._window = window
        self._watched: QWindow | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
            self._on_window(QGuiApplication.focusWindow())

    def _on_window(self, window: QWindow | None) -> None:
        # The window at work alone, not the application: that would see every repaint too.
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Take the key before the menu does, which knows nothing of it."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is None:
            return False
        if QKeySequence(event.keyCombination()) != self._key:
            return False
        QCoreApplication.postEvent(self._window, QEvent(LOCK_ASKED))
        return True
