"""A table of a few rows that are all known: dressed like the long lists, and as easy to walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.giving_header import GivingHeader
from ui.widgets.plain_cells import RIGHT, PlainCells

_ROLE = Qt.ItemDataRole.UserRole
_CELL = 200  # characters
_DOT = 10  # pixels
_WIDEST = 28  # digits
_ROOM = 32  # pixels beside a text
_LEAST = 6  # digits of a column where room is short


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it stands for, its texts, and the colour of a dot before the first."""

    key: Any
    value: Any
    texts: Sequence[str]
    tone: str = ""


class SmallTable(QTableWidget):
    """Shows rows; the same row stays chosen while others come and go."""

    chosen = Signal(object)
    """The value of the row that is chosen now; None for none."""
    opened = Signal(object)
    """Enter or a double click on a row: its value."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        titles: Sequence[str],
        *,
        stretch: int,
        spare: Sequence[int] = (),
        numbers: Sequence[int] = (),
        least: int = _LEAST,
    ) -> None:
        """Make a table; the column ``stretch`` takes the room that the others leave.

        Columns of ``spare`` are hidden where room is short, in this order, and the others made
        narrower, until ``stretch`` has room for ``least`` digits. Those of ``numbers`` are lined
        up at their right, so that the larger number is the longer one.
        """
        super().__init__(0, len(titles))
        self._theme = theme
        self._titles = tuple(titles)
        self._stretch = stretch
        self._spare = tuple(spare)
        self._numbers = frozenset(numbers)
        self._least_digits = least
        self._filling = False
        self._wanted: dict[int, int] = {}
        self.setAccessibleName(name)
        self.setItemDelegate(PlainCells(self, theme))
        self.setHorizontalHeaderLabels(list(titles))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = GivingHeader(self)
        header.setMinimumSectionSize(40)
        for place in self._numbers:
            if (title := self.horizontalHeaderItem(place)) is not None:
                title.setTextAlignment(RIGHT)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self._take_sizes()
        theme.changed.connect(self._take_sizes)
        self.itemSelectionChanged.connect(self._on_selected)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_ROLE).value))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows and no others."""
        before = self.chosen_row()
        self._filling = True
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for place, text in enumerate(row.texts):
                item = QTableWidgetItem(one_line(text, _CELL))
                item.setData(_ROLE, row)
                said = f"{self._titles[place]}: {item.text()}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                if place in self._numbers:
                    item.setTextAlignment(RIGHT)
                if place == 0 and row.tone:
                    colour: str = getattr(self._theme.palette, row.tone)
                    item.setData(
                        Qt.ItemDataRole.DecorationRole, icons.dot(colour, icons.scaled(_DOT), 2.0)
                    )
                self.setItem(number, place, item)
        self.clearSelection()
        if before is not None:
            self.choose(before.key)
        self._filling = False
        self._take_sizes()
        self._on_selected()

    def choose(self, key: Any) -> None:
        """Choose the row of a key, where it is shown."""
        for number in range(self.rowCount()):
            item = self.item(number, 0)
            if item is not None and item.data(_ROLE).key == key:
                self.selectRow(number)
                return

    def chosen_row(self) -> Row | None:
        """Return the row that is chosen."""
        items = self.selectedItems()
        row = items[0].data(_ROLE) if items else None
        return row if isinstance(row, Row) else None

    def _on_selected(self) -> None:
        if not self._filling:
            row = self.chosen_row()
            self.chosen.emit(None if row is None else row.value)

    def _take_sizes(self) -> None:
        metrics = self.fontMetrics()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + self._theme.spacing.row)
        for place in range(self.columnCount()):
            if place == self._stretch:
                continue
            cells = [self.item(number, place) for number in range(self.rowCount())]
            texts = [cell.text() for cell in (self.horizontalHeaderItem(place), *cells) if cell]
            widest = metrics.horizontalAdvance("0") * _WIDEST  # what is longer ends in an ellipsis
            wide = min(widest, max(map(metrics.horizontalAdvance, texts)))
            lead = self._theme.spacing.page if place == 0 else 0
            self._wanted[place] = wide + _ROOM + lead
        self._fit()

    def _fit(self) -> None:
        """Hide what can be spared, then make the widest columns narrower, until all fit.

        What is longer than its column ends in an ellipsis.
        """
        digit = self.fontMetrics().horizontalAdvance("0")
        wide = dict(self._wanted)
        least = digit * _LEAST + _ROOM
        room = self.viewport().width() - digit * self._least_digits - _ROOM
        for place in self._spare:
            hidden = sum(wide.values()) > room - digit * _LEAST
            if hidden:
                del wide[place]
            self.setColumnHidden(place, hidden)
        room = max(room, least * len(wide))
        while wide and sum(wide.values()) > room:
            widest = max(wide.values())
            columns = [place for place in wide if wide[place] == widest]
            below = max((w for w in wide.values() if w < widest), default=0)
            over = sum(wide.values()) - room
            less = max(1, min(widest - below, -(-over // len(columns))))
            for place in columns:
                wide[place] = widest - less
        for place, width in wide.items():
            self.setColumnWidth(place, width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit the columns to the room there is."""
        super().resizeEvent(event)
        self._fit()
