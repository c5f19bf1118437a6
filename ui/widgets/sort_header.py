"""The headings of a list: pressed, they sort it, and an arrow marks the one it is sorted by."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.models.id_table import IdTableModel


class SortHeader(QObject):
    """Gives a view of an :class:`IdTableModel` headings that ask for another order."""

    asked = Signal(object, bool)
    """A heading was pressed: the column's ``sort`` and whether it is to descend."""

    def __init__(self, view: QTableView, model: IdTableModel[Any]) -> None:
        super().__init__(view)
        self._table = model
        self._sort: Any | None = None
        self._descending = False
        self._header = header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(False)
        header.setMinimumSectionSize(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_pressed)
        rows = view.verticalHeader()
        for each in (header, rows):  # else it is painted anew whenever a row is chosen
            each.setSelectionModel(QItemSelectionModel(model, each))
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show(self, sort: Any | None, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        self._sort, self._descending = sort, descending
        columns = enumerate(self._table.columns)
        place = (n for n, c in columns if c.sort is not None and c.sort == sort)
        # Qt points the other way than other programs do: they point up where the least is first.
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self._header.setSortIndicator(next(place, -1), order)

    def _on_pressed(self, section: int) -> None:
        column = self._table.columns[section]
        if column.sort is None:
            self.show(self._sort, self._descending)  # Qt has marked what was pressed by itself
        elif column.sort == self._sort:
            self.asked.emit(column.sort, not self._descending)
        else:
            self.asked.emit(column.sort, column.falls)
