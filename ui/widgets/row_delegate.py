"""Paints the cells of a list: plain text, a coloured mark, the selection; nothing else.

It asks the model once a cell and never goes through the stylesheet engine: a screenful is
painted well within a frame.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.models.id_table import IdTableModel
from ui.theme import icons
from ui.theme.theme import Theme

_DOT = 9  # pixels across
_ICON = 16
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of an :class:`IdTableModel`."""

    def __init__(self, model: IdTableModel[Any], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.hovered_row = -1
        self.first_column = 0
        """The leftmost one: its text lines up with what stands above the list."""
        self.take_colours()

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

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        # The stubs know none of the option's fields.
        view_option: Any = option
        rect: QRect = view_option.rect
        row = index.row()
        selected = bool(view_option.state & QStyle.StateFlag.State_Selected)
        first = index.column() == self.first_column
        if selected:
            painter.fillRect(rect, self._selected)
        elif row == self.hovered_row:
            painter.fillRect(rect, self._hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        if selected and first and view_option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._accent)
        cell = self._model.cell(row, index.column())
        left = rect.left() + (self._lead if first else self._side)
        if cell.icon:
            left = self._draw_mark(painter, cell.icon, cell.tone, left, rect)
        if cell.text:
            space = rect.right() - self._side - left
            metrics: QFontMetrics = view_option.fontMetrics
            text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, space)
            painter.setPen(self._quiet if cell.quiet else self._text)
            painter.drawText(left, rect.top(), space, rect.height(), _FLAGS, text)

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
