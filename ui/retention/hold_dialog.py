"""Places a hold: on what, on which ground, until when, and when to look at it again."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import N_, _, ngettext
from app.model.changes import Changes
from app.model.ticket import parse_number
from app.workflows import holds
from app.workflows.holds import Meant
from ui.pages import Context
from ui.tasks import Slot
from ui.text import one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.day_field import DayField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel

_SETTLE = 250  # milliseconds without a key before what is typed is looked up
_LONGEST = 300  # characters
_ON = {
    "ticket": N_("A ticket"),
    "person": N_("A person and all that is theirs"),
    "device": N_("A device"),
    "organisation": N_("An organisation and all that is its"),
    "search": N_("What a search of tickets finds"),
}
_HINTS = {
    "ticket": N_("CNE-2026-000123"),
    "device": N_("A serial number, IMEI, MAC address or asset tag"),
    "organisation": N_("The name of the organisation"),
    "search": N_("As in the list of tickets: tag:claim, or words"),
}


class HoldDialog(FormDialog):
    """Shows what the hold would be on before it is placed."""

    placed = Signal(int)
    """The number of the hold."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, _("Place a hold"), _("Place it"), parent)
        self._slot = Slot()
        self.meant: Meant | None = None
        self.kind = ChoiceButton(context.theme, _("What to keep"))
        self.kind.set_choices([(table, _(text)) for table, text in _ON.items()])
        self.person = PersonPicker(context, _("Which person"))
        self.which = QLineEdit()
        self.which.setAccessibleName(_("Which"))
        self.which.setMaxLength(_LONGEST)
        self.found = PlainLabel(tone="muted", wrap=True)
        self._ways = QStackedWidget()
        self._ways.addWidget(self.which)
        self._ways.addWidget(self.person)
        self.ground = QPlainTextEdit()
        self.ground.setAccessibleName(_("Ground"))
        self.ground.setTabChangesFocus(True)
        until, review = (
            _("Until, the last day (empty: until it is released)"),
            _("Look at it again on"),
        )
        self.until, self.review = (DayField(context.theme, name) for name in (until, review))
        self.form.addWidget(labelled(_("What to keep"), self.kind))
        self.form.addWidget(labelled(_("Which"), self._ways))
        self.form.addWidget(self.found)
        label = _("Ground: which obligation, dispute or agreement demands it")
        # In Dutch it is longer than a line.
        self.form.addWidget(labelled(label, self.ground, wrap=True))
        self.form.addWidget(labelled(until, self.until))
        self.form.addWidget(labelled(review, self.review))
        self.form.addStretch(1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self._look)
        self.kind.picked.connect(self._take_kind)
        self.which.textChanged.connect(self._on_typed)
        self.person.picked.connect(self._allow)
        self.person.offered.connect(self.fit)
        self.ground.textChanged.connect(self._allow)
        self._take_kind("ticket")

    def _take_kind(self, table: str) -> None:
        is_person = table == "person"
        self._ways.setCurrentWidget(self.person if is_person else self.which)
        hint = _HINTS.get(table)
        self.which.setPlaceholderText(_(hint) if hint else "")
        self._on_typed()
        (self.person.line if is_person else self.which).setFocus()

    def take_identifier(self, text: str) -> None:
        """Fill in the device or ticket that was scanned, where nothing of another kind is named."""
        table = "device" if parse_number(text) is None else "ticket"
        if table != self.kind.value and (self.which.text().strip() or self.person.person):
            super().take_identifier(text)
            return
        self.kind.set_value(table)
        self._take_kind(table)
        self.which.setText(text)

    def _on_typed(self, *_text: str) -> None:
        self.meant = None
        self._slot.clear()
        self._say("", "muted")
        if self.which.text().strip():
            self._settle.start()
        self._allow()

    def _look(self) -> None:
        table, text, session = self.kind.value, self.which.text(), self.context.session
        if table == "person":
            return
        self.context.jobs.read(
            self,
            lambda: holds.look(session, table, text),
            self._show_meant,
            failed=self._not_understood,
            slot=self._slot,
        )

    def _show_meant(self, meant: Meant | None) -> None:
        self.meant = meant
        if meant is None:
            self._say(_("Nothing is named so, or more than one thing."), "warning")
        elif meant.row is None:
            count = ngettext(
                "{count} ticket now; asked again whenever something is to be destroyed.",
                "{count} tickets now; asked again whenever something is to be destroyed.",
                meant.tickets,
            )
            self._say(count.format(count=meant.tickets), "success")
        else:
            self._say(one_line(meant.label), "success")
        self._allow()

    def _not_understood(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._say(f"{error.message} {error.hint}", "danger")
        else:
            self.context.show_error(error)

    def _say(self, text: str, tone: str) -> None:
        self.found.setText(text)
        self.found.set_tone(tone)
        self.found.setVisible(bool(text))

    @property
    def _chosen(self) -> Meant | None:
        if self.kind.value != "person":
            return self.meant
        row = self.person.person
        return None if row is None else Meant("person", row.id, row.display_name)

    def _allow(self) -> None:
        ready = self._chosen is not None and bool(self.ground.toPlainText().strip())
        self.submit.setEnabled(ready)

    def send(self) -> None:
        """Place the hold."""
        if (meant := self._chosen) is None:
            return
        session, ground = self.context.session, self.ground.toPlainText()
        try:
            until, review = self.until.read(), self.review.read()
        except KnownError as error:
            self.refused(error)
            return

        def work() -> tuple[int, Changes]:
            if meant.row is None:
                return holds.add_search(session, meant.label, ground, until, review=review)
            return holds.add(session, meant.table, meant.row, ground, until, review=review)

        def done(result: tuple[int, Changes]) -> None:
            self.accept()
            self.placed.emit(result[0])

        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(self, work, done, failed=self.refused)
