"""The installed binding keeps Python's books: a window runs for days."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication


class Sender(QObject):
    sent = Signal(object)


def test_signals_and_event_loops_leave_reference_counts_alone(qapp: QApplication) -> None:
    sender = Sender()
    heard: list[object] = []
    sender.sent.connect(heard.append)
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(500):
        sender.sent.emit(3)
        qapp.processEvents()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    assert [a - b for a, b in zip(after, before, strict=True) if a - b < -100] == []
