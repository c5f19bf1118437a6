"""Lays things out in a row, and in further rows where the first is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Like words in a paragraph; none is made wider than the whole."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._pushed: int | None = None
        self._together: int | None = None
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Take an item in at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Return an item by its place; Qt asks until there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take out and throw away every widget."""
        while self._items:
            if (widget := self._items.pop().widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """Return how high it is at a width; each is worked out once until something changes."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was worked out: a part changed, came or went."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's own name
        """Put everything in its place."""
        super().setGeometry(rect)
        self._heights[rect.width()] = self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As little as it can do with."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """No wider than a word: what is wider gives way."""
        if self._least is None:
            high = max((item.minimumSize().height() for item in self._items), default=0)
            size = QSize(40 if self._items else 0, high)
            self._least = size.grownBy(self.contentsMargins())
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

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize, bool]]]:
        """Return what stands in each row: the item, its size, and whether it is pushed."""
        rows: list[list[tuple[QLayoutItem, QSize, bool]]] = [[]]
        used = 0
        for place, item in enumerate(self._items):
            if _is_hidden(item):
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), width), hint.height())
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

    def _arrange(self, whole: QRect, *, move: bool) -> int:
        rect = whole.marginsRemoved(self.contentsMargins())
        y = rect.y()
        for number, row in enumerate(self._rows(rect.width())):
            y += self.spacing() if number else 0
            high = max((size.height() for _item, size, _pushed in row), default=0)
            taken = sum(size.width() + self.spacing() for _item, size, _pushed in row)
            free = max(0, rect.width() - taken + self.spacing())
            x = rect.x()
            for item, size, pushed in row:
                x, free = (x + free, 0) if pushed else (x, free)
                if move:
                    middle = y + (high - size.height()) // 2
                    item.setGeometry(QRect(QPoint(x, middle), size))
                x += size.width() + self.spacing()
            y += high
        return y - whole.y() + self.contentsMargins().bottom()


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
