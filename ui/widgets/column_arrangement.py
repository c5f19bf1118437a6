"""The columns of a list as the user has them: their order, widths, and which are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from app.i18n import _
from ui.models.column import Column
from ui.models.id_table import IdTableModel
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.column_borders import ColumnBorders

_SORT_ARROW = 18  # pixels kept beside a column's title


class ColumnArrangement(QObject):
    """Arranges the columns of a view of an :class:`IdTableModel`, and fits them to its width."""

    arranged = Signal()
    """The user chose, moved or sized columns: :attr:`kept` is another."""
    fitted = Signal()
    """Other columns may be shown, or the same ones elsewhere."""

    def __init__(self, view: QTableView, model: IdTableModel[Any], theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._table = model
        self._theme = theme
        self._widths: dict[str, int] = {}
        self._hidden = {column.id for column in model.columns if column.extra}
        self._natural: dict[int, int] = {}
        self._fitted_to = -1
        self._sizing = False
        self.first = 0
        """The leftmost of the columns that are shown."""
        header = view.horizontalHeader()
        ColumnBorders(header)
        header.sectionMoved.connect(lambda *_places: self._on_moved())
        header.sectionResized.connect(self._on_resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda point: self.menu().popup(header.mapToGlobal(point))
        )
        for number, column in enumerate(model.columns):
            if column.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def take_sizes(self) -> None:
        """Make the columns as wide as the font and the density ask for, or as the user did."""
        columns = list(enumerate(self._table.columns))
        self._natural = {number: self._natural_width(number, c) for number, c in columns}
        self._sizing = True
        for number, column in columns:
            if not column.stretch:
                self._view.setColumnWidth(number, self._wanted_width(number, column))
        self._sizing = False
        self._fitted_to = -1
        self.fit()

    def fit(self) -> None:
        """Hide the columns that matter least until the stretched one has room to be read."""
        if self._view.viewport().width() == self._fitted_to:
            return
        self._fitted_to = self._view.viewport().width()
        first = self.first
        self._hide_what_has_no_room()
        if self.first != first:  # it is wider by the room at its left
            self._hide_what_has_no_room()
        self.fitted.emit()

    def _hide_what_has_no_room(self) -> None:
        columns = list(enumerate(self._table.columns))
        wide = {number: self._wanted_width(number, column) for number, column in columns}
        shown = {number for number, column in columns if column.id not in self._hidden}
        for number, _column in sorted(columns, key=lambda pair: pair[1].rank, reverse=True):
            if sum(wide[n] for n in shown) <= self._fitted_to:
                break
            if self._table.columns[number].rank:
                shown.discard(number)
        self._sizing = True  # a column that comes back takes its width: nobody dragged it
        for number, _column in columns:
            self._view.setColumnHidden(number, number not in shown)
        self._sizing = False
        self._find_first()

    def _find_first(self) -> None:
        header = self._view.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        self.first = next((n for n in order if not self._view.isColumnHidden(n)), 0)

    def _wanted_width(self, number: int, column: Column[Any]) -> int:
        if column.id in self._widths and not column.stretch:
            return self._widths[column.id]
        return self._natural[number] + self._lead(number)

    def _natural_width(self, number: int, column: Column[Any]) -> int:
        metrics = self._view.fontMetrics()
        side = 2 * self._theme.spacing.unit
        title = self._table.headerData(number, Qt.Orientation.Horizontal)
        arrow = 0 if column.sort is None else icons.scaled(_SORT_ARROW)
        titled = metrics.horizontalAdvance(title) + side + arrow
        return max(metrics.horizontalAdvance("0") * column.width + side, titled)

    def _lead(self, number: int) -> int:
        """Return the room left of the first column, which lines up with the rest of its page."""
        return self._theme.spacing.page - self._theme.spacing.unit if number == self.first else 0

    @property
    def kept(self) -> dict[str, Any]:
        """The columns in their order, those that are hidden and the widths in pixels."""
        header = self._view.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(len(self._table.columns))]
        return {
            "order": [self._table.columns[number].id for number in order],
            "hidden": sorted(self._hidden),
            "widths": dict(self._widths),
        }

    def arrange(self, kept: Mapping[str, Any]) -> None:
        """Arrange the columns as :attr:`kept` said; what makes no sense stays as it is."""
        ids = [column.id for column in self._table.columns]
        rank = {column.id: column.rank for column in self._table.columns}
        order, hidden, widths = (kept.get(name) for name in ("order", "hidden", "widths"))
        header = self._view.horizontalHeader()
        self._sizing = True
        if isinstance(order, list):
            wanted = [name for name in dict.fromkeys(map(str, order)) if name in ids]
            for place, name in enumerate(wanted):
                header.moveSection(header.visualIndex(ids.index(name)), place)
        if isinstance(hidden, list):
            self._hidden = {name for name in map(str, hidden) if rank.get(name)}
        if isinstance(widths, dict):
            self._widths = {
                name: width
                for name, width in widths.items()
                if name in ids and isinstance(width, int) and 20 <= width <= 2_000
            }
        self._sizing = False
        self.take_sizes()

    def shown(self) -> tuple[str, ...]:
        """Return the ids of the columns that the user wants to see, in their order."""
        return tuple(name for name in self.kept["order"] if name not in self._hidden)

    def show(self, names: Sequence[str]) -> None:
        """Show these columns in this order, and no others that may be hidden."""
        ids = [column.id for column in self._table.columns]
        hidden = [name for name in ids if name not in names]
        self.arrange({"order": list(names), "hidden": hidden})

    def menu(self) -> QMenu:
        """Return a menu to choose the columns by; it goes when it is closed."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self._table.columns):
            if column.rank:
                wanted = column.id not in self._hidden
                text = _(column.title)
                if wanted and self._view.isColumnHidden(number):
                    text = _("{column}: no room now").format(column=text)
                action = menu.addAction(text)
                action.setCheckable(True)
                action.setChecked(wanted)
                action.toggled.connect(lambda on, name=column.id: self._show_column(name, on))
        return menu

    def _show_column(self, name: str, on: bool) -> None:
        self._hidden = self._hidden - {name} if on else self._hidden | {name}
        self.take_sizes()
        self.arranged.emit()

    def _on_moved(self) -> None:
        if not self._sizing:
            self.take_sizes()
            self.arranged.emit()

    def _on_resized(self, number: int, _old: int, new: int) -> None:
        column = self._table.columns[number]
        if self._sizing or column.stretch or not new or self._view.isColumnHidden(number):
            return
        self._widths[column.id] = new
        self.arranged.emit()
