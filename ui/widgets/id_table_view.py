"""The list on screen: keyboard first, sorted by its headers, keeping what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ui.actions import is_apart
from ui.models.id_table import AnyIndex, IdTableModel
from ui.theme.theme import Theme
from ui.widgets.column_arrangement import ColumnArrangement
from ui.widgets.dragged_rows import drag
from ui.widgets.lone_key import is_alone
from ui.widgets.row_delegate import RowDelegate
from ui.widgets.row_ring import RowRing
from ui.widgets.row_table import RowTable
from ui.widgets.sort_header import SortHeader


class IdTableView(RowTable):
    """Shows an :class:`IdTableModel`; what is chosen is an id, whatever row it moves to."""

    chosen = Signal(object)
    """The id that became the current one, or None."""
    opened = Signal(object)
    """An id (too large for Qt's own integers) was opened, by Enter or a double click."""
    opened_apart = Signal(object)
    """An id was opened by Ctrl+Enter, the middle button or Ctrl and a double click: apart."""
    chosen_all = Signal(bool)
    """Everything was chosen, what is not loaded included, or that is over."""
    resized = Signal()
    """What is seen of the rows has another size."""

    def __init__(
        self, model: IdTableModel[Any], theme: Theme, name: str, parent: QWidget | None = None
    ) -> None:
        """Make the list; ``name`` is what a screen reader calls it."""
        super().__init__(parent)
        self._table = model
        self._theme = theme
        self._chosen: int | None = None
        self._chosen_row = -1
        self._staying: int | None = None
        self._selected: set[int] = set()
        self._left_out: set[int] = set()
        self._all = False
        self._toggling = False
        self._restoring = False
        # The keyboard's place: Qt neither scrolls to a cell of a hidden column nor chooses from it.
        self._home_column = next((n for n, c in enumerate(model.columns) if not c.rank), 0)
        self._say_dragged: Callable[[], str] = str
        self._delegate = RowDelegate(model, theme, self)
        self.setAccessibleName(name)
        self.setModel(model)
        self._ring = RowRing(self)
        self.setItemDelegate(self._delegate)
        self.sorting = SortHeader(self, model)
        """Its headings, and the order they ask for."""
        self.columns = ColumnArrangement(self, model, theme)
        """Which columns are shown, in what order and how wide."""
        self.columns.fitted.connect(self._on_fitted)
        self._take_sizes()
        theme.changed.connect(self._take_sizes)
        model.visible = self.visible_rows
        model.room = self._room
        self.verticalScrollBar().valueChanged.connect(self._table.look_ahead)
        model.modelAboutToBeReset.connect(self._remember)
        model.rowsInserted.connect(self._on_inserted)
        model.answered.connect(self._on_answered)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)

    def _take_sizes(self) -> None:
        """Fit rows and columns to the font and the density."""
        self._delegate.take_colours()
        metrics = self.fontMetrics()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + self._theme.spacing.row)
        self.columns.take_sizes()
        self.viewport().update()

    def _on_fitted(self) -> None:
        """Keep the keyboard in a column that is shown."""
        if self.columns.first != self._delegate.first_column:
            self._delegate.first_column = self.columns.first
            self.viewport().update()
        current = self.currentIndex()
        if current.isValid() and self.isColumnHidden(current.column()):
            no_update = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._place(current.row()), no_update)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show as many columns as there is room for."""
        super().resizeEvent(event)
        self.columns.fit()
        self.resized.emit()

    @property
    def table(self) -> IdTableModel[Any]:
        """The model, as what it is."""
        return self._table

    def visible_rows(self) -> range:
        """Return the row numbers in view."""
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._table.rowCount() - 1) + 1)

    def _room(self) -> int:
        """Return how many rows fit into the view, one that is cut included."""
        return self.viewport().height() // self.verticalHeader().defaultSectionSize() + 1

    def paint_at_once(self) -> None:
        """Bring other rows to the screen before anything else, such as headings laid out anew."""
        self.executeDelayedItemsLayout()
        self.viewport().repaint()

    @property
    def chosen_id(self) -> int | None:
        """The current id; it stays while the list no longer shows it."""
        return self._chosen

    def chosen_ids(self) -> list[int]:
        """Return the selected ids, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [item for row in rows if (item := self._table.id_at(row)) is not None]

    # Everything, loaded or not

    @property
    def all_chosen(self) -> bool:
        """Whether more than the loaded rows is chosen: all that the query finds.

        Loaded rows that are not selected are left out of it.
        """
        return self._all and self._table.goes_on

    def left_out(self) -> frozenset[int]:
        """Return the loaded ids that are not selected."""
        selected = set(self.chosen_ids())
        rows = range(self._table.rowCount())
        return frozenset(i for n in rows if (i := self._table.id_at(n)) not in selected and i)

    def number_chosen(self, count: int | None) -> int | None:
        """Return how many rows are chosen where the query finds ``count``; None while unknown."""
        if self.all_chosen:
            return None if count is None else count - len(self.left_out())
        # Whole rows are chosen, in ranges: to ask for the rows would ask for each of their cells.
        ranges = self.selectionModel().selection()
        return sum(ranges.at(number).height() for number in range(ranges.count()))

    def give_chosen(self, then: Callable[[list[int]], None]) -> None:
        """Give ``then`` every chosen id in the order of the list, what is not loaded included."""
        if not self.all_chosen:
            then(self.chosen_ids())
            return
        left_out = self.left_out()
        self._table.every_id(lambda ids: then([item for item in ids if item not in left_out]))

    def selectAll(self) -> None:  # noqa: N802 - Qt's own name
        """Choose all that the query finds, what is not loaded too."""
        super().selectAll()
        self._toggling = False
        self._set_all(True)

    def selectionCommand(  # noqa: N802 - Qt's own name
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Note whether single rows are left out or put back."""
        command = super().selectionCommand(index, event)
        self._toggling = bool(command & QItemSelectionModel.SelectionFlag.Toggle)
        return command

    def selectionChanged(  # noqa: N802 - Qt's own name
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Leave everything chosen while single rows are left out or put back, and no longer."""
        super().selectionChanged(selected, deselected)
        if not (self._restoring or self._toggling or deselected.isEmpty()):
            self._set_all(False)

    def _set_all(self, on: bool) -> None:
        if self._all != on:
            self._all = on
            self.chosen_all.emit(on)

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._all:
            rows = QItemSelection(self._place(first), self._place(last))
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(rows, flags.Select | flags.Rows)

    def choose(self, item: int | None) -> None:
        """Make an id the current one, scrolling to it when the list has it."""
        row = None if item is None else self._table.row_of(item)
        if row is None:
            self._set_all(False)
            self._restoring = True
            self.selectionModel().clear()
            self._restoring = False
            self._chosen = item
            self._chosen_row = -1
            return
        self.selectRow(row)
        self.setCurrentIndex(self._place(row))

    def _place(self, row: int) -> QModelIndex:
        """Return where the keyboard is when a row is the current one: in a column that stays."""
        return self._table.index(row, self._home_column)

    def choose_row(self, row: int) -> None:
        """Make a row the current one, the last when there are fewer."""
        if count := self._table.rowCount():
            self.setCurrentIndex(self._place(min(row, count - 1)))

    def step(self, by: int) -> None:
        """Go so many rows on from the one at work, or from where it was in the list."""
        row = self.currentIndex().row()
        if row < 0 <= self._chosen_row:  # the next has taken its place
            self.choose_row(max(0, self._chosen_row + by - (by > 0)))
        elif 0 <= (wanted := max(0, row + by)) < self._table.rowCount() and wanted != row:
            self.choose_row(wanted)

    def stay_with(self, item: int | None) -> None:
        """Keep an id the chosen one, until another is, though it is about to leave the list.

        With None the next takes its place, as ever.
        """
        self._staying = item

    # Keeping what was chosen while rows come and go

    def _remember(self) -> None:
        self._selected = set(self.chosen_ids())
        self._left_out = set(self.left_out()) if self._all else set()
        self._restoring = True

    def _on_answered(self, another_query: bool) -> None:
        if another_query:
            self._set_all(False)
        try:
            if self._restoring:
                self._restore(another_query)
        finally:
            self._restoring = False
            self._ring.follow()
        if another_query:
            self.scrollToTop()
            if self._chosen is not None and self._table.row_of(self._chosen) is not None:
                self.scrollTo(self.currentIndex())

    def _restore(self, another_query: bool) -> None:
        position = self.verticalScrollBar().value()
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        if self._all and self._table.rowCount():
            self._choose_all_but(self._left_out)
        else:
            self._set_all(False)
        row = None if self._chosen is None else self._table.row_of(self._chosen)
        if self._all:
            self._chosen_row = max(row or 0, 0)
            selection.setCurrentIndex(self._place(self._chosen_row), flags.NoUpdate)
        elif row is not None:
            for item in self._selected - {self._chosen}:
                if (other := self._table.row_of(item)) is not None:
                    selection.select(self._place(other), flags.Select | flags.Rows)
            current = self._place(row)
            selection.setCurrentIndex(current, flags.Select | flags.Rows)
            self._chosen_row = row
        elif self._chosen_row >= 0 and not another_query and self._chosen != self._staying:
            # The one at work left the list, closed perhaps: the next has taken its place.
            self._restoring = False
            self.choose_row(self._chosen_row)
        if not another_query:
            self.verticalScrollBar().setValue(position)

    def _choose_all_but(self, left_out: set[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self._on_inserted(QModelIndex(), 0, self._table.rowCount() - 1)
        for item in left_out:
            if (row := self._table.row_of(item)) is not None:
                self.selectionModel().select(self._place(row), flags.Deselect | flags.Rows)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._restoring:
            return
        self._chosen = self._table.id_at(current.row()) if current.isValid() else None
        self._chosen_row = current.row()
        self._staying = None
        self.chosen.emit(self._chosen)

    def _on_activated(self, index: QModelIndex) -> None:
        if (item := self._table.id_at(index.row())) is not None:
            (self.opened_apart if is_apart() else self.opened).emit(item)

    # Dragging

    def let_drag(self, say: Callable[[], str]) -> None:
        """Let rows be dragged to what takes them; ``say`` says how many are chosen."""
        self._say_dragged = say
        self.setDragEnabled(True)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's own name
        """Drag the rows that are chosen, shown by how many they are."""
        if self.selectionModel().hasSelection():
            drag(self, self._theme, self._say_dragged())

    # Keys and the pointer

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Take the keyboard, and open nothing by it: Qt would go to the first row."""
        before, self._restoring = self._restoring, True
        had_row = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not had_row:
            self.selectionModel().clearCurrentIndex()
        self._restoring = before

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Home and End go to the first and last row, as they do in every list of rows."""
        gone = not self.currentIndex().isValid() and self._chosen_row >= 0
        if gone and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and is_alone(event):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Home and is_alone(event):
            self.choose_row(0)
        elif event.key() == Qt.Key.Key_End and is_alone(event):
            self.choose_row(self._table.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Leave the choice as it is while the middle button opens another row."""
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Open the row that the middle button is pressed on apart."""
        item = self._table.id_at(self.rowAt(event.position().toPoint().y()))
        if event.button() is Qt.MouseButton.MiddleButton and item is not None:
            self.opened_apart.emit(item)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw all rows in sight at once: asked for each cell, they take several times as long."""
        painter = QPainter(self.viewport())
        self._delegate.paint_rows(painter, self, event.rect())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Show which row the pointer is on."""
        self._delegate.hover(self, self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Show that the pointer is on no row any more."""
        self._delegate.hover(self, -1)
        super().leaveEvent(event)
