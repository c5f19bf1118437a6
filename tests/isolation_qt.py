"""What Qt may still have after a test: windows, timers, threads."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication


def left_over() -> list[str]:
    """Return the windows, active timers and running threads that Qt still has."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [
        f"window {type(w).__name__} {w.objectName()!r}"
        for w in app.topLevelWidgets()
        if w.parent() is None and not w.inherits("QTipLabel")  # Qt keeps one tooltip for itself
    ]
    for thing in shiboken6.getAllValidWrappers():
        if isinstance(thing, QTimer) and thing.isActive():
            left.append(f"timer {thing.objectName()!r} of {type(thing.parent()).__name__}")
        elif isinstance(thing, QThread) and thing.isRunning() and thing is not app.thread():
            left.append(f"thread {thing.objectName()!r}")
    return left
