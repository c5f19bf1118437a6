"""Paints the cells of a list: plain text, a coloured mark, the selection; nothing else.

It asks the model once a cell, and neither Qt nor the stylesheet engine once a cell: a screenful is
painted well within a frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.models.id_table import IdTableModel
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import BAR
from ui.widgets.drawn_texts import DrawnTexts, Room

_DOT = 9  # pixels across
_ICON = 16


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of an :class:`IdTableModel`."""

    def __init__(self, model: IdTableModel[Any], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._hovered_row = -1
        self._texts: DrawnTexts | None = None
        self.first_column = 0
        """The leftmost one: its text lines up with what stands above the list."""
        self.take_colours()
        model.renewed.connect(self._forget_texts)

    def _forget_texts(self) -> None:
        """Keep nothing shaped of rows that changed: they may be those of an erased person."""
        self._texts = None

    def take_colours(self) -> None:
        """Make ready what every cell needs, in the colours of the theme in force."""
        palette = self._theme.palette
        self._palette = palette
        self._ground = QColor(palette.surface)
        self._text = QColor(palette.text)
        self._quiet = QColor(palette.muted)
        self._selected = QColor(palette.accent_soft)
        self._hover = QColor(palette.hover)
        self._line = QColor(palette.border)
        self._accent = QColor(palette.accent)
        self._side = self._theme.spacing.unit
        self._mark, self._spot = icons.scaled(_ICON), icons.scaled(_DOT)
        self._lead = self._theme.spacing.page

    def hover(self, view: QTableView, row: int) -> None:
        """Mark the row that the pointer is on; -1 for none."""
        if row == self._hovered_row:
            return
        for changed in (row, self._hovered_row):
            if changed >= 0:
                top, height = view.rowViewportPosition(changed), view.rowHeight(changed)
                view.viewport().update(0, top, view.viewport().width(), height)
        self._hovered_row = row

    def paint_rows(self, painter: QPainter, view: QTableView, area: QRect) -> None:
        """Draw an area of a view's viewport: its rows, and the ground where there are none."""
        painter.fillRect(area, self._ground)
        if not self._model.rowCount():
            return
        first = max(0, view.rowAt(area.top()))
        last = view.rowAt(area.bottom())
        rows = range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)
        columns = [
            (number, view.columnViewportPosition(number), view.columnWidth(number))
            for number in range(len(self._model.columns))
            if not view.isColumnHidden(number)
        ]
        # All rows are of one height: Qt need not be asked for each.
        top, height = view.rowViewportPosition(first), view.rowHeight(first)
        tops = {row: top + (row - first) * height for row in rows}
        self._paint_grounds(painter, view, tops, height, columns)
        font = view.font()
        texts = self._texts
        if texts is None or texts.font != font:
            texts = self._texts = DrawnTexts(font)
        painter.setFont(font)
        painter.setPen(self._text)
        quiet = False
        for number, start, wide in columns:
            if start > area.right() or start + wide <= area.left():
                continue
            begin = start + (self._lead if number == self.first_column else self._side)
            end = start + wide - 1 - self._side
            for row, at in tops.items():
                text, icon, tone, is_quiet = self._model.cell(row, number)
                left = begin
                if icon:
                    left = self._draw_mark(painter, icon, tone, (begin, at, self._mark, height))
                if text:
                    if is_quiet is not quiet:
                        quiet = is_quiet
                        painter.setPen(self._quiet if quiet else self._text)
                    if self._model.columns[number].number:
                        left = max(left, end - texts.width(text))
                    texts.draw(painter, text, (left, at, end - left, height))

    def _paint_grounds(
        self,
        painter: QPainter,
        view: QTableView,
        tops: Mapping[int, int],
        height: int,
        columns: Sequence[tuple[int, int, int]],
    ) -> None:
        """Draw what lies below the texts: the choice, the pointer's row, the lines between."""
        left = min((start for _number, start, _wide in columns), default=0)
        width = sum(wide for _number, _start, wide in columns)
        selection = view.selectionModel()
        any_chosen = selection.hasSelection()
        current = view.currentIndex().row() if view.hasFocus() else -1
        for row, top in tops.items():
            # Whole rows are chosen: to ask for the row would ask for each of its columns.
            chosen = any_chosen and selection.isSelected(self._model.index(row, self.first_column))
            if chosen:
                painter.fillRect(left, top, width, height, self._selected)
            elif row == self._hovered_row:
                painter.fillRect(left, top, width, height, self._hover)
            painter.fillRect(left, top + height - 1, width, 1, self._line)
            if row == current:
                painter.fillRect(left, top, BAR, height, self._accent)

    def sizeHint(  # noqa: N802 - Qt's own name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Room for the text; only asked when a column is fitted to what it shows."""
        view_option: Any = option
        cell = self._model.cell(index.row(), index.column())
        metrics: QFontMetrics = view_option.fontMetrics
        mark = self._mark + self._side if cell.icon else 0
        width = metrics.horizontalAdvance(cell.text) + mark + 2 * self._side
        return QSize(width, metrics.height() + self._theme.spacing.row)

    def _draw_mark(self, painter: QPainter, name: str, tone: str, room: Room) -> int:
        """Draw a mark at the left of a room and return where the text begins."""
        left, top, _width, height = room
        colour: str = getattr(self._palette, tone or "text")
        scale = painter.device().devicePixelRatioF()
        size = self._spot if name == "dot" else self._mark
        drawn = (
            icons.dot(colour, size, scale)
            if name == "dot"
            else icons.pixmap(name, colour, size, scale)
        )
        painter.drawPixmap(left, top + (height - size) // 2, drawn)
        return left + size + 7
