"""Parts below each other, each as wide as the whole and as high as it then must be.

Qt's own column asks every part for all its sizes, several times over. Here the height at the width
is all that counts, and to ask a part that is written in Python takes as long as its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem

_SHRINKS = QSizePolicy.PolicyFlag.ShrinkFlag.value


class _Part(NamedTuple):
    item: QLayoutItem
    part: QWidget | None
    """None where it is a row of parts."""
    above: int
    is_narrow: bool

    @property
    def is_shown(self) -> bool:
        return self.part is None or not self.part.isHidden()

    def high(self, width: int) -> int:
        if self.part is None:
            return self.item.sizeHint().height()
        if self.part.hasHeightForWidth():
            return self.part.heightForWidth(width)
        return self.part.sizeHint().height()

    def least(self) -> int:
        """In how many pixels it can do."""
        if self.part is None:
            return self.item.minimumSize().width()
        policy = self.part.sizePolicy().horizontalPolicy()
        if policy is QSizePolicy.Policy.Ignored:
            return 0
        if policy.value & _SHRINKS:
            return self.part.minimumSizeHint().width()
        return self.part.sizeHint().width()

    def put(self, room: QRect) -> None:
        if self.part is None:
            self.item.setGeometry(room)
            return
        if self.is_narrow:
            room.setWidth(min(room.width(), self.part.sizeHint().width()))
        self.part.setGeometry(room)


_Room = tuple[_Part, int, int]
"""A part that is shown, its top and its height."""


class VerticalLayout(QLayout):
    """For a :class:`~ui.widgets.self_laid.SelfLaid`, whose children the parts are."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[_Part] = []
        self._least: int | None = None
        self._rooms: dict[int, list[_Room]] = {}  # at each width that was asked for

    def add(self, part: QWidget, *, above: int = 0, narrow: bool = False) -> None:
        """Put a part at the end, ``above`` it so many pixels more than between any two.

        One that is ``narrow`` stands at the left, no wider than it wants to be.
        """
        self._parts.append(_Part(QWidgetItem(part), part, above, narrow))
        self.invalidate()

    def add_row(self, row: QLayout) -> None:
        """Put a row of parts at the end."""
        self.addChildLayout(row)
        self._parts.append(_Part(row, None, 0, False))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's own name
        """Take an item in at the end."""
        self._parts.append(_Part(item, item.widget(), 0, False))
        self.invalidate()

    def count(self) -> int:
        """How many parts there are."""
        return len(self._parts)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Return an item by its place; Qt asks until there is none."""
        return self._parts[index].item if 0 <= index < len(self._parts) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's own name
        """Take an item out."""
        if not 0 <= index < len(self._parts):
            return None
        self.invalidate()
        return self._parts.pop(index).item

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's own name
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """As high as its parts, with what is between them."""
        edge = self.contentsMargins()
        rooms = self._rooms_at(width - edge.left() - edge.right())
        return edge.top() + sum(rooms[-1][1:] if rooms else ()) + edge.bottom()

    def _rooms_at(self, width: int) -> list[_Room]:
        if width not in self._rooms:
            self._rooms[width] = list(self._make_rooms(width))
        return self._rooms[width]

    def _make_rooms(self, width: int) -> Iterator[_Room]:
        top, between = 0, self.spacing()
        for part in self._parts:
            if part.is_shown:
                top += part.above
                high = part.high(width)
                yield part, top, high
                top += high + between

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's own name
        """Put everything in its place."""
        super().setGeometry(rect)
        room = rect.marginsRemoved(self.contentsMargins())
        for part, top, high in self._rooms_at(room.width()):
            part.put(QRect(room.x(), room.y() + top, room.width(), high))

    def invalidate(self) -> None:
        """Forget what was worked out: a part changed."""
        self._least = None
        self._rooms.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As little as it can do with."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as the widest part must be; how high it must be is a matter of its width."""
        edge = self.contentsMargins()
        if self._least is None:
            self._least = max((part.least() for part in self._parts if part.is_shown), default=0)
        return QSize(self._least, 0).grownBy(edge)
