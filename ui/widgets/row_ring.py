"""A ring around rows that have the keyboard while none of them is chosen."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.widgets.focus_ring import FocusRing


class RowRing(FocusRing):
    """Watches a view of rows, which has its model: a row that is chosen shows the keyboard itself.

    Qt takes a row for the current one that is not chosen and looks like any other.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._has_row = False
        view.installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self.follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Come and go with the keyboard."""
        if watched is self._view:
            if event.type() is QEvent.Type.Resize:
                self.fit()
            elif isinstance(event, QFocusEvent):
                self._on_focus(event)
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.lostFocus():
            self.go(event)
        elif event.gotFocus() and not self._view.selectionModel().hasSelection():
            self.come(event)

    def follow(self) -> None:
        """Go when a row is chosen, and come when none is any more under the keyboard."""
        if not shiboken6.isValid(self._view):  # its model ends with it, and after it
            return
        had_row, self._has_row = self._has_row, self._view.selectionModel().hasSelection()
        if self._has_row:
            self.hide()
        elif had_row and self._view.hasFocus():
            self.lie_around()
