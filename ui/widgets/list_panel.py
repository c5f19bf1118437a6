"""A list with its search field, its count and what it says when it is empty."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.id_table_view import IdTableView
from ui.widgets.plain_label import PlainLabel
from ui.widgets.search_field import SearchField


class ListPanel(QWidget):
    """Lays out the left side of a page; the page decides what its parts do."""

    def __init__(
        self, theme: Theme, title: str, search: SearchField, view: IdTableView, empty: EmptyState
    ) -> None:
        super().__init__()
        self._theme = theme
        self._view = view
        self._empty = empty
        self.count = PlainLabel(tone="muted")
        self._head = QVBoxLayout()
        top = QHBoxLayout()
        top.addWidget(PlainLabel(title, role="title"))
        top.addStretch(1)
        top.addWidget(self.count)
        self._head.addLayout(top)
        self._head.addWidget(search)
        self._body = QStackedWidget()
        self._body.addWidget(view)
        self._body.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._body, 1)
        self._take_sizes()
        theme.changed.connect(self._take_sizes)
        search.left_down.connect(self._enter_list)
        search.entered.connect(self._enter_list)

    def show_rows(self, any_rows: bool) -> None:
        """Show the list, or what is said in its place."""
        wanted: QWidget = self._view if any_rows else self._empty
        if self._body.currentWidget() is not wanted:
            self._body.setCurrentWidget(wanted)

    def _enter_list(self, *_text: Any) -> None:
        if self._view.isVisible():
            self._view.setFocus()
            if not self._view.currentIndex().isValid():
                self._view.choose_row(0)

    def _take_sizes(self) -> None:
        spacing = self._theme.spacing
        self._head.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.gap)
        self._head.setSpacing(spacing.unit + 2)
