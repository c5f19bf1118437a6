"""A page with a list on the left and one of its rows on the right, found while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.ticket_list import IdPage, Key
from ui.models.column import Column
from ui.models.id_table import IdTableModel
from ui.models.source import Source
from ui.pages import Context, Page
from ui.tasks import Slot
from ui.widgets.empty_state import EmptyState
from ui.widgets.form_dialog import FormDialog
from ui.widgets.id_table_view import IdTableView
from ui.widgets.kept_columns import KeptColumns
from ui.widgets.list_panel import ListPanel
from ui.widgets.search_field import SearchField
from ui.widgets.splitter import Splitter

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What is typed into the field, and the list's order where it can be chosen."""

    text: str = ""
    sort: StrEnum | None = None
    descending: bool = True


class TextSource:
    """Answers a list by two functions; called on the workers' threads."""

    def __init__(
        self,
        page: Callable[[str, Key | None, int], IdPage],
        rows: Callable[[Sequence[int]], Mapping[int, Any]],
    ) -> None:
        self._page = page
        self._rows = rows

    def page(self, query: TextQuery, after: Key | None, limit: int) -> IdPage:
        """Return the ids that a text finds."""
        return self._page(query.text, after, limit)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return what the list shows of these ids."""
        return self._rows(ids) if ids else {}


@dataclass(frozen=True, slots=True)
class ListTexts:
    """What such a page says, in the user's language."""

    title: str
    icon: str
    hint: str
    find: str
    nothing_chosen: tuple[str, str]
    nothing_found: tuple[str, str]
    nothing_yet: tuple[str, str]


