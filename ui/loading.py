"""Loads what is not needed yet, each part on the thread on which it may be loaded.

Qt's binding notes each class that is made of one of Qt's in a table which the window's thread reads
while it does not have the interpreter. A class that is made on another thread meanwhile may end
the program. So no module with such classes is loaded on a worker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject

from ui.jobs import Jobs
from ui.turns import in_later_turn


class Ahead(NamedTuple):
    """What can be loaded before it is asked for."""

    beside: Callable[[], None]
    """Loads what knows nothing of Qt, on a worker's thread."""
    parts: tuple[Callable[[], None], ...]
    """Load the rest on the window's thread, a turn each, so that the window answers in between."""


def load_ahead(
    jobs: Jobs, owner: QObject, ahead: Ahead, then: Callable[[], object] | None = None
) -> None:
    """Load it all unless ``owner`` is gone meanwhile, and go on with ``then``."""

    def go_on(place: int) -> None:
        if place < len(ahead.parts):
            ahead.parts[place]()
            in_later_turn(owner, lambda: go_on(place + 1))
        elif then is not None:
            then()

    jobs.read(owner, ahead.beside, lambda _loaded: go_on(0))
