"""Beside a list: what is chosen in it, as long as it wants to be, and no narrower than it can."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.scroll_area import ScrollArea

_MOST = 56  # digits that it claims; what is wider still gives way


def sheet(theme: Theme) -> tuple[QWidget, QVBoxLayout]:
    """Return what an area is to show, with the room of a page, and the column for its parts."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    page = theme.spacing.page
    column.setContentsMargins(page, page, page, page)
    column.setSpacing(theme.spacing.gap)
    return inner, column


class DetailArea(ScrollArea):
    """Scrolls up and down alone: what does not fit beside each other takes room of the list."""

    def __init__(self, name: str) -> None:
        """Make it empty; ``name`` is what a screen reader calls it."""
        super().__init__(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_again(self, widget: QWidget) -> None:
        """Show ``widget``, of what was shown already, scrolled to where that was."""
        position = self.verticalScrollBar().value()
        self.setWidget(widget)
        self.verticalScrollBar().setValue(position)

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's own name
        """Show ``widget`` in place of what was shown, from its top."""
        super().setWidget(widget)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as what is shown must be, with the scroll bar."""
        least, shown = super().minimumSizeHint(), self.widget()
        if shown is None:
            return least
        bar = self.verticalScrollBar().sizeHint().width()
        most = self.fontMetrics().horizontalAdvance("0") * _MOST
        needed = min(shown.minimumSizeHint().width() + bar, most)
        return QSize(max(least.width(), needed), least.height())
