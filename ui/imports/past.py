"""The imports of before, each of which can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _
from app.workflows.import_files import ImportKind
from app.workflows.imports import Batch
from ui.imports.words import KIND_LABELS
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.plain_cells import PlainCells
from ui.widgets.plain_label import PlainLabel

_COLUMNS = (
    N_("When"),
    N_("What"),
    N_("By"),
    N_("New"),
    N_("Changed"),
    N_("Rejected"),
    N_("Undone"),
)
_ROLE = Qt.ItemDataRole.UserRole


class PastImports(QWidget):
    """A table of imports with one thing to do to the chosen one."""

    undo_asked = Signal(object)
    """The :class:`Batch` to take back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName(_("Earlier imports"))
        self.table.setItemDelegate(PlainCells(self.table, theme))
        self.table.setHorizontalHeaderLabels([_(title) for title in _COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        height = self.fontMetrics().height() + theme.spacing.row
        self.table.verticalHeader().setDefaultSectionSize(height)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.undo = QPushButton(_("Take back…"))
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self._ask)
        self.none = PlainLabel(_("Nothing was imported yet."), tone="muted")
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Earlier imports"), role="heading"), 1)
        head.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.unit)
        column.addLayout(head)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 50)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.show_batches(())

    def show_batches(self, batches: tuple[Batch, ...]) -> None:
        """Show these imports, the newest first."""
        self.none.setVisible(not batches)
        self.table.setVisible(bool(batches))
        self.table.setRowCount(len(batches))
        count = QLocale().toString
        for number, batch in enumerate(batches):
            undone = "" if batch.undone_at is None else long_moment(batch.undone_at)
            texts = (
                long_moment(batch.at),
                _(KIND_LABELS[ImportKind(batch.kind)]),
                one_line(batch.staff, 80),
                count(batch.created),
                count(batch.updated),
                count(batch.rejected),
                undone,
            )
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(_ROLE, batch)
                self.table.setItem(number, place, item)
        self.table.resizeColumnsToContents()
        for place in range(len(_COLUMNS) - 1):
            self.table.setColumnWidth(place, self.table.columnWidth(place) + 32)
        self._on_selected()

    def chosen(self) -> Batch | None:
        """Return the chosen import."""
        items = self.table.selectedItems()
        batch = items[0].data(_ROLE) if items else None
        return batch if isinstance(batch, Batch) else None

    def _on_selected(self) -> None:
        batch = self.chosen()
        self.undo.setEnabled(batch is not None and batch.undone_at is None)

    def _ask(self) -> None:
        if (batch := self.chosen()) is not None:
            self.undo_asked.emit(batch)
