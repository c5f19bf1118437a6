"""The mouse's own buttons go back and forward, whatever lies below the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWindow

_ACTIONS = {
    Qt.MouseButton.BackButton: "window.back",
    Qt.MouseButton.ForwardButton: "window.forward",
}


class MouseTravel(QObject):
    """Watches the window of the window system: a widget below the pointer would take the press."""

    asked = Signal(str)
    """The id of the action that a button means."""

    def __init__(self, window: QWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Take the presses of these two buttons."""
        if (
            watched is self._window
            and isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonPress
            and (action := _ACTIONS.get(event.button()))
        ):
            self.asked.emit(action)
            return True
        return super().eventFilter(watched, event)
