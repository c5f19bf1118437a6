"""How much long work does at once: as much as holds others up no longer than they notice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.model.changes import Progress

LOCKED = 0.15
"""Seconds that one piece of long work aims to hold the writer for."""
PAUSE = 0.002
"""Seconds between two pieces, in which a change that waits gets the writer."""


class Pace:
    """Finds how many of something fit in one piece of work, from how long each piece took."""

    def __init__(self, first: int, most: int) -> None:
        """Begin with ``first`` at once; never more than ``most``."""
        self.size = min(first, most)
        self._most = most

    @contextmanager
    def piece(self) -> Iterator[int]:
        """Do a piece of :attr:`size` in the block, then let others have their turn."""
        started = time.perf_counter()
        yield self.size
        spent = time.perf_counter() - started
        fits = self.size * LOCKED / max(spent, LOCKED / 8)  # no more than eight times as many
        self.size = max(1, min(int((self.size + fits) / 2), self._most))
        time.sleep(PAUSE)


class Allowance:
    """Seconds that a piece of work may take; what it waits where it reports is not counted."""

    def __init__(self, seconds: float, progress: Progress) -> None:
        self._ends = time.monotonic() + seconds
        self._progress = progress

    @property
    def is_over(self) -> bool:
        """Whether the work took as long as it may."""
        return time.monotonic() > self._ends

    def report(self, done: int, total: int | None) -> None:
        """Report progress; raises what that does."""
        begun = time.monotonic()
        self._progress(done, total)
        self._ends += time.monotonic() - begun
