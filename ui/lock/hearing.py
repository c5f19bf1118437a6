"""Listens to the desktop from a while after unlocking on: the first list does not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:  # loads D-Bus
    from ui.lock.system import SystemLock

_AFTER = 400  # milliseconds


class Hearing(QObject):
    """Hears when the screen locks, once it was begun."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._system: SystemLock | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER)
        self._later.timeout.connect(self._hear)

    def begin(self) -> None:
        """Begin soon; begun once, it hears on."""
        if self._system is None:
            self._later.start()

    def _hear(self) -> None:
        from ui.lock.system import SystemLock  # noqa: PLC0415 - loads D-Bus

        self._system = SystemLock(self)
        self._system.locked.connect(self.locked)

    def close(self) -> None:
        """Hear no more."""
        self._later.stop()
        if self._system is not None:
            self._system.close()
