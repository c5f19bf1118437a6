"""Work of the window's thread that waits for the next turn of its event loop.

What is made in parts, a turn each, lets the window answer and paint in between.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_NEXT = 1
"""Milliseconds; what is asked for after none comes in the same turn, with the events that wait."""


def in_next_turn(owner: QObject, act: Callable[[], object]) -> None:
    """Do something in a turn of its own, if ``owner`` is alive by then."""
    QTimer.singleShot(_NEXT, owner, act)
