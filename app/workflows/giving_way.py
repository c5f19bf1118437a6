"""Work of a library that knows no steps, during which others want their turn all the same."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from app.errors import Cancelled
from app.model.changes import Progress

_EVERY = 0.001
"""Seconds between two reports: as long as the interpreter keeps one thread from another."""


@contextmanager
def at_calls(progress: Progress) -> Iterator[None]:
    """Call ``progress`` every millisecond of work in the block, where it calls a function.

    It may wait there, as between two steps of other work; to stop it has no effect, as the work has
    no end before its end. Where a profiler measures the thread, ``progress`` is not called.
    """
    if sys.getprofile() is not None:
        yield
        return
    clock = time.perf_counter
    following = clock() + _EVERY

    def look(_frame: object, _event: str, _argument: object) -> None:
        nonlocal following
        if clock() >= following:
            with suppress(Cancelled):
                progress(0, None)
            following = clock() + _EVERY

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)
