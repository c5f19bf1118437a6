"""A table whose rows are chosen whole, and where letters are actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget


class RowTable(QTableView):
    """Has the manners of our lists: Tab leaves it, it scrolls smoothly, and nothing is edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Of a widget that Qt made, its binding looks for the class among all that there are, and
        # makes every one of them for that.
        self.setViewport(QWidget())
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the list; the arrows move within it
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        # What lies behind need not be painted first: each picture fills its own ground.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyboardSearch(self, _text: str) -> None:  # noqa: N802 - Qt's own name
        """Jump to no row by its first letter: letters are actions here.

        Qt would look through the texts of all that is loaded.
        """
