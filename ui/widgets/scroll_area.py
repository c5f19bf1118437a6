"""What scrolls, by the arrows too while it has the keyboard."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.widgets.focus_ring import FocusRing


class ScrollArea(QScrollArea):
    """Tab comes to it only while there is something to scroll, and a ring shows that it did."""

    def __init__(self, name: str) -> None:
        """Make it empty; ``name`` is what a screen reader calls it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's own name
        """Scroll ``widget``, in place of what was there."""
        # Not when it is made: the bar's first events would reach a half-made area's event filter.
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range, Qt.ConnectionType.UniqueConnection)
        super().setWidget(widget)

    @cached_property
    def _ring(self) -> FocusRing:
        return FocusRing(self)

    def _on_range(self, least: int, most: int) -> None:
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.StrongFocus if most > least else policies.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._ring.come(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Show that the keyboard went elsewhere."""
        super().focusOutEvent(event)
        self._ring.go(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Keep the ring around what is seen."""
        super().resizeEvent(event)
        if "_ring" in vars(self):
            self._ring.fit()
