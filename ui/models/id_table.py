"""A table of any length that holds ids and looks at its rows only when they are shown.

The window's thread never waits: ids come in pages by keyset, rows in batches, both through
:class:`~ui.jobs.Jobs`. The first ids come together with their rows, so that a list is painted
once; what scrolls into view later shows a placeholder until it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.i18n import _
from app.model.changes import Changes
from ui.jobs import Jobs
from ui.models.answer import Answer, again, first, further
from ui.models.column import Cell, Column
from ui.models.source import Source
from ui.tasks import Slot

FIRST_ROWS = 60
"""Ids that come first, with their rows: more than most screens show at once."""
PAGE = 200
"""Ids asked for at a time; the first ones are filled up to as many once nobody types on."""
AT_REST = 100
"""Milliseconds after an answer until what can wait is asked: not while somebody types."""
AHEAD = 64
"""Rows fetched beyond the ones asked for, so that a page further is there before it is needed."""
KEPT_ROWS = 3_000
"""Rows kept in memory; the ids of all loaded pages are kept as well."""
PLACEHOLDER = "…"
_EVERY = 2**31
"""Ids asked for where all of them are wanted; no list has as many."""

_ROW = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

R = TypeVar("R")

AnyIndex = QModelIndex | QPersistentModelIndex


class IdTableModel(QAbstractTableModel, Generic[R]):
    """The ids that a query found, and the rows among them that are in view."""

    answered = Signal(bool)
    """The ids are those of the latest query; True when the query itself is another than before,
    False when the same one was looked at again."""
    failed = Signal(object)
    """The latest query could not be answered; the ids are still those of the one before."""
    renewed = Signal()
    """Rows were read anew since the store changed: what else is kept of the old ones is to go."""

    def __init__(
        self,
        jobs: Jobs,
        source: Source[R],
        columns: Sequence[Column[R]],
        touched: Callable[[Changes], frozenset[int]],
        parent: QObject | None = None,
    ) -> None:
        """Show ``columns`` of the rows of ``source``; ``touched`` picks its ids from changes."""
        super().__init__(parent)
        self._jobs = jobs
        self._source = source
        self.columns = tuple(columns)
        self._touched = touched
        self._query: Any = None
        self._shown_query: Any = None
        self._ids: list[int] = []
        self._next: Any | None = None
        self._rows: dict[int, R] = {}
        self._cells: dict[int, list[Cell | None]] = {}
        self._wanted: set[int] = set()
        self._on_the_way: frozenset[int] = frozenset()
        self._gone: set[int] = set()
        # What changed since rows were last read, which an answer still on its way does not cover.
        self._stale: frozenset[int] | None = frozenset()
        self._page_slot = Slot()
        self._row_slot = Slot()
        self._every_slot = Slot()
        self._page_on_the_way = False
        self.visible: Callable[[], range] = lambda: range(0)
        """The view says which row numbers it shows."""
        self.room: Callable[[], int] = lambda: FIRST_ROWS
        """The view says how many rows it has room for."""
        # Row requests of one paint are gathered and sent together when it is over.
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(0)
        self._gather.timeout.connect(self._fetch_wanted)
        self._fill_up = QTimer(self)
        self._fill_up.setSingleShot(True)
        self._fill_up.setInterval(AT_REST)
        self._fill_up.timeout.connect(lambda: self.fetchMore(QModelIndex()))
        jobs.changed.connect(self._on_changed)

    # What the list shows

    @property
    def query(self) -> Any:
        """The query asked last."""
        return self._query

    @property
    def is_current(self) -> bool:
        """Whether the ids are those of the query asked last."""
        return self._query is self._shown_query

    @property
    def goes_on(self) -> bool:
        """Whether the query finds more than is loaded."""
        return self._next is not None

    def ask(self, query: Any) -> None:
        """Show what ``query`` finds, as soon as it is known; until then what is there stays."""
        self._query = query
        self._fill_up.stop()
        source, room = self._source, self.room()

        def show(answer: Answer[R]) -> None:
            self._rows = dict(answer.rows)
            self._replace(answer)
            self._ask_rows(answer.ids[room:])  # of the next page, behind the picture of this one
            self._fill_up.start()

        self._ask_page(partial(first, source, query, FIRST_ROWS, room), show, at_once=True)

    def look_again(self, stale: frozenset[int] | None = None) -> None:
        """Ask the same query again, over all that is loaded; ``stale`` rows are fetched anew.

        None fetches every row anew.
        """
        if self._query is None:
            return
        if stale is not None:
            stale = None if self._stale is None else stale | self._stale
        self._stale = stale
        self._row_slot.clear()  # what it asked for may be of before the change
        self._on_the_way = frozenset()
        query, source = self._query, self._source
        limit = max(PAGE, len(self._ids))
        shown = self.visible()
        near = slice(max(0, shown.start - AHEAD), max(shown.stop + AHEAD, FIRST_ROWS))
        known = self._rows

        def show(answer: Answer[R]) -> None:
            kept = {} if stale is None else {k: v for k, v in known.items() if k not in stale}
            self._rows = kept | dict(answer.rows)
            self._replace(answer)

        look = partial(again, source, query, limit, near=near, known=known, stale=stale)
        self._ask_page(look, show)

    def id_at(self, row: int) -> int | None:
        """Return the id in a row, None where there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, item: int) -> int | None:
        """Return the row an id is in, None when it is not (or not yet) in the list."""
        try:
            return self._ids.index(item)
        except ValueError:
            return None

    def every_id(self, then: Callable[[tuple[int, ...]], None]) -> None:
        """Give ``then`` every id that the query finds, loaded or not, in the order of the list."""
        query, source = self._shown_query, self._source
        self._jobs.read(
            self,
            lambda: tuple(source.page(query, None, _EVERY).ids),
            then,
            failed=self.failed.emit,
            slot=self._every_slot,
        )

    def record(self, row: int) -> R | None:
        """Return the record in a row as far as it is known; ask for it otherwise."""
        item = self.id_at(row)
        if item is None:
            return None
        record = self._rows.get(item)
        if record is None:
            self._want(row)
        return record

    def known(self, row: int) -> R | None:
        """Return the record in a row if it is here already; it is not asked for."""
        item = self.id_at(row)
        return None if item is None else self._rows.get(item)

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows; the placeholder until its row is known."""
        item = self._ids[row]
        cells = self._cells.get(item)
        known = None if cells is None else cells[column]
        if known is not None:
            return known
        record = self._rows.get(item)
        if record is None:
            self._want(row)
            return Cell("" if item in self._gone else PLACEHOLDER, quiet=True)
        if cells is None:  # of the columns that are looked at alone
            cells = self._cells[item] = [None] * len(self.columns)
        cells[column] = made = self.columns[column].cell(record)
        return made

    # What Qt asks

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many ids are loaded."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the delegate, the clipboard and screen readers ask of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = _(self.columns[index.column()].title)
            return f"{title}: {self.cell(index.row(), index.column()).text}"
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every row can be chosen; whether it can be dragged is the view's to say."""
        return _ROW if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(  # noqa: N802 - Qt's own name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            flag = Qt.AlignmentFlag
            side = flag.AlignRight if self.columns[section].number else flag.AlignLeft
            return side | flag.AlignVCenter
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:  # noqa: N802 - Qt's own name
        """Whether a further page can be asked for now."""
        return not parent.isValid() and self._next is not None and not self._page_on_the_way

    def fetchMore(self, parent: AnyIndex) -> None:  # noqa: N802 - Qt's own name
        """Ask for the next page; its rows are added when it comes."""
        if not self.canFetchMore(parent):
            return
        query, source, after = self._query, self._source, self._next
        limit = max(PAGE - len(self._ids), 0) or PAGE
        self._ask_page(partial(further, source, query, after, limit), self._append)

    def look_ahead(self) -> None:
        """Fetch what the next press of Page Down or Page Up will show, if it is not here yet."""
        shown = self.visible()
        for row in (shown.stop - 1 + AHEAD // 2, shown.start - AHEAD // 2):
            if 0 <= row < len(self._ids) and self._ids[row] not in self._rows:
                self._want(row)
        if self._wanted:  # nothing else comes to be gathered: it is not painting
            self._fetch_wanted()
        if shown.stop + AHEAD > len(self._ids):
            self.fetchMore(QModelIndex())

    # How answers arrive

    def _ask_page(
        self,
        look: Callable[[], Answer[R]],
        show: Callable[[Answer[R]], None],
        *,
        at_once: bool = False,
    ) -> None:
        """Ask for ids; whatever was asked before and did not come yet is void."""
        self._page_on_the_way = True
        self._jobs.read(
            self, look, show, failed=self._page_failed, slot=self._page_slot, at_once=at_once
        )

    def _page_failed(self, error: Exception) -> None:
        self._page_on_the_way = False
        self.failed.emit(error)

    def _replace(self, answer: Answer[R]) -> None:
        self._page_on_the_way = False
        another_query = self._query is not self._shown_query
        self._shown_query = self._query
        self._next = answer.next
        self._cells.clear()
        self._wanted.clear()
        self._gone.clear()
        if self._stale != frozenset():
            self._stale = frozenset()
            self.renewed.emit()
        if answer.ids == tuple(self._ids):
            self._repaint()
        else:
            self.beginResetModel()
            self._ids = list(answer.ids)
            self.endResetModel()
        self.answered.emit(another_query)

    def _append(self, answer: Answer[R]) -> None:
        self._page_on_the_way = False
        self._next = answer.next
        if not answer.ids:
            return
        first = len(self._ids)
        self.beginInsertRows(QModelIndex(), first, first + len(answer.ids) - 1)
        self._ids.extend(answer.ids)
        self.endInsertRows()

    def _want(self, row: int) -> None:
        if self._ids[row] in self._on_the_way or self._ids[row] in self._gone:
            return
        self._wanted.add(row)
        if not self._gather.isActive():
            self._gather.start()

    def _fetch_wanted(self) -> None:
        shown = self.visible()
        near = range(shown.start - AHEAD, shown.stop + AHEAD)
        # Rows that were scrolled past meanwhile need not come any more.
        rows = {row for row in self._wanted if row in near} or self._wanted
        self._wanted = set()
        if not rows:
            return
        first, last = max(0, min(rows) - AHEAD), max(rows) + AHEAD
        self._ask_rows([i for i in self._ids[first : last + 1] if i not in self._rows])

    def _ask_rows(self, ids: Sequence[int]) -> None:
        if not ids:
            return
        self._on_the_way = frozenset(ids)
        source = self._source
        self._jobs.read(
            self, lambda: source.rows(ids), self._receive, failed=self._lost, slot=self._row_slot
        )

    def _receive(self, rows: Mapping[int, R]) -> None:
        self._gone |= self._on_the_way - rows.keys()  # destroyed since; never asked for again
        self._on_the_way = frozenset()
        self._rows.update(rows)
        for item in rows:
            self._cells.pop(item, None)
        if len(self._rows) > KEPT_ROWS:
            for item in list(self._rows)[: len(self._rows) - KEPT_ROWS]:
                del self._rows[item]  # the longest known; a repaint asks for them again
                self._cells.pop(item, None)
        if any(self._ids[row] in rows for row in self.visible()):
            self._repaint()

    def _lost(self, error: Exception) -> None:
        self._on_the_way = frozenset()
        self.failed.emit(error)

    def _repaint(self) -> None:
        if not self._ids:
            return
        shown = self.visible() or range(len(self._ids))
        first = self.index(max(0, shown.start), 0)
        last = self.index(min(len(self._ids), shown.stop) - 1, len(self.columns) - 1)
        self.dataChanged.emit(first, last)

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything:
            self.look_again()
        elif touched := self._touched(changes):
            self.look_again(touched)
