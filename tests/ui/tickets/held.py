"""Questions to the store that get no answer until the test lets them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ui.jobs import Jobs
from ui.lanes import Lane


@contextmanager
def held_reads(jobs: Jobs) -> Iterator[None]:
    """Keep all that answers questions busy, as a slow disk would."""
    go_on = threading.Event()

    def wait() -> None:
        go_on.wait(20)

    def leave(_nothing: None) -> None:
        """Nobody asked."""

    for _ in range(Lane.READ.threads):
        jobs.read(jobs, wait, leave, at_once=True)
    try:
        yield
    finally:
        go_on.set()
