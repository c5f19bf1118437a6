"""Rows of one kind that are kept about a person, as a table."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from app.model.package import FieldKind
from app.workflows.person_data import Records
from ui.text import day, long_moment, one_line, size
from ui.theme.theme import Theme
from ui.widgets.plain_cells import PlainCells

_CELL = 200  # characters of a cell


class RecordsTable(QTableWidget):
    """Shows rows and changes nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(PlainCells(self, theme))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + theme.spacing.row)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMaximumSectionSize(self.fontMetrics().averageCharWidth() * 48)

    def show_records(self, records: Records) -> None:
        """Show these rows."""
        self.setAccessibleName(records.label)
        self.clear()
        self.setRowCount(len(records.rows))
        self.setColumnCount(len(records.headings))
        self.setHorizontalHeaderLabels(list(records.headings))
        for number, row in enumerate(records.rows):
            for place, (kind, value) in enumerate(row):
                item = QTableWidgetItem(shown_value(kind, value))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(number, place, item)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)  # or its width would count as wanted
        self.resizeColumnsToContents()
        for place in range(len(records.headings)):
            self.setColumnWidth(place, self.columnWidth(place) + 24)
        header.setStretchLastSection(True)


def shown_value(kind: FieldKind, value: str | int | None) -> str:
    """Return a value of a row the way people read it."""
    if value is None:
        return ""
    if kind is FieldKind.MOMENT and isinstance(value, int):
        return long_moment(value)
    if kind is FieldKind.DAY and isinstance(value, str):
        return day(value)
    if kind is FieldKind.SIZE and isinstance(value, int):
        return size(value)
    if isinstance(value, int):
        return QLocale().toString(value)
    return one_line(value, _CELL)
