"""A ring around what scrolls and has the keyboard, where nothing in it shows that it has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_FOR_NOW = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QFrame):
    """Lies over what its area shows, and lets the pointer through.

    It is for whoever goes about by keys: who pressed the mouse, or began, knows where they are.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.setObjectName("ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def come(self, event: QFocusEvent) -> None:
        """Show it where a key brought the keyboard."""
        if event.reason() in _BY_KEY:
            self.lie_around()

    def lie_around(self) -> None:
        """Show it, however the keyboard came."""
        self.fit()
        self.raise_()
        self.show()

    def go(self, event: QFocusEvent) -> None:
        """Hide it where the keyboard went elsewhere, and not where it comes back by itself."""
        if event.reason() not in _FOR_NOW:
            self.hide()

    def fit(self) -> None:
        """Lie around what is seen of the area now."""
        self.setGeometry(self._area.viewport().geometry())
