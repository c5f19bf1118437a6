"""The second step: what is in the package, counted by category, with a look inside."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.workflows import package_order, person_data
from app.workflows.package_order import Contents, Order
from app.workflows.person_data import Records
from ui.packages.step import StepView
from ui.pages import Context
from ui.tasks import Slot
from ui.text import size
from ui.widgets.plain_cells import PlainCells
from ui.widgets.plain_label import PlainLabel
from ui.widgets.records_table import RecordsTable

_LOOK = 200
"""Records of a kind that are shown; the package holds them all."""


class ContentsStep(StepView):
    """Kinds of records on the left, the last records of one on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("What is in it"),
            _("Choose a kind to look inside. Other people's data is still shown here."),
        )
        theme = context.theme
        self._order: Order | None = None
        self._contents: Contents | None = None
        self._slot, self._look_slot = Slot(), Slot()
        self.total = PlainLabel(role="heading", wrap=True)
        self.kinds = QTableWidget(0, 3)
        self.kinds.setAccessibleName(_("Kinds of records"))
        self.kinds.setHorizontalHeaderLabels([_("Category"), _("Kind"), _("Records")])
        self.kinds.setItemDelegate(PlainCells(self.kinds, theme))
        self.kinds.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.kinds.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.kinds.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.kinds.setTabKeyNavigation(False)
        self.kinds.setShowGrid(False)
        self.kinds.verticalHeader().hide()
        self.kinds.verticalHeader().setDefaultSectionSize(
            self.fontMetrics().height() + theme.spacing.row
        )
        header = self.kinds.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.records = RecordsTable(theme)
        self.shown = PlainLabel(tone="muted", wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.spacing.gap, 0, 0, 0)
        column.setSpacing(theme.spacing.unit)
        column.addWidget(self.shown)
        column.addWidget(self.records, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.kinds)
        split.addWidget(inside)
        split.setSizes([460, 560])
        self.column.addWidget(self.total)
        self.column.addWidget(split, 1)
        self.kinds.itemSelectionChanged.connect(self._look)

    @property
    def counted(self) -> Contents | None:
        """What is in it; None while it is being counted."""
        return self._contents

    @property
    def can_go_on(self) -> bool:
        """It is counted."""
        return self._contents is not None

    def enter(self, order: Order) -> None:
        """Count what is in it."""
        self._order = order
        self._contents = None
        self.kinds.setRowCount(0)
        self.records.setRowCount(0)
        self.records.setColumnCount(0)
        self.shown.setText("")
        self.total.setText(_("Counting…"))
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: package_order.contents(session, order),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def leave(self) -> None:
        """Let go of a count that is under way."""
        self._slot.clear()
        self._look_slot.clear()

    def take_focus(self) -> None:
        """Put the keyboard on the kinds."""
        self.kinds.setFocus()

    def _show(self, contents: Contents) -> None:
        self._contents = contents
        count = QLocale().toString
        records = ngettext("{count} record", "{count} records", contents.records).format(
            count=count(contents.records)
        )
        if contents.files:
            files = ngettext("{count} attachment", "{count} attachments", contents.files).format(
                count=count(contents.files)
            )
            records = f"{records} · {files}, {size(contents.size)}"
        if contents.mentions:
            named = ngettext(
                "named in {count} text of others",
                "named in {count} texts of others",
                contents.mentions,
            ).format(count=count(contents.mentions))
            records = f"{records} · {named}"
        self.total.setText(records)
        self.kinds.setRowCount(len(contents.kinds))
        above = ""
        for number, kind in enumerate(contents.kinds):
            category = kind.category if kind.category != above else ""
            above = kind.category
            for place, text in enumerate((category, kind.label, count(kind.count))):
                self.kinds.setItem(number, place, QTableWidgetItem(text))
        self.kinds.resizeColumnsToContents()
        for place in range(2):
            self.kinds.setColumnWidth(place, self.kinds.columnWidth(place) + 28)
        if contents.kinds:
            self.kinds.selectRow(0)
        self.changed.emit()

    def _look(self) -> None:
        rows = self.kinds.selectionModel().selectedRows()
        if not rows or self._contents is None or self._order is None:
            return
        session, order = self.context.session, self._order
        kind = self._contents.kinds[rows[0].row()]

        def show(records: Records) -> None:
            self.records.show_records(records)
            if kind.count > len(records.rows):
                text = _("{kind}: the last {count} of {total}").format(
                    kind=kind.label,
                    count=QLocale().toString(len(records.rows)),
                    total=QLocale().toString(kind.count),
                )
            else:
                text = kind.label
            self.shown.setText(text)

        self.context.jobs.read(
            self,
            lambda: person_data.records(session, order.person_id, kind.table, _LOOK, order.days),
            show,
            failed=self.context.show_error,
            slot=self._look_slot,
        )
