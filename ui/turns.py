"""Work of the window's thread that waits for the next turn of its event loop.

What is made in parts, a turn each, lets the window answer and paint in between.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_NEXT = 1
"""Milliseconds; what is asked for after none comes in the same turn, with the events that wait."""


def in_later_turn(owner: QObject, act: Callable[[], object], *, after: int = _NEXT) -> None:
    """Do something in a turn of its own, so many milliseconds ``after`` now or the next turn.

    It is not done if ``owner`` is gone by then.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    timer.timeout.connect(timer.deleteLater)
    timer.start(after)
