"""Enter presses the button that has the keyboard, as Space does; Ctrl+Enter what leads on."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from ui.widgets.lone_key import is_alone

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


def is_ctrl_enter(event: QKeyEvent) -> bool:
    """Whether a key is Ctrl+Enter, which does the work where Enter begins a line."""
    return event.key() in _ENTER and bool(event.modifiers() & _CTRL)


def leads_on(event: QKeyEvent, onward: QPushButton) -> bool:
    """Press what leads to a wizard's next step if it was Ctrl+Enter; say whether it was."""
    if not is_ctrl_enter(event):
        return False
    if onward.isVisible() and not event.isAutoRepeat():  # held down, it would go through them all
        onward.click()
    return True


class _FocusMoves(QObject):
    """Knows whether the keyboard went elsewhere in this turn of the event loop."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.just_now = False
        application.focusChanged.connect(self._on_moved)

    def _on_moved(self) -> None:
        self.just_now = True
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        self.just_now = False


@cache
def _focus_moves() -> _FocusMoves | None:
    """Return what watches the one application."""
    application = QApplication.instance()
    return _FocusMoves(application) if isinstance(application, QApplication) else None


def watch_focus() -> None:
    """Begin to watch where the keyboard goes, before the first window of the program shows."""
    _focus_moves()


def presses_button(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button at work if it is Enter that was pressed; say whether that was done.

    For the key events of ``window``, to which a button passes them on. A field passes Enter on
    too, and what it started may have given the keyboard to a button meanwhile: that one was not
    meant.
    """
    if (moves := _focus_moves()) is not None and moves.just_now:
        return False
    if event.key() not in _ENTER or not is_alone(event) or event.isAutoRepeat():
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
