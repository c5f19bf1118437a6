"""Merges two records of one person, and says beforehand what that does."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.person import PersonRow
from app.workflows import people, person_data
from app.workflows.person_data import MergePreview
from ui.pages import Context
from ui.people.columns import person_name
from ui.tasks import Slot
from ui.text import one_line
from ui.widgets.facts import pairs
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.person_picker import PersonPicker, person_line
from ui.widgets.plain_label import PlainLabel


class MergeDialog(FormDialog):
    """The other record is found as one types; what moves is counted before anything is done."""

    merged = Signal(object)
    """The id of the record that was kept."""

    def __init__(self, context: Context, parent: QWidget, shown: PersonRow) -> None:
        super().__init__(context, _("Merge two records of one person"), _("Merge"), parent)
        self._shown = shown
        self._keep_shown = True
        self._slot = Slot()
        self.preview: MergePreview | None = None
        self.form.addWidget(PlainLabel(person_line(shown), role="heading", wrap=True))
        self.other = PersonPicker(context, _("The other record of this person"))
        self.other.left_out = shown.id
        self.form.addWidget(labelled(_("The other record of this person"), self.other))
        self.swap = QPushButton(_("Keep the other record instead"))
        self.swap.setProperty("role", "link")
        self.swap.setAutoDefault(False)
        self.swap.clicked.connect(self._swap)
        self.swap.hide()
        self._told = QVBoxLayout()
        self.form.addLayout(self._told)
        self.form.addWidget(self.swap, alignment=Qt.AlignmentFlag.AlignLeft)
        self.form.addStretch(1)
        self.other.picked.connect(self._look)
        self.other.offered.connect(self.fit)
        self.submit.setEnabled(False)
        self.other.line.setFocus()

    def _pair(self) -> tuple[int, int] | None:
        """Return (the record that goes, the one that stays); None while there is no other."""
        other = self.other.person
        if other is None:
            return None
        pair = (other.id, self._shown.id)
        return pair if self._keep_shown else (pair[1], pair[0])

    def _swap(self) -> None:
        self._keep_shown = not self._keep_shown
        self._look()

    def _look(self) -> None:
        self.preview = None
        self.submit.setEnabled(False)
        pair = self._pair()
        self.swap.setVisible(pair is not None)
        if pair is None:
            self._slot.clear()
            self._tell(None)
            return
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: person_data.merge_preview(session, *pair),
            self._show,
            failed=self.refused,
            slot=self._slot,
        )

    def _show(self, preview: MergePreview) -> None:
        self.preview = preview
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.spacing.unit)
        kept, gone = person_name(preview.kept.row), person_name(preview.merged.row)
        column.addWidget(
            PlainLabel(
                _("Moves to {person}").format(person=_with_address(preview.kept.row)),
                role="heading",
                wrap=True,
            )
        )
        moves = [(kind.label, QLocale().toString(kind.count)) for kind in preview.moves]
        column.addWidget(pairs(moves) if moves else PlainLabel(_("Nothing."), tone="muted"))
        if preview.filled:
            text = _("Taken over where {person} has none: {properties}.")
            filled = ", ".join(preview.filled)
            column.addWidget(PlainLabel(text.format(person=kept, properties=filled), wrap=True))
        column.addWidget(
            PlainLabel(
                _("The record of {person} is gone afterwards. This cannot be undone.").format(
                    person=gone if gone != kept else _with_address(preview.merged.row)
                ),
                tone="warning",
                wrap=True,
            )
        )
        self._tell(box)
        self.submit.setEnabled(True)
        self.fit()

    def _tell(self, widget: QWidget | None) -> None:
        while (item := self._told.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if widget is not None:
            self._told.addWidget(widget)
            widget.show()  # now, so that the dialog can make room for it

    def send(self) -> None:
        """Merge what the preview told of."""
        pair = self._pair()
        if pair is None or self.preview is None:
            return
        session = self.context.session
        self.messages.hide()
        self.set_busy(True)

        def done(_changes: Changes) -> None:
            self.context.tell(_("The two records are one now."))
            self.merged.emit(pair[1])
            self.accept()

        self.context.jobs.write(
            self, lambda: people.merge(session, *pair), done, failed=self.refused
        )


def _with_address(row: PersonRow) -> str:
    address = one_line(row.email, 80)
    name = person_name(row)
    return f"{name} ({address})" if address and address != name else name
