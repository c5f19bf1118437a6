"""The columns of a list stay as the user arranged them, over a restart too."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.pages import Context
from ui.widgets.column_arrangement import ColumnArrangement

_AT_REST = 600  # milliseconds after which the columns are taken to stay as they are


class KeptColumns(QObject):
    """Keeps how the columns of one list are arranged, on this workstation."""

    def __init__(self, context: Context, name: str, columns: ColumnArrangement) -> None:
        """Arrange them as they were; ``name`` is that of the list among all."""
        super().__init__(columns)
        self._context = context
        self._name = name
        self._columns = columns
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AT_REST)
        self._later.timeout.connect(context.use_preferences)
        self.are_known = name in context.preferences.lists
        """Whether they were ever arranged."""
        if self.are_known:
            columns.arrange(context.preferences.lists[name])
        columns.arranged.connect(self.keep)

    def keep(self) -> None:
        """Keep them as they are now; written once they are at rest, and when the window closes."""
        self._context.preferences.lists[self._name] = self._columns.kept
        self._later.start()
