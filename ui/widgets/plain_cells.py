"""Paints the cells of a small table like those of the long lists."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate

from ui.theme.theme import Theme

_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class PlainCells(QStyledItemDelegate):
    """Plain text lined up with its header, an optional mark, and a line below each row."""

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self._theme = theme
        theme.changed.connect(view.viewport().update)

    def paint(
        self,
        painter: QPainter,
        option: Any,  # the stubs know none of the option's fields
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        palette, spacing = self._theme.palette, self._theme.spacing
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(palette.accent_soft))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(palette.border))
        left = rect.left() + (spacing.page if index.column() == 0 else spacing.unit)
        mark = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(mark, QPixmap):
            side = round(mark.width() / mark.devicePixelRatio())
            painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, mark)
            left += side + 7
        space = rect.right() - spacing.unit - left
        metrics: QFontMetrics = option.fontMetrics
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space)
        painter.setPen(QColor(palette.text))
        painter.drawText(left, rect.top(), space, rect.height(), _FLAGS, shown)
