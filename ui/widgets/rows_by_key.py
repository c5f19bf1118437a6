"""Rows that are gone to by the keyboard: where it is shows, and the first key goes to the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.widgets.focus_ring import FocusRing

_ARROWS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up})
_FLAGS = QItemSelectionModel.SelectionFlag


class RowsByKey(QObject):
    """Watches a view of rows.

    Qt takes a row for the current one that is not chosen and looks like any other, and goes on from
    there: of two rows an arrow would choose the second, of one none.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._ring = FocusRing(view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Show where the keyboard is, and choose the row at work by the first arrow."""
        if watched is not self._view:
            return False
        if isinstance(event, QFocusEvent):
            self._on_focus(event)
        elif event.type() is QEvent.Type.Resize:
            self._ring.fit()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return event.key() in _ARROWS and not event.modifiers() and self._choose_first()
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.lostFocus():
            self._ring.go(event)
        elif event.gotFocus() and not self._view.selectionModel().hasSelection():
            self._ring.come(event)
        self._view.viewport().update()  # the mark of the row at work comes and goes

    def _choose_first(self) -> bool:
        self._ring.hide()
        view, selection = self._view, self._view.selectionModel()
        model = view.model()
        if selection.hasSelection() or not model.rowCount():
            return False
        current = selection.currentIndex()
        row = current if current.isValid() else model.index(0, 0)
        selection.setCurrentIndex(row, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        view.scrollTo(row)
        return True
