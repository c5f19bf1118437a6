"""The palette's list: its lines, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.palette.entry import Entry, Kind
from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import BAR

_ICON = 18
_SIDE = 12
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """The lines in the order of their kinds; each kind is replaced when its answer comes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kinds: dict[Kind, Sequence[Entry]] = dict.fromkeys(Kind, ())
        self._entries: list[Entry] = []

    def put(self, kind: Kind, entries: Sequence[Entry]) -> None:
        """Show other lines of a kind."""
        if self._kinds[kind] == entries:
            return
        self.beginResetModel()
        self._kinds[kind] = entries
        self._entries = [entry for each in Kind for entry in self._kinds[each]]
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return a line."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, entry: Entry) -> int | None:
        """Return where a line stands."""
        return self._entries.index(entry) if entry in self._entries else None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's own name
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a line says, for screen readers; the delegate paints from the entry itself."""
        entry = self.entry(index.row())
        if entry is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        return ", ".join(filter(None, (entry.title, entry.detail)))


class LineDelegate(QStyledItemDelegate):
    """Paints a line: its drawing, its title, and beside it what else there is to know."""

    def __init__(self, lines: Lines, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's
        """As high as a row of any list."""
        view_option: Any = option  # the stubs know none of the option's fields
        return QSize(200, view_option.fontMetrics.height() + self._theme.spacing.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        view_option: Any = option  # as above
        entry = self._lines.entry(index.row())
        if entry is None:
            return
        palette = self._theme.palette
        rect: QRect = view_option.rect
        if view_option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(palette.accent_soft))
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), QColor(palette.accent))
        left, side = rect.left() + _SIDE, icons.scaled(_ICON)
        if entry.icon:
            scale = painter.device().devicePixelRatioF()
            drawn = icons.pixmap(entry.icon, palette.muted, side, scale)
            painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, drawn)
        left += side + _SIDE
        metrics: QFontMetrics = view_option.fontMetrics
        room = rect.right() - _SIDE - left
        # A pixel more than it is wide, which is what elidedText wants.
        beside = min(metrics.horizontalAdvance(entry.detail) + 1, room // 2)
        title = metrics.elidedText(
            entry.title, Qt.TextElideMode.ElideRight, room - beside - 2 * _SIDE
        )
        painter.setPen(QColor(palette.text))
        painter.drawText(QRect(left, rect.top(), room, rect.height()), _FLAGS, title)
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, beside)
        painter.setPen(QColor(palette.muted))
        painter.drawText(
            QRect(rect.right() - _SIDE - beside, rect.top(), beside + 1, rect.height()),
            _FLAGS | Qt.AlignmentFlag.AlignRight,
            detail,
        )
