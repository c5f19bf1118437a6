"""What becomes of each row, as a table that holds any number of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.i18n import N_, _
from app.workflows.import_files import ImportRow
from ui.imports.words import ACTIONS
from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.giving_header import GivingHeader
from ui.widgets.plain_cells import RIGHT, PlainCells

_COLUMNS = (N_("File"), N_("Row"), N_("What happens"), N_("What it is"), N_("Remarks"))
_FILE, _ROW, _ACTION, _WHAT = range(4)
_WIDTHS = {_FILE: 18, _ROW: 7, _ACTION: 20}  # in digits; what it is and remarks share the rest
_MOST = {_FILE: 36, _ROW: 18}  # what a file's name or its place in it may have at most
_MEASURED = 200  # rows that are looked at for it
_LEAST = 12  # digits of what it is
_FEWEST, _FEWEST_LOW = 3, 2  # rows to see at least, and in a low window
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
        if not rows and not self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def is_of_one_file(self) -> bool:
        """Whether all rows come out of the same file, which need not be said of each."""
        return len({row.file for row in self._rows}) < 2

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
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(_COLUMNS[column])}: {self._text(row, column)}"
        if role == Qt.ItemDataRole.DecorationRole and column == _ACTION:
            colour: str = getattr(self._theme.palette, ACTIONS[row.action][1])
            return icons.dot(colour, icons.scaled(_DOT), 2.0)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _ROW:
            return RIGHT
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
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _ROW:
            return RIGHT
        return None


class RowsView(QTableView):
    """The list of rows, dressed like the other lists; it never scrolls sideways."""

    def __init__(self, model: RowsModel, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("What becomes of each row"))
        self._rows = model
        self._fewest = _FEWEST
        self._needed = dict(_WIDTHS)
        self.setModel(model)
        self.setItemDelegate(PlainCells(self, theme))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        header = GivingHeader(self)
        header.setStretchLastSection(True)
        model.modelReset.connect(self._measure)
        model.modelReset.connect(self._fit)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + theme.spacing.row)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """High enough for a few rows below the headings."""
        rows = self._fewest * self.verticalHeader().defaultSectionSize()
        high = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()
        return QSize(super().minimumSizeHint().width(), high)

    def be_low(self, low: bool) -> None:
        """Make do with fewer rows in a low window."""
        self._fewest = _FEWEST_LOW if low else _FEWEST
        self.updateGeometry()

    def _measure(self) -> None:
        """Find what room the names of files and their rows need: by these one finds them again."""
        count = min(self._rows.rowCount(), _MEASURED)
        for place, most in _MOST.items():
            texts = (self._rows.index(number, place).data() for number in range(count))
            longest = max((len(text) for text in texts), default=0) + 2
            self._needed[place] = min(most, max(_WIDTHS[place], longest))

    def _fit(self) -> None:
        """Give what it is and the remarks the room that the others leave, half of it each."""
        digit = self.fontMetrics().horizontalAdvance("0")
        self.setColumnHidden(_FILE, self._rows.is_of_one_file)
        wide = self.viewport().width() > 2 * digit * sum(_MOST.values())
        for place, width in (self._needed if wide else _WIDTHS).items():
            self.setColumnWidth(place, digit * width)
        taken = sum(self.columnWidth(place) for place in _WIDTHS)  # one that is hidden takes none
        room = self.viewport().width() - taken
        self.setColumnWidth(_WHAT, max(digit * _LEAST, room // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit the columns to the room there is."""
        super().resizeEvent(event)
        self._fit()
