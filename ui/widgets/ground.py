"""The ground of a part of the window, painted by the part itself."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def paint_ground(part: QWidget) -> None:
    """Let a part that fills a large area paint the pages' ground itself.

    It looks the same, but what lies behind it need not be painted first, and behind the parts of a
    page lie many others.
    """
    part.setBackgroundRole(QPalette.ColorRole.Base)
    part.setAutoFillBackground(True)
