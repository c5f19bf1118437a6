"""How large the window is the first time it is opened."""

from __future__ import annotations

from PySide6.QtCore import QSize

_SIZE = QSize(1240, 800)  # pixels, where the screen has them
_AROUND = QSize(12, 40)  # pixels: what most systems draw around a window at the most


def usual_size(room: QSize) -> QSize:
    """Return the size on a screen with so much room: its line at the bottom is to be seen.

    The system says only later how much it draws around a window. The style knows as much, but to
    ask it takes Qt's longest list of names, which no start needs.
    """
    return _SIZE.boundedTo(room - _AROUND)
