"""Lays things out in a row, and in further rows where the first is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_Row = list[tuple[QLayoutItem, QSize, bool]]
"""What stands in a row: each item, its size, and whether it is pushed to the end."""


class FlowLayout(QLayout):
    """Like words in a paragraph; none is made wider than the whole."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 6, between: int | None = None
    ) -> None:
        """Make it empty; ``between`` its rows is as much as its spacing, unless given."""
        super().__init__(parent)
        self._between = spacing if between is None else between
        self._items: list[QLayoutItem] = []
        self._pushed: int | None = None
        self._together: int | None = None
        self._rows: dict[int, list[_Row]] = {}  # at each width that was asked for
        self._placed: QRect | None = None
        self._least: QSize | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Take an item in at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Return an item by its place; Qt asks until there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Take an item out."""
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def clear(self) -> None:
        """Take out and throw away every widget."""
        self.invalidate()
        while self._items:
            if (widget := self._items.pop().widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def drop(self, widget: QWidget) -> None:
        """Take out and throw away one widget; the keyboard goes to what is near by."""
        widget.hide()
        self._items = [item for item in self._items if item.widget() is not widget]
        self.invalidate()
        widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """Return how high it is at a width; each is worked out once until something changes."""
        edge = self.contentsMargins()
        rows = self._rows_at(width - edge.left() - edge.right())
        between = self._between * (len(rows) - 1)
        return edge.top() + sum(map(_height, rows)) + between + edge.bottom()

    def invalidate(self) -> None:
        """Forget what was worked out: a part changed, came or went."""
        self._rows.clear()
        self._placed = None
        self._least = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's own name
        """Put everything in its place."""
        super().setGeometry(rect)
        if rect != self._placed:
            self._placed = QRect(rect)
            self._place(rect.marginsRemoved(self.contentsMargins()))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As little as it can do with."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as the widest part must be; what may be narrower says so itself."""
        if self._least is None:
            least = QSize(0, 0)
            for item in self._items:
                if not _is_hidden(item):
                    least = least.expandedTo(item.minimumSize())
            self._least = least.grownBy(self.contentsMargins())
        return self._least

    def push(self) -> None:
        """Put what is added from now on at the end of its row."""
        self._pushed = len(self._items)

    def keep_together(self) -> None:
        """Break no row between what is added from now on, as long as a row holds it."""
        if self._together is None:
            self._together = len(self._items)

    def _kept_width(self) -> int:
        kept = [item for item in self._items[self._together :] if not _is_hidden(item)]
        return sum(item.sizeHint().width() + self.spacing() for item in kept) - self.spacing()

    def _rows_at(self, width: int) -> list[_Row]:
        if width not in self._rows:
            self._rows[width] = self._make_rows(width)
        return self._rows[width]

    def _make_rows(self, width: int) -> list[_Row]:
        rows: list[_Row] = [[]]
        used = 0
        for place, item in enumerate(self._items):
            if _is_hidden(item):
                continue
            size = item.sizeHint()
            if size.width() > width:
                high = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
                size = QSize(width, high)
            wanted = size.width()
            if place == self._together and self._kept_width() <= width:
                wanted = self._kept_width()
            if rows[-1] and used + wanted > width:
                rows.append([])
                used = 0
            pushed = self._pushed is not None and place >= self._pushed
            rows[-1].append((item, size, pushed))
            used += size.width() + self.spacing()
        return rows

    def _place(self, room: QRect) -> None:
        y = room.y()
        for row in self._rows_at(room.width()):
            high = _height(row)
            taken = sum(size.width() + self.spacing() for _item, size, _pushed in row)
            free = max(0, room.width() - taken + self.spacing())
            x = room.x()
            for item, size, pushed in row:
                x, free = (x + free, 0) if pushed else (x, free)
                item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self._between


def _height(row: _Row) -> int:
    return max((size.height() for _item, size, _pushed in row), default=0)


def _is_hidden(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.isHidden()


def row_of(*parts: QWidget, spacing: int = 6) -> QWidget:
    """Return things beside each other, in further rows where there is no room."""
    box = QWidget()
    row = FlowLayout(box, spacing=spacing)
    for part in parts:
        row.addWidget(part)
    return box
