"""The mouse's own buttons go back and forward, whatever lies below the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWindow

_ACTIONS = {
    Qt.MouseButton.BackButton: "window.back",
    Qt.MouseButton.ForwardButton: "window.forward",
}


class MouseTravel(QObject):
    """Watches the window of the window system: a widget below the pointer would take the press."""

    def __init__(self, window: QWindow, run: Callable[[str], bool], parent: QObject) -> None:
        """Watch ``window``; ``run`` does an action by its id, and says whether it could."""
        super().__init__(parent)
        self._window = window
        self._run = run
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Take the presses of these two buttons."""
        if (
            watched is self._window
            and isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonPress
            and (action := _ACTIONS.get(event.button()))
            and self._run(action)
        ):
            return True
        return super().eventFilter(watched, event)
