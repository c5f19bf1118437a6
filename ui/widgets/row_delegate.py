"""Paints the cells of a list: plain text, a coloured mark, the selection; nothing else.

It asks the model once a cell, and neither Qt nor the stylesheet engine once a cell: a screenful is
painted well within a frame.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.models.id_table import IdTableModel
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.drawn_texts import DrawnTexts

_DOT = 9  # pixels across
_ICON = 16


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of an :class:`IdTableModel`."""

    def __init__(self, model: IdTableModel[Any], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.hovered_row = -1
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
        self._text = QColor(palette.text)
        self._quiet = QColor(palette.muted)
        self._selected = QColor(palette.accent_soft)
        self._hover = QColor(palette.hover)
        self._line = QColor(palette.border)
        self._accent = QColor(palette.accent)
        self._side = self._theme.spacing.unit
        self._lead = self._theme.spacing.page

    def paint_rows(self, painter: QPainter, view: QTableView, area: QRect) -> None:
        """Draw the rows of a view within an area of its viewport."""
        last = view.rowAt(area.bottom())
        rows = range(
            max(0, view.rowAt(area.top())), (last if last >= 0 else self._model.rowCount() - 1) + 1
        )
        columns = [
            (number, view.columnViewportPosition(number), view.columnWidth(number))
            for number in range(len(self._model.columns))
            if not view.isColumnHidden(number)
        ]
        seen = [c for c in columns if c[1] <= area.right() and c[1] + c[2] > area.left()]
        font = view.font()
        texts = self._texts
        if texts is None or texts.font != font:
            texts = self._texts = DrawnTexts(font)
        left = min((c[1] for c in columns), default=0)
        width = sum(c[2] for c in columns)
        selection = view.selectionModel()
        current = view.currentIndex().row() if view.hasFocus() else -1
        painter.setFont(font)
        for row in rows:
            top, height = view.rowViewportPosition(row), view.rowHeight(row)
            chosen = selection.isRowSelected(row, QModelIndex())
            if chosen:
                painter.fillRect(left, top, width, height, self._selected)
            elif row == self.hovered_row:
                painter.fillRect(left, top, width, height, self._hover)
            painter.fillRect(left, top + height - 1, width, 1, self._line)
            if chosen and row == current:
                painter.fillRect(left, top, 3, height, self._accent)
            for number, start, wide in seen:
                self._paint_cell(painter, texts, row, number, QRect(start, top, wide, height))

    def _paint_cell(
        self, painter: QPainter, texts: DrawnTexts, row: int, column: int, rect: QRect
    ) -> None:
        cell = self._model.cell(row, column)
        left = rect.left() + (self._lead if column == self.first_column else self._side)
        if cell.icon:
            left = self._draw_mark(painter, cell.icon, cell.tone, left, rect)
        if cell.text:
            space = rect.right() - self._side - left
            painter.setPen(self._quiet if cell.quiet else self._text)
            texts.draw(painter, cell.text, QRect(left, rect.top(), space, rect.height()))

    def sizeHint(  # noqa: N802 - Qt's own name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Room for the text; only asked when a column is fitted to what it shows."""
        view_option: Any = option
        cell = self._model.cell(index.row(), index.column())
        metrics: QFontMetrics = view_option.fontMetrics
        mark = _ICON + self._side if cell.icon else 0
        width = metrics.horizontalAdvance(cell.text) + mark + 2 * self._side
        return QSize(width, metrics.height() + self._theme.spacing.row)

    def _draw_mark(self, painter: QPainter, name: str, tone: str, left: int, rect: QRect) -> int:
        """Draw a mark and return where the text begins."""
        colour: str = getattr(self._palette, tone or "text")
        scale = painter.device().devicePixelRatioF()
        size = _DOT if name == "dot" else _ICON
        drawn = (
            icons.dot(colour, size, scale)
            if name == "dot"
            else icons.pixmap(name, colour, size, scale)
        )
        painter.drawPixmap(left, rect.top() + (rect.height() - size) // 2, drawn)
        return left + size + 7
