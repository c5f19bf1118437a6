"""A table with more columns than there is room for, and all of the chosen row below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea
from ui.widgets.facts import pairs
from ui.widgets.small_table import SmallTable
from ui.widgets.splitter import Splitter

_TABLE, _BELOW = 3, 2
"""How the table and what is below it share the room at first; one can drag the line."""


class WholeRow(Splitter):
    """Shows ``table``, and below it whatever its chosen row has no column for.

    The value of each row is a sequence of texts, one for each of ``titles``.
    """

    def __init__(self, theme: Theme, table: SmallTable, titles: Sequence[str], name: str) -> None:
        """Lay it out; ``name`` is what a screen reader calls the part below."""
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._titles = tuple(titles)
        self.below = DetailArea(name)
        self.below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setChildrenCollapsible(False)
        self.addWidget(table)
        self.addWidget(self.below)
        self.setStretchFactor(0, _TABLE)
        self.setStretchFactor(1, _BELOW)
        self.setSizes([_TABLE * 100, _BELOW * 100])
        self.below.hide()
        table.chosen.connect(self._show)

    def _show(self, texts: Sequence[str] | None) -> None:
        self.below.setVisible(texts is not None)
        if texts is None:
            return
        inner: QWidget = pairs(list(zip(self._titles, texts, strict=True)))
        inner.setObjectName("scrolled")
        unit = self._theme.spacing.unit
        layout = inner.layout()
        if layout is not None:
            layout.setContentsMargins(self._theme.spacing.page, unit, unit, unit)
        self.below.setWidget(inner)
