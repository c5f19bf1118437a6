"""A part of a page that lays itself out, without asking the whole page again.

A layout that is set on a widget tells all layouts around it of each change of a part, and the whole
page is laid out anew. What stands in these may change with every key press, so that the others hear
of it only where one becomes higher or lower.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy

# Looked up once: they are compared with every event of many parts.
_LAYOUT_REQUEST = QEvent.Type.LayoutRequest
_REQUEST_NUMBER = _LAYOUT_REQUEST.value
_CHILD_ADDED = QEvent.Type.ChildAdded
_CHILD_REMOVED = QEvent.Type.ChildRemoved
_EDGE_CHANGED = QEvent.Type.ContentsRectChange


class SelfLaid(QFrame):
    """Its parts, children of its own, in a layout that belongs to no widget."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self._layout = layout
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._high = 0
        self._heights: dict[int, int] = {}
        self._is_arranged = False
        self._inner: list[SelfLaid] | None = None

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """The narrower, the higher; each is worked out once until something changes."""
        if (high := self._heights.get(width)) is None:  # the layout knows that of one width alone
            edge, layout = self.contentsMargins(), self._layout
            inner = width - edge.left() - edge.right()
            flows = layout.hasHeightForWidth()  # what it shows now may be lines alone
            high = layout.heightForWidth(inner) if flows else layout.sizeHint().height()
            high = self._heights[width] = high + edge.top() + edge.bottom()
        return high

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as it is now."""
        return QSize(self.minimumSizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """No wider than the narrowest its parts can be: what is wider gives way."""
        edge = self.contentsMargins()
        return self._layout.minimumSize().grownBy(edge)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Put everything in its place."""
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Take in what changed while it was hidden: nothing tells it of that."""
        super().showEvent(event)
        self.lay_out()

    def event(self, event: QEvent) -> bool:
        """Arrange the parts anew when one of them changed, came or went."""
        kind = event.type()
        if kind is _LAYOUT_REQUEST:
            self.lay_out()
        elif kind is _CHILD_ADDED or kind is _CHILD_REMOVED:
            self._inner = None
        elif kind is _EDGE_CHANGED:
            self._heights.clear()
        return super().event(event)

    def lay_out(self) -> None:
        """Arrange the parts anew."""
        self.forget_sizes()
        self.arrange()

    def forget_sizes(self) -> None:
        """Take in what changed; whoever asks for it gives a size, or has it arranged."""
        self._is_arranged = False
        self._heights.clear()
        for part in self._self_laid():
            part.forget_sizes()
            part.updateGeometry()  # Qt too keeps how high a part is
        _forget_sizes(self._layout)
        self._take_in_requests()

    def take_height(self) -> None:
        """Tell what is around it when it became higher or lower; that gives it another size."""
        high = self.heightForWidth(self.width())
        if high != self._high:
            self._high = high
            self.updateGeometry()

    def arrange(self) -> None:
        """Arrange the parts, but those that another size made arrange themselves already."""
        if not self._is_arranged:
            self._place()
        for part in self._self_laid():
            part.arrange()
        self._take_in_requests()  # those of its parts: it has asked all of them by now

    def _place(self) -> None:
        self._is_arranged = True
        self._layout.setGeometry(self.contentsRect())
        self.take_height()

    def _take_in_requests(self) -> None:
        QCoreApplication.removePostedEvents(self, _REQUEST_NUMBER)

    def _self_laid(self) -> list[SelfLaid]:
        """Return those of its parts that lay themselves out too, as far as they are shown."""
        if self._inner is None:
            self._inner = [child for child in self.children() if isinstance(child, SelfLaid)]
        return [part for part in self._inner if not part.isHidden()]


def _forget_sizes(layout: QLayout) -> None:
    for inner in layout.children():
        if isinstance(inner, QLayout):
            _forget_sizes(inner)
    layout.invalidate()
