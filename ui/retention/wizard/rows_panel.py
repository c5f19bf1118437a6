"""The rows behind a count of a plan: found, opened, taken out or put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QLocale, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.model import moments
from app.model.changes import Changes
from app.model.ticket_list import IdPage, Key
from app.workflows.purge import Plan, preview
from app.workflows.purge.preview import GROUP_LABELS, TABLE_LABELS, Group, Line, PlannedRow
from app.workflows.session import Session
from ui.models.column import Cell, Column
from ui.models.id_table import IdTableModel
from ui.pages import Context
from ui.retention.words import rule_label
from ui.text import one_line, short_moment
from ui.widgets.id_table_view import IdTableView
from ui.widgets.list_page import TextQuery
from ui.widgets.plain_label import ElidedLabel, PlainLabel
from ui.widgets.search_field import SearchField

_UNSORTED = "plan"
_PAGES = {
    "ticket": "tickets",
    "person": "people",
    "device": "devices",
    "subject_request": "requests",
}


class _Source:
    """The rows of one count."""

    def __init__(self, session: Session, plan: Plan, line: Line) -> None:
        self._session, self._plan, self._line = session, plan, line

    def page(self, query: TextQuery, after: Key | None, limit: int) -> IdPage:
        """Return the ids of rows that a text finds."""
        return preview.page(
            self._session, self._plan, self._line, query.text, after=after, limit=limit
        )

    def rows(self, ids: Sequence[int]) -> Mapping[int, PlannedRow]:
        """Return what is shown of them."""
        return preview.rows(self._session, self._line, ids)


def _kind(row: PlannedRow) -> Cell:
    return Cell(preview.label(row) or _(TABLE_LABELS[row.table]), quiet=True)


def _what(row: PlannedRow) -> Cell:
    known = preview.what(row)
    return Cell(_(known) if known else one_line(row.what))


def _whose(row: PlannedRow) -> Cell:
    return Cell(one_line(row.whose))


def _since(row: PlannedRow) -> Cell:
    text = "" if row.since is None else short_moment(row.since, moments.now())
    return Cell(text, quiet=True)


_COLUMNS: tuple[Column[PlannedRow], ...] = (
    Column("kind", N_("Number"), _kind, 18),
    Column("what", N_("What it is"), _what, 20, stretch=True),
    Column("whose", N_("Whose"), _whose, 22, rank=1),
    Column("since", N_("Since"), _since, 12),
)


class RowsPanel(QWidget):
    """One count's rows."""

    take_out = Signal(object)
    """(table, ids) of the rows to leave out of the plan."""
    put_back = Signal(object)
    """(table, ids) of the rows to take up again."""

    def __init__(self, context: Context, plan: Plan, line: Line, *, frozen: bool) -> None:
        super().__init__()
        self._context = context
        self.line = line
        theme = context.theme
        self.model: IdTableModel[Any] = IdTableModel(
            context.jobs, _Source(context.session, plan, line), _COLUMNS, _touched, self
        )
        title = f"{_(GROUP_LABELS[line.group])}: {rule_label(line.rule)}"
        if line.why:
            title += f" ({one_line(line.why, 120)})"
        self.view = IdTableView(self.model, theme, title)
        self.field = SearchField(theme, _("Find in these rows"), _("Find in these rows"))
        self.out = QPushButton(_("Take out…"))
        self.back = QPushButton(_("Put back"))
        self.open = QPushButton(_("Open"))
        head = QHBoxLayout()
        head.setSpacing(theme.spacing.unit)
        head.addWidget(ElidedLabel(title, role="heading"), 1)
        self.count = PlainLabel(tone="muted")
        head.addWidget(self.count)
        for button in (self.open, self.out, self.back):
            button.setEnabled(False)
            head.addWidget(button)
        self.out.setVisible(not frozen and line.group in {Group.DESTROY, Group.ANONYMISE})
        self.back.setVisible(not frozen and line.group is Group.EXEMPT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.spacing.unit, 0, 0)
        column.setSpacing(theme.spacing.unit)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addWidget(self.view, 1)
        self.field.typed.connect(lambda text: self.model.ask(TextQuery(text)))
        self.model.failed.connect(context.show_error)
        self.view.selectionModel().selectionChanged.connect(lambda *_changed: self._allow())
        self.view.opened.connect(self._show_row)
        self.open.clicked.connect(self._open_chosen)
        self.view.chosen_all.connect(lambda _all: self._allow())
        self.out.clicked.connect(lambda: self._give(self.take_out))
        self.back.clicked.connect(lambda: self._give(self.put_back))
        self.view.sorting.show(_UNSORTED, descending=False)
        self.model.ask(TextQuery())

    def _allow(self) -> None:
        count = None if self.model.query.text.strip() else self.line.rows
        chosen = self.view.number_chosen(count)
        self.out.setEnabled(chosen != 0)
        self.back.setEnabled(chosen != 0)
        self.open.setEnabled(chosen == 1)
        if chosen is None:
            self.count.setText(_("All that are found are chosen"))
        elif chosen > 1:
            self.count.setText(_("{count} chosen").format(count=QLocale().toString(chosen)))
        else:
            self.count.setText("")

    def _give(self, signal: SignalInstance) -> None:
        self.view.give_chosen(lambda ids: signal.emit((self.line.table, ids)))

    def _open_chosen(self) -> None:
        if chosen := self.view.chosen_ids():
            self._show_row(chosen[0])

    def _show_row(self, row: int) -> None:
        session, line = self._context.session, self.line

        def show(found: dict[int, PlannedRow]) -> None:
            shown = found.get(row)
            if shown is not None and shown.opens is not None:
                table, target = shown.opens
                self._context.go(_PAGES[table], target)

        self._context.jobs.read(
            self,
            lambda: preview.rows(session, line, (row,)),
            show,
            failed=self._context.show_error,
        )


def _touched(_changes: Changes) -> frozenset[int]:
    """A plan is of the moment it was made: its rows are looked at anew by making it anew."""
    return frozenset()
