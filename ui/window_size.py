"""How large the window is the first time it is opened."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle

_SIZE = QSize(1240, 800)  # pixels, where the screen has them


def usual_size(room: QSize, style: QStyle) -> QSize:
    """Return the size on a screen with so much room: its line at the bottom is to be seen.

    The system says only later how much it draws around a window: about as much as the style does.
    """
    metric = QStyle.PixelMetric
    border = 2 * style.pixelMetric(metric.PM_MdiSubWindowFrameWidth)
    title = style.pixelMetric(metric.PM_TitleBarHeight)
    return _SIZE.boundedTo(room - QSize(border, border + title))
