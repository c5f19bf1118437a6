"""Hears from the desktop that the screen is locked, the session is, or the computer goes to sleep.

On Linux these are signals on D-Bus: of the screen saver (the freedesktop one, GNOME's, Cinnamon's
and MATE's) and of logind. Windows and macOS tell a program only through interfaces that Qt does
not carry; there the window locks by key and after the minutes without work alone.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
_ON_ACTIVE: Any = SLOT("on_active(bool)")  # the stubs ask for bytes, the bus takes text alone
_ON_LOCK: Any = SLOT("on_lock()")
_LOGIN = "org.freedesktop.login1"


class SystemLock(QObject):
    """Says that the user has left, as far as the desktop tells."""

    locked = Signal()

    def __init__(self, parent: QObject, *, bus_address: str = "") -> None:
        """Listen on the desktop's own buses, or on the one at ``bus_address`` alone."""
        super().__init__(parent)
        self.listening = False
        """Whether there is anybody to hear it from."""
        self._name = ""
        if not sys.platform.startswith("linux") and not bus_address:
            return
        try:  # loaded here, since it is no part of Qt everywhere
            from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415
        except ImportError:
            return
        if bus_address:
            self._name = f"cne-{id(self)}"
            user = system = QDBusConnection.connectToBus(bus_address, self._name)
        else:
            user, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if user.isConnected():
            for saver in _SAVERS:
                self.listening |= user.connect("", "", saver, "ActiveChanged", self, _ON_ACTIVE)
        if system.isConnected():
            self.listening |= system.connect(
                "", "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _ON_ACTIVE
            )
            # Of any session one may hear of: locking one too often does no harm.
            self.listening |= system.connect("", "", f"{_LOGIN}.Session", "Lock", self, _ON_LOCK)

    def close(self) -> None:
        """Let go of a bus of its own."""
        if self._name:
            from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - as above

            QDBusConnection.disconnectFromBus(self._name)

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """The screen saver came on, or the computer is about to sleep."""
        if active:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session is locked."""
        self.locked.emit()
