"""A row of things, wrapped as needed, that lays itself out without asking the whole page again.

A layout that is set on a widget tells all layouts around it of each change of a part, and the whole
page is laid out anew. What stands in this box may change with every key press, so that the others
hear of it only where the box becomes higher or lower.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget, QWidgetItem

from ui.widgets.flow_layout import FlowLayout

_ASKED_FOR = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class FlowBox(QWidget):
    """Its parts in a :class:`FlowLayout` of its own."""

    def __init__(self, *, spacing: int = 6, above: int = 0) -> None:
        """Make it empty; ``spacing`` and what it leaves free ``above`` are pixels."""
        super().__init__()
        self._flow = FlowLayout(spacing=spacing)
        self._flow.setContentsMargins(0, above, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._high = 0

    def add(self, part: QWidget) -> None:
        """Put a part at the end."""
        hidden = part.isHidden() and part.testAttribute(_ASKED_FOR)
        part.setParent(self)
        self._flow.addItem(QWidgetItem(part))
        part.setVisible(not hidden)

    def push(self) -> None:
        """Put what is added from now on at the end of its row."""
        self._flow.push()

    def keep_together(self) -> None:
        """Break no row between what is added from now on, as long as a row holds it."""
        self._flow.keep_together()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        return self._flow.heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as it is now."""
        return QSize(self._flow.minimumSize().width(), self._flow.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """No wider than a word: what is wider gives way."""
        return self._flow.minimumSize()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Put everything in its place."""
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Take in what changed while it was hidden: nothing tells it of that."""
        super().showEvent(event)
        self._flow.invalidate()
        self._place()

    def event(self, event: QEvent) -> bool:
        """Arrange the parts anew when one of them changed, came or went."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._flow.invalidate()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        self._flow.setGeometry(QRect(0, 0, self.width(), self.height()))
        high = self._flow.heightForWidth(self.width())
        if high != self._high:
            self._high = high
            self.updateGeometry()
