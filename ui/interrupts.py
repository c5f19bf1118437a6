"""Ctrl-C in a terminal and the end of a session close the window, as its own button does.

Without this the first raises within whatever happens to run, and goes on; the second ends the
program on the spot, so that the folder of a throw-away store stays behind.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_HEEDED = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Passes the system's signals to Qt's loop until it is stopped; made on the main thread."""

    def __init__(self, close: Callable[[], object]) -> None:
        """Call ``close`` from the loop when a signal comes."""
        super().__init__()
        self._close = close
        self._stop: Callable[[], None] | None = None
        if sys.platform != "win32":  # a program with a window has no terminal there
            self._listen()

    def _listen(self) -> None:
        # Python runs a handler when it comes to run anything, which a loop that waits does not:
        # the byte that is written for each signal wakes it.
        heard, told = os.pipe()
        os.set_blocking(heard, False)
        os.set_blocking(told, False)
        before = {number: signal.signal(number, _heed) for number in _HEEDED}
        woken_before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        notifier = QSocketNotifier(heard, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._on_signal(heard))

        def stop() -> None:
            notifier.setEnabled(False)
            signal.set_wakeup_fd(woken_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(heard)
            os.close(told)

        self._stop = stop

    def _on_signal(self, heard: int) -> None:
        if set(os.read(heard, 512)) & set(_HEEDED):
            self._close()

    def stop(self) -> None:
        """Give the signals back. Safe to call twice."""
        if self._stop is not None:
            self._stop()
        self._stop = None


def _heed(_number: int, _frame: FrameType | None) -> None:
    """Take a signal: what it means is done by the loop, not amid whatever runs."""
