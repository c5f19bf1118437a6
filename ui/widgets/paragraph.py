"""Text from outside that takes the width it is given, and is as high as it then must be.

A label looks for the width that suits its text best, and sets the text anew each time a layout
asks how high it is. Where a layout knows the width, as in a column, both are time lost: a ticket
that was opened had its texts set sixty times.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QWidget

from ui.widgets.plain_label import PlainLabel

_NARROW = 40  # pixels; a column is never as narrow


class Paragraph(PlainLabel):
    """Plain text that can be selected, in lines as long as there is room; each is set once."""

    def __init__(
        self, text: str = "", *, role: str = "", tone: str = "", parent: QWidget | None = None
    ) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(text, role=role, tone=tone, wrap=True, selectable=True, parent=parent)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own name
        """Show ``text``."""
        self._heights.clear()
        super().setText(text)

    def setTextInteractionFlags(  # noqa: N802 - Qt's own name
        self, flags: Qt.TextInteractionFlag
    ) -> None:
        """Let the text be selected, which Qt sets by other means."""
        self._heights.clear()
        super().setTextInteractionFlags(flags)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Be set anew in another font or style."""
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as it is now; any width will do."""
        return QSize(_NARROW, self.heightForWidth(max(self.width(), _NARROW)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Any width will do."""
        return QSize(_NARROW, self.fontMetrics().height())
