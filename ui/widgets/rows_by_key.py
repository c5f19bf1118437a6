"""Rows that are gone to by the keyboard: where it is shows, and the first key goes to the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.widgets.lone_key import is_alone
from ui.widgets.row_ring import RowRing

_ARROWS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up})
_FLAGS = QItemSelectionModel.SelectionFlag


class RowsByKey(QObject):
    """Watches a view of rows, which has its model.

    Qt goes on from a row that it takes for the current one and that is not chosen: of two rows an
    arrow would choose the second, of one none.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        ring = RowRing(view)
        view.model().modelReset.connect(ring.follow)  # the choice went without a word
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Choose the row at work by the first arrow."""
        if watched is not self._view:
            return False
        if isinstance(event, QFocusEvent):
            self._view.viewport().update()  # the mark of the row at work comes and goes
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return event.key() in _ARROWS and is_alone(event) and self._choose_first()
        return False

    def _choose_first(self) -> bool:
        view, selection = self._view, self._view.selectionModel()
        model = view.model()
        if selection.hasSelection() or not model.rowCount():
            return False
        current = selection.currentIndex()
        row = current if current.isValid() else model.index(0, 0)
        selection.setCurrentIndex(row, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        view.scrollTo(row)
        return True
