"""Notices that nobody has touched the keyboard or the mouse for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,  # a shortcut's press goes elsewhere
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
    }
)


def _now() -> float:
    """Seconds that go on while the computer sleeps, where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class IdleWatch(QObject):
    """Says when the program's windows were not touched for a number of minutes."""

    idle = Signal()

    def __init__(self, parent: QObject, now: Callable[[], float] = _now) -> None:
        super().__init__(parent)
        self._now = now
        self._limit = 0.0
        self._touched = now()
        self._watched: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
            self._on_window(QGuiApplication.focusWindow())

    def start(self, minutes: float) -> None:
        """Begin to watch, from now."""
        self._limit = minutes * 60
        self._touched = self._now()
        self._timer.start(self._milliseconds(self._limit))

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    @property
    def untouched(self) -> float:
        """Seconds since somebody was there."""
        return self._now() - self._touched

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Note that somebody is there, and let the event go on."""
        if event.type() in _TOUCHES:
            self._touched = self._now()
        return False

    def _on_window(self, window: QWindow | None) -> None:
        # The window at work alone, not the application: that would see every repaint too.
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def look(self) -> None:
        """Say so if the while is over, else look again when it may be."""
        left = self._limit - (self._now() - self._touched)
        if left > 0:
            self._timer.start(self._milliseconds(left))
        else:
            self.idle.emit()

    @staticmethod
    def _milliseconds(seconds: float) -> int:
        # No longer than a minute: a timer stands still while the computer sleeps.
        return max(1, round(min(seconds, 60) * 1_000))
