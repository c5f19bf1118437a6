"""What files will do, row by row, before they do it; and afterwards what they did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.workflows.import_files import ImportKind, ImportRow, Outcome
from ui.imports.mapping import Mapping
from ui.imports.rows import RowsModel, RowsView
from ui.imports.words import ACTIONS, KIND_LABELS
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.bounded_area import BoundedArea
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.enter_key import leads_on
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_ALL, _REJECTED, _REMARKS = N_("All rows"), N_("Rejected"), N_("With remarks")
_LOW = 30  # lines: a lower window has no room for the fields to drag, nor for long remarks
_REMARK_LINES = 2


class Preview(QWidget):
    """The files, their columns, a summary and every row."""

    kind_picked = Signal()
    """The user says what the files hold."""
    changed = Signal()
    """The user says what a column holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.outcome = Outcome()
        self.files = ElidedLabel(role="heading", elide=Qt.TextElideMode.ElideMiddle)
        self.kind_choice = ChoiceButton(theme, _("What the files hold"))
        self.kind_choice.set_choices([(kind, _(text)) for kind, text in KIND_LABELS.items()])
        self.summary = PlainLabel(wrap=True)
        self.columns = PlainLabel(_("Columns"), role="heading")
        self.mapping = Mapping(theme)
        self.filter = ChoiceButton(theme, _("Rows to show"))
        self.filter.set_choices([(one, _(one)) for one in (_ALL, _REJECTED, _REMARKS)])
        self.model = RowsModel(theme, self)
        self.view = RowsView(self.model, theme)
        self.back = QPushButton(_("Cancel"))
        self.go = QPushButton()
        self.go.setProperty("role", "primary")
        head = QHBoxLayout()
        head.setSpacing(theme.spacing.unit)
        head.addWidget(self.files, 1)
        head.addWidget(self.kind_choice)
        under = QHBoxLayout()
        under.addWidget(self.summary, 1)
        under.addWidget(self.filter)
        last = QHBoxLayout()
        last.setSpacing(theme.spacing.unit)
        self.remarks = PlainLabel(wrap=True, tone="muted")
        self._remarks_box = BoundedArea(_("Remarks"), self.remarks)
        last.addWidget(self._remarks_box, 1)
        last.addWidget(self.back)
        last.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.unit + 2)
        column.addLayout(head)
        column.addWidget(self.columns)
        column.addWidget(self.mapping)
        column.addLayout(under)
        column.addWidget(self.view, 1)
        column.addLayout(last)
        self.kind_choice.picked.connect(lambda _kind: self.kind_picked.emit())
        self.mapping.picked.connect(self.changed)
        self.filter.picked.connect(lambda _what: self._show_rows())
        self.view.selectionModel().currentRowChanged.connect(self._show_remarks)

    def _show_remarks(self, row: QModelIndex, _before: QModelIndex) -> None:
        """Say whole what a row's line has no room for."""
        notes = self.model.row(row.row()).notes if row.isValid() else ()
        self.remarks.setText(" ".join(one_line(note) for note in notes))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Let what may be long give way to the buttons in a low window."""
        super().resizeEvent(event)
        low = self.window().height() / self.fontMetrics().height() < _LOW
        self.mapping.be_low(low)
        self.view.be_low(low)
        most = _REMARK_LINES * self.remarks.fontMetrics().lineSpacing()
        self._remarks_box.bound(most if low else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Ctrl+Enter lead on from any field."""
        if not leads_on(event, self.go):
            super().keyPressEvent(event)

    @property
    def kind(self) -> ImportKind:
        """What the files hold, guessed or said."""
        kind: ImportKind = self.kind_choice.value
        return kind

    @property
    def _is_all_rejected(self) -> bool:
        rows = self.outcome.rows
        return bool(rows) and all(row.action == "rejected" for row in rows)

    @property
    def next_step(self) -> QWidget:
        """What comes next: importing, or saying what the columns hold where no row lands yet."""
        if self.go.isEnabled():
            return self.go
        columns = list(self.mapping.choices.values())
        lead_there = self._is_all_rejected and not self.mapping.isHidden()
        return columns[0] if lead_there and columns else self.back

    def begin(self, names: Sequence[str], kind: ImportKind) -> None:
        """Say which files are looked at."""
        self.files.setText(", ".join(names))
        self.kind_choice.set_value(kind)
        self.filter.set_value(_ALL)
        self.show_mapping(visible=False)
        self.show_waiting()

    def show_mapping(self, *, visible: bool) -> None:
        """Show the columns, where the files have any."""
        self.columns.setVisible(visible)
        self.mapping.setVisible(visible)

    def show_waiting(self) -> None:
        """Show that the files are being looked at."""
        self.outcome = Outcome()
        self.model.show_rows([])
        self.remarks.setText("")
        self.summary.setText(_("Looking at the files…"))
        self._offer(_("Import"), possible=False)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what each row will do."""
        self.outcome = outcome
        self.summary.setText(_summary(outcome) or _("There is nothing in these files."))
        self._show_rows()
        text = ngettext("Import {count} row", "Import {count} rows", outcome.lands)
        count = QLocale().toString(outcome.lands)
        self._offer(text.format(count=count), possible=outcome.lands > 0)

    def show_running(self) -> None:
        """Show that the import is under way; its progress stands in the status bar."""
        self.kind_choice.setEnabled(False)
        self.mapping.setEnabled(False)
        self.back.setText(_("Stop"))
        self.go.setEnabled(False)

    def show_done(self, outcome: Outcome) -> None:
        """Show what each row did."""
        self.outcome = outcome
        self.summary.setText(_summary(outcome))
        self.show_mapping(visible=False)
        self._show_rows()
        self.go.hide()
        self.back.setText(_("Done"))
        if self.isVisible():  # it may end while somebody types on another page
            self.back.setFocus()

    def _offer(self, text: str, *, possible: bool) -> None:
        self.kind_choice.setEnabled(True)
        self.mapping.setEnabled(True)
        self.back.setText(_("Cancel"))
        self.go.show()
        self.go.setText(text)
        self.go.setEnabled(possible)

    def _show_rows(self) -> None:
        self.remarks.setText("")

        def wanted(row: ImportRow) -> bool:
            if self.filter.value == _REJECTED:
                return row.action == "rejected"
            return self.filter.value == _ALL or bool(row.notes)

        rows = [row for row in self.outcome.rows if wanted(row)]
        self.model.show_rows(rows)
        if rows and self._is_all_rejected:
            self.view.selectRow(0)  # why is then all there is to know


def _summary(outcome: Outcome) -> str:
    """Say how many rows do what."""
    counted = [(_(label), outcome.count(action)) for action, (label, _tone) in ACTIONS.items()]
    return " · ".join(f"{label}: {QLocale().toString(count)}" for label, count in counted if count)
