"""Work of the window's thread that waits for the next turn of its event loop.

What is made in parts, a turn each, lets the window answer and paint in between.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

_NEXT = 1
"""Milliseconds; what is asked for after none comes in the same turn, with the events that wait."""
_AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1  # Qt paints at the low one


def in_later_turn(owner: QObject, act: Callable[[], object], *, after: int = _NEXT) -> None:
    """Do something in a turn of its own, so many milliseconds ``after`` now or the next turn.

    It is not done if ``owner`` is gone by then.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    timer.timeout.connect(timer.deleteLater)
    timer.start(after)


class BehindPicture(QObject):
    """Does something once the window has done and painted what it is at, however often asked."""

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._is_asked = False

    def ask(self) -> None:
        """Do it behind the next picture."""
        if not self._is_asked:
            self._is_asked = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _AFTER_PAINTING)

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """The picture is there."""
        self._is_asked = False
        self._act()
