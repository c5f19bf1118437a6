"""What is as high as it must be up to a bound, and scrolls by itself beyond it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui.widgets.scroll_area import ScrollArea


class BoundedArea(ScrollArea):
    """For what is short nearly always, above buttons that must stay in sight when it is long."""

    def __init__(self, name: str, inner: QWidget) -> None:
        """Show ``inner``, whole; ``name`` is what a screen reader calls the area."""
        super().__init__(name)
        self._inner = inner
        self._most: int | None = None
        inner.setObjectName("scrolled")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def bound(self, most: int | None) -> None:
        """Be no higher than so many pixels, or as high as it must be."""
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """Return how high it is at a width."""
        inner = self._inner
        high = inner.heightForWidth(width) if inner.hasHeightForWidth() else -1
        high = inner.sizeHint().height() if high < 0 else high
        return high if self._most is None else min(high, self._most)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as what is shown would be."""
        return QSize(self._inner.sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as what is shown can be."""
        return QSize(self._inner.minimumSizeHint().width(), self.heightForWidth(self.width()))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Hear that what is shown became higher or lower."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)