class ListPage(Page):
    """What pages of a list and a pane share; each says what it lists and shows."""

    def __init__(
        self,
        context: Context,
        texts: ListTexts,
        source: Source[Any],
        columns: Sequence[Column[Any]],
        *,
        touched: Callable[[Changes], frozenset[int]],
        pane: QWidget,
        name: str,
        query: TextQuery = TextQuery(),
    ) -> None:
        """Make the page; ``query`` is what it shows at first, with its order if it has one.

        ``name`` is that of its list, by which the columns are kept as the user has them.
        """
        super().__init__(context)
        theme, jobs = context.theme, context.jobs
        self._texts = texts
        self._touched = touched
        self._item_slot = Slot()
        self._count_slot = Slot()
        self._wanted: int | None = None
        self._count: int | None = None
        self._said_chosen: int | None = 0
        self.dialog: FormDialog | None = None
        self.model: IdTableModel[Any] = IdTableModel(jobs, source, columns, touched, self)
        self.view = IdTableView(self.model, theme, texts.title)
        KeptColumns(context, name, self.view.columns)
        self.field = SearchField(theme, texts.hint, texts.find)
        self.empty = EmptyState(theme, texts.icon, "", "")
        self.panel = ListPanel(theme, texts.title, self.field, self.view, self.empty)
        self._pane = pane
        self._right = QStackedWidget()
        self._right.addWidget(EmptyState(theme, texts.icon, *texts.nothing_chosen))
        self._right.addWidget(pane)
        split = Splitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.panel)
        split.addWidget(self._right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 4)
        split.setSizes([560, 460])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self.field.typed.connect(lambda text: self._ask(text=text))
        self.model.answered.connect(self._on_answered)
        self.model.failed.connect(context.show_error)
        self.view.chosen.connect(self._on_chosen)
        self.view.selectionModel().selectionChanged.connect(lambda *_what: self._on_selected())
        self.view.chosen_all.connect(lambda _all: self._on_selected())
        self.view.sorting.asked.connect(self._on_sort)
        jobs.changed.connect(self._on_changed)
        self.model.ask(query)
        self.view.sorting.show(query.sort, query.descending)

    # What each page says for itself

    def look(self, item: int) -> Any:
        """Return what the pane shows of an item; called on a worker's thread."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show what ``look`` returned."""
        raise NotImplementedError

    def count(self, text: str) -> int:
        """Return how many rows a text finds; called on a worker's thread."""
        raise NotImplementedError

    def say_count(self, count: int) -> str:
        """Return a number of rows in words; ``{count}`` is filled in by the page."""
        raise NotImplementedError

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard into the field: on this page one mostly finds."""
        self.field.take_focus()

    def come_back(self) -> None:
        """Put the keyboard on the rows, while there are any: in the field a letter would find."""
        if self.view.focusPolicy() is Qt.FocusPolicy.NoFocus:
            self.take_focus()
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self) -> None:
        """Put the keyboard into the field."""
        self.field.take_focus()

    def show_query(self, text: str) -> None:
        """Show what a text finds."""
        self.field.line.setText(text)

    def show_all(self) -> None:
        """Show the whole list."""
        self.show_query("")

    def show_item(self, item: int) -> None:
        """Show a row, whether the list has it or not."""
        self.view.choose(item)
        self._look(item)

    @property
    def item(self) -> int | None:
        """The row that is shown."""
        return self._wanted

    def remember(self) -> dict[str, Any]:
        """Return the row, what is typed, and the list's order."""
        query: TextQuery = self.model.query
        kept = {"item": self._wanted, "query": self.field.line.text()}
        if query.sort is not None:
            kept |= {"sort": query.sort.value, "descending": query.descending}
        return kept

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show the page as it was."""
        now: TextQuery = self.model.query
        sort = kept.get("sort")
        if now.sort is not None and sort in set(type(now.sort)) and sort != now.sort:
            descending = bool(kept.get("descending", now.descending))
            self._ask(sort=type(now.sort)(str(sort)), descending=descending)
        if isinstance(text := kept.get("query"), str) and text != self.field.line.text():
            self.field.line.setText(text)
        if "item" in kept and kept["item"] is None:
            self.view.choose(None)
            self.show_nothing()
        super().restore(kept)

    # The list and the pane

    def _ask(self, **changed: Any) -> None:
        """Show another list: what differs from the one that is shown."""
        query: TextQuery = replace(self.model.query, **changed)
        self.model.ask(query)
        self.view.sorting.show(query.sort, query.descending)
        self.asked.emit(query.text)

    def _on_sort(self, sort: StrEnum | None, descending: bool) -> None:
        if sort is None:
            self._ask()
        else:
            self._ask(sort=sort, descending=descending)

    def _on_answered(self, _another_query: bool) -> None:
        text = self.model.query.text
        self.empty.say(*(self._texts.nothing_found if text.strip() else self._texts.nothing_yet))
        self.panel.show_rows(self.model.rowCount() > 0)
        self.context.jobs.read(
            self,
            lambda: self.count(text),
            self._show_count,
            failed=self.context.show_error,
            slot=self._count_slot,
        )

    def _show_count(self, count: int) -> None:
        self._count = count
        self._say_count()

    def _on_selected(self) -> None:
        if self.view.number_chosen(self._count) != self._said_chosen:
            self._say_count()

    def _say_count(self) -> None:
        """Say how many rows there are, and how many of them are chosen where that is several."""
        self._said_chosen = chosen = self.view.number_chosen(self._count)
        if self._count is None:
            return
        number = QLocale().toString
        said = self.say_count(self._count).format(count=number(self._count))
        if chosen is not None and chosen > 1:
            said = _("{all} · {count} chosen").format(all=said, count=number(chosen))
        self.panel.show_count(said)

    def _on_chosen(self, item: int | None) -> None:
        if item is not None:
            self._look(item)
            self.moved.emit()

    def _look(self, item: int) -> None:
        self._wanted = item
        self.context.jobs.read(
            self, lambda: self.look(item), self._show, failed=self._on_gone, slot=self._item_slot
        )

    def _show(self, found: Any) -> None:
        self.show_found(found)
        self._right.setCurrentWidget(self._pane)

    def _on_gone(self, error: Exception) -> None:
        self.show_nothing()
        self.context.show_error(error)

    def show_nothing(self) -> None:
        """Show that no row is chosen."""
        self._wanted = None
        self._item_slot.clear()
        self._right.setCurrentIndex(0)

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted is not None and (
            changes.everything or self._wanted in self._touched(changes)
        ):
            self._look(self._wanted)

    def write(self, work: Callable[[], Changes], said: str) -> None:
        """Change the store, and say that it was done."""
        self.context.write(self, work, said)

    def open_dialog(self, dialog: FormDialog) -> None:
        """Open a dialog over the page."""
        self.dialog = dialog
        dialog.finished.connect(self._on_closed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self.dialog = None
