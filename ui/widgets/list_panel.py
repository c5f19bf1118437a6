"""A list with its search field, its count and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_box import FlowBox
from ui.widgets.ground import paint_ground
from ui.widgets.id_table_view import IdTableView
from ui.widgets.plain_label import PlainLabel
from ui.widgets.search_field import SearchField


class ListPanel(QWidget):
    """Lays out the left side of a page; the page decides what its parts do."""

    def __init__(
        self, theme: Theme, title: str, search: SearchField, view: IdTableView, empty: EmptyState
    ) -> None:
        super().__init__()
        paint_ground(self)
        self._theme = theme
        self._view = view
        self._search = search
        self._empty = empty
        self.count = PlainLabel(tone="muted")
        self._head = QVBoxLayout()
        self._top = top = FlowBox(spacing=theme.spacing.unit)
        top.add(PlainLabel(title, role="title"))
        top.push()
        top.add(self.count)
        top.keep_together()
        self._head.addWidget(top)
        self._head.addWidget(search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(view, 1)
        # Above the rows and not in them: of those a screen reader is told the cells alone.
        paint_ground(empty)
        empty.setParent(self)
        empty.raise_()
        empty.hide()
        self._take_sizes()
        theme.changed.connect(self._take_sizes)
        view.resized.connect(self._lay_over_rows)
        search.left_down.connect(self._enter_list)
        search.entered.connect(self._enter_list)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the end of the title's line."""
        self._top.add(button)

    def add_below_search(self, widget: QWidget) -> None:
        """Put something between the search field and the list."""
        self._head.addWidget(widget)

    def show_count(self, text: str) -> None:
        """Say how many rows there are: to a screen reader too, while one searches."""
        if text != self.count.text() and self._search.line.hasFocus():
            announce(self, text)
        self.count.setText(text)

    def show_rows(self, any_rows: bool) -> None:
        """Show the list, or what is said in its place."""
        if self._empty.isHidden() is any_rows:
            return
        self._lay_over_rows()
        self._empty.setVisible(not any_rows)
        policy = Qt.FocusPolicy.StrongFocus if any_rows else Qt.FocusPolicy.NoFocus
        self._view.setFocusPolicy(policy)
        if not any_rows and self._view.hasFocus():  # nothing there would show that it has
            self._search.line.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Keep what is said of an empty list where the rows were."""
        super().resizeEvent(event)
        self._lay_over_rows()

    def _lay_over_rows(self) -> None:
        """Lie over the rows alone.

        To hide and show the list would lay it out anew at a key press, and what lies over its
        header would have that painted with the rows.
        """
        rows = self._view.viewport()
        self._empty.setGeometry(QRect(rows.mapTo(self, QPoint()), rows.size()))

    # What a page remembers of its list

    def remember(self) -> dict[str, Any]:
        """Return the text of the search field and how far the list is scrolled."""
        return {
            "query": self._search.line.text(),
            "scroll": self._view.verticalScrollBar().value(),
        }

    def restore(self, kept: Mapping[str, Any], show_query: Callable[[str], None]) -> None:
        """Show what ``remember`` returned; what is absent stays as it is.

        A list that has become shorter ends earlier than it was scrolled.
        """
        query, scroll = kept.get("query"), kept.get("scroll")
        asks = isinstance(query, str) and query != self._search.line.text()
        bar = self._view.verticalScrollBar()
        table = self._view.table

        def scroll_back() -> None:
            # Later: the bar learns how long the list is when the list is laid out.
            QTimer.singleShot(0, bar, scroll_to)

        def scroll_to() -> None:
            bar.setValue(int(scroll or 0))
            if bar.value() < int(scroll or 0) and table.goes_on:
                table.rowsInserted.connect(scroll_back, Qt.ConnectionType.SingleShotConnection)

        if not isinstance(scroll, int):
            pass
        elif asks or table.rowCount() == 0:
            table.answered.connect(scroll_back, Qt.ConnectionType.SingleShotConnection)
        else:
            scroll_back()
        if asks:
            show_query(str(query))

    def _enter_list(self, *_text: Any) -> None:
        if self._empty.isHidden():
            self._view.setFocus()
            if not self._view.currentIndex().isValid():
                self._view.choose_row(0)

    def _take_sizes(self) -> None:
        spacing = self._theme.spacing
        self._head.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.gap)
        self._head.setSpacing(spacing.unit + 2)
