"""What becomes of each row, as a table that holds any number of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.i18n import N_, _
from app.workflows.import_files import ImportRow
from ui.imports.words import ACTIONS
from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.plain_cells import PlainCells
from ui.widgets.plain_label import as_plain_tip

_COLUMNS = (N_("File"), N_("Row"), N_("What happens"), N_("What it is"), N_("Remarks"))
_WIDTHS = (18, 7, 18, 38)  # in digits; the last takes the rest
_ACTION = 2
_CELL = 300  # characters
_DOT = 10

AnyIndex = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Shows rows that are known already; nothing is asked of the store."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[ImportRow] = []

    def show_rows(self, rows: list[ImportRow]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> ImportRow:
        """Return what stands in a row."""
        return self._rows[number]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view and screen readers ask of a cell."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_plain_tip(self._text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(_COLUMNS[column])}: {self._text(row, column)}"
        if role == Qt.ItemDataRole.DecorationRole and column == _ACTION:
            colour: str = getattr(self._theme.palette, ACTIONS[row.action][1])
            return icons.dot(colour, _DOT, 2.0)
        return None

    def _text(self, row: ImportRow, column: int) -> str:
        action = _(ACTIONS[row.action][0])
        texts = (row.file, row.place, action, row.what, " ".join(row.notes))
        return one_line(texts[column], _CELL)

    def headerData(  # noqa: N802 - Qt's own name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section])
        return None


class RowsView(QTableView):
    """The list of rows, dressed like the other lists."""

    def __init__(self, model: RowsModel, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("What becomes of each row"))
        self.setModel(model)
        self.setItemDelegate(PlainCells(self, theme))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        digit = self.fontMetrics().horizontalAdvance("0")
        for number, width in enumerate(_WIDTHS):
            self.setColumnWidth(number, digit * width)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + theme.spacing.row)
