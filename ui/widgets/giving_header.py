"""The titles of a table's columns: what does not fit ends in an ellipsis, and is in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip

from ui.widgets.plain_label import as_plain_tip


class GivingHeader(QHeaderView):
    """For a table whose columns share the room there is; its titles cannot be pressed."""

    def __init__(self, table: QTableView) -> None:
        """Stand above the columns of ``table``."""
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setHorizontalHeader(self)

    def is_cut(self, section: int) -> bool:
        """Whether a title has less room than it needs."""
        return self.sectionSizeFromContents(section).width() > self.sectionSize(section)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Show the whole title of a column that has no room for it."""
        if not isinstance(event, QHelpEvent) or event.type() is not QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        section = self.logicalIndexAt(event.pos())
        tip = ""
        if section >= 0 and self.is_cut(section):
            tip = as_plain_tip(str(self.model().headerData(section, self.orientation())))
        QToolTip.showText(event.globalPos(), tip, self)
        return True
