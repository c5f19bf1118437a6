"""Who goes first: whoever sits at the window, before long work that reports its progress.

Python lets one thread at a time run. Long work that computes takes its turns from the window's
thread, so that a key press beside it takes twice as long and more. So it stands back at each of its
steps while the window has something to do. There is no Qt here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 0.1
"""Seconds that long work stands back at most; then it works as long before it does so again."""


class RightOfWay:
    """Knows whether the window has something to do; used from any thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        self._turning = False
        self._reads = 0
        self._not_before = 0.0

    def begin_turn(self) -> None:
        """The window's thread has something to do, or soon will: a key to answer, say."""
        with self._lock:
            self._turning = True
            self._free.clear()

    def end_turn(self) -> None:
        """It waits for the next key, answer or clock."""
        with self._lock:
            self._turning = False
            self._look()

    def begin_read(self) -> None:
        """The window asked the store something, for a page."""
        with self._lock:
            self._reads += 1
            self._free.clear()

    def end_read(self) -> None:
        """The answer is on its way."""
        with self._lock:
            self._reads -= 1
            self._look()

    def _look(self) -> None:
        if not self._turning and not self._reads:
            self._free.set()

    def stand_back(self) -> None:
        """Wait while the window has something to do; asked by long work, which holds no lock."""
        if self._free.is_set() or self._now() < self._not_before:
            return
        if not self._free.wait(PATIENCE):
            self._not_before = self._now() + PATIENCE
