"""Widgets of which one is shown, with as much room as that one needs."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget


class CurrentStack(QStackedWidget):
    """Needs as much room as the widget that is shown; those that are not shown need none.

    Qt's own takes the most that any of them would like. A page in a scrolling area is then as high
    as its highest part, and buttons at its foot are below what is seen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _number: self.updateGeometry())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """No more than it needs: it is given the room that is left."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """What the widget that is shown needs, at the width it has."""
        shown = self.currentWidget()
        if shown is None:
            return super().minimumSizeHint()
        wide = shown.minimumSizeHint().width()
        return QSize(wide, self.heightForWidth(max(wide, self.width())))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """Not for the layout around it: that would ask Qt's own layout, of all widgets."""
        return False

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """What the widget that is shown needs at a width; asked by a scrolling area around it."""
        shown = self.currentWidget()
        if shown is None:
            return super().heightForWidth(width)
        if isinstance(shown, QStackedWidget):  # its layout would ask what is not shown, too
            return shown.minimumSizeHint().height()
        layout = shown.layout()
        if layout is None or not layout.hasHeightForWidth():
            return shown.minimumSizeHint().height()
        return layout.totalMinimumHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell what is around it what it needs at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
