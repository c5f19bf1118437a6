"""Paints the cells of a small table like those of the long lists."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QToolTip

from ui.theme.theme import Theme
from ui.theme.tokens import BAR
from ui.widgets.plain_label import as_plain_tip
from ui.widgets.rows_by_key import RowsByKey

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
"""How a model aligns what is painted at the right."""
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_AFTER_MARK = 7  # pixels

AnyIndex = QModelIndex | QPersistentModelIndex


class PlainCells(QStyledItemDelegate):
    """Draws a cell's mark, if it has one, and its text, which is plain whatever is in it.

    A text stands at the left, below that of its header, or at the right where its model aligns it
    so; one that is cut off is whole in a tooltip. The view's rows are gone to by the keyboard as
    in the long lists.
    """

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        RowsByKey(view)
        theme.changed.connect(view.viewport().update)

    def paint(
        self,
        painter: QPainter,
        option: Any,  # the stubs know none of the option's fields
        index: AnyIndex,
    ) -> None:
        """Draw one cell."""
        palette, rect = self._theme.palette, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(palette.accent_soft))
            if rect.left() <= 0 and self._view.hasFocus():
                bar = QRect(rect.left(), rect.top(), BAR, rect.height())
                painter.fillRect(bar, QColor(palette.accent))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(palette.border))
        mark = _mark(index)
        if mark is not None:
            place = rect.top() + (rect.height() - _side(mark)) // 2
            painter.drawPixmap(self._begin(rect, index), place, mark)
        room = self._room(rect, index, mark)
        metrics: QFontMetrics = option.fontMetrics
        shown = metrics.elidedText(_text(index), Qt.TextElideMode.ElideRight, room.width())
        asked = index.data(Qt.ItemDataRole.TextAlignmentRole)
        side = _RIGHT if asked is not None and Qt.AlignmentFlag(asked) & _RIGHT else _LEFT
        painter.setPen(QColor(palette.text))
        painter.drawText(room, _FLAGS | side, shown)

    def helpEvent(  # noqa: N802 - Qt's own name
        self, event: QHelpEvent, view: QAbstractItemView, option: Any, index: AnyIndex
    ) -> bool:
        """Show the whole text of a cell that has no room for it."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        room, text = self._room(option.rect, index, _mark(index)).width(), _text(index)
        is_cut = view.fontMetrics().horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), as_plain_tip(text) if is_cut else "", view)
        return is_cut

    def _begin(self, rect: QRect, index: AnyIndex) -> int:
        spacing = self._theme.spacing
        return rect.left() + (spacing.page if index.column() == 0 else spacing.unit)

    def _room(self, rect: QRect, index: AnyIndex, mark: QPixmap | None) -> QRect:
        """Return where the text of a cell stands, behind its mark."""
        left = self._begin(rect, index)
        if mark is not None:
            left += _side(mark) + _AFTER_MARK
        return QRect(
            left, rect.top(), rect.right() - self._theme.spacing.unit - left, rect.height()
        )


def _text(index: AnyIndex) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def _mark(index: AnyIndex) -> QPixmap | None:
    mark = index.data(Qt.ItemDataRole.DecorationRole)
    return mark if isinstance(mark, QPixmap) else None


def _side(mark: QPixmap) -> int:
    return round(mark.width() / mark.devicePixelRatio())
