"""The numbers on the start page: what each counts, and the list it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.workflows import start_page
from app.workflows.start_page import Counted
from ui.widgets.plain_label import PlainLabel

_NARROWEST = 16  # digits


class Tile(QPushButton):
    """A number with what it counts; pressed, it leads to the list."""

    asked = Signal(str, str)
    """(page, query)."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._page = self._query = ""
        self.number = PlainLabel("…", role="title", tone="muted")
        caption = PlainLabel(title, role="small", tone="muted", wrap=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        column.addWidget(self.number)
        column.addWidget(caption, 1)
        for label in (self.number, caption):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        high = self.fontMetrics().height()
        self.setMinimumHeight(high * 5)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * _NARROWEST)
        self.setAccessibleName(title)
        self.clicked.connect(self._ask)

    def show_count(self, counted: Counted, page: str, tone: str) -> None:
        """Show a number and where it leads."""
        self._page, self._query = page, counted.query
        more = "+" if counted.count >= start_page.COUNT_TO else ""
        text = f"{QLocale().toString(counted.count)}{more}"
        self.number.setText(text)
        self.number.set_tone(tone)
        self.setAccessibleName(f"{self._title}: {text}")

    def _ask(self) -> None:
        if self._page:
            self.asked.emit(self._page, self._query)


class Tiles(QWidget):
    """Tiles side by side, in as few rows as there is room for, all of one width."""

    def __init__(self, tiles: Sequence[Tile], spacing: int) -> None:
        super().__init__()
        self._tiles = tiles
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self._arrange(len(tiles))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as one tile."""
        return QSize(self._tiles[0].minimumWidth(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Put as many side by side as fit, the rows as even as can be."""
        super().resizeEvent(event)
        one = self._tiles[0].minimumWidth() + self._grid.spacing()
        fit = max(1, (self.width() + self._grid.spacing()) // one)
        rows = -(-len(self._tiles) // fit)
        self._arrange(-(-len(self._tiles) // rows))

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        for column in range(max(across, self._across)):
            self._grid.setColumnStretch(column, int(column < across))
        self._across = across
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, *divmod(place, across))
