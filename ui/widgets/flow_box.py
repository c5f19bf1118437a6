"""A row of things, wrapped as needed, that lays itself out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget, QWidgetItem

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.self_laid import SelfLaid

_ASKED_FOR = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class FlowBox(SelfLaid):
    """Its parts in a :class:`FlowLayout` of its own."""

    def __init__(self, *, spacing: int = 6, above: int = 0) -> None:
        """Make it empty; ``spacing`` and what it leaves free ``above`` are pixels."""
        self._flow = FlowLayout(spacing=spacing)
        self._flow.setContentsMargins(0, above, 0, 0)
        super().__init__(self._flow)

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
