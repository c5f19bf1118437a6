"""Pausing a run between two batches, without a hold on the store."""

from __future__ import annotations

import threading

from app.model.changes import Progress

_LOOK_EVERY = 0.1  # seconds between two looks at whether the run is cancelled


class Brake:
    """Lets a run wait between batches; used from the window's thread and the worker's."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()

    @property
    def is_on(self) -> bool:
        """Whether the run waits, or will at its next batch."""
        return not self._free.is_set()

    def pause(self) -> None:
        """Let the run wait before its next batch."""
        self._free.clear()

    def go_on(self) -> None:
        """Let it go on."""
        self._free.set()

    def on(self, progress: Progress) -> Progress:
        """Return a progress that waits while the brake is on; cancelling ends the wait too."""

        def report(done: int, total: int | None) -> None:
            progress(done, total)
            while not self._free.wait(_LOOK_EVERY):
                progress(done, total)

        return report
