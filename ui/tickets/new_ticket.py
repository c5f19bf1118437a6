"""Makes a ticket by hand: who asks, what it is about, and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Changes
from app.model.person import PersonRow
from app.model.ticket import CHANNEL_LABELS, PRIORITY_LABELS, Channel, Priority
from app.workflows import new_ticket, people, tickets
from app.workflows.new_ticket import NewPerson, NewTicket
from ui.pages import Context
from ui.tickets.chosen_devices import ChosenDevices
from ui.tickets.word_field import WordField
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.typed import mark_typed

_LINES = 6
_TITLE_LENGTH = 500


class NewTicketDialog(FormDialog):
    """What is asked of a new ticket; only its title is needed."""

    made = Signal(object)
    """The id of the ticket that was made."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, _("New ticket"), _("Make ticket"), parent)
        theme, me = context.theme, context.session.member.name
        self.requester = PersonPicker(context, _("Requester"))
        self.add_person = QPushButton(_("Somebody who is not on record yet"))
        self.add_person.setProperty("role", "link")
        self.add_person.setAutoDefault(False)
        self.add_person.clicked.connect(self._ask_new_person)
        self._name_box, self.new_name = field(_("Name"))
        self._email_box, self.new_email = field(_("E-mail address"))
        self._organisation_box, self.new_organisation = field(_("Organisation"))
        self.channel = ChoiceButton(theme, _("Channel"))
        self.channel.set_choices(
            [(c, _(text)) for c, text in CHANNEL_LABELS.items()], Channel.TELEPHONE
        )
        self.priority = ChoiceButton(theme, _("Priority"))
        self.priority.set_choices(
            [(p, _(text)) for p, text in PRIORITY_LABELS.items()], Priority.NORMAL
        )
        self.assignee = ChoiceButton(theme, _("Assignee"))
        self.assignee.set_choices([("", _("Nobody")), (me, _("{name} (me)").format(name=me))])
        title_box, self.title = field(_("What is it about?"))
        self.title.setMaxLength(_TITLE_LENGTH)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Description"))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 24)
        self.queue = WordField(_("Queue"))
        self.category = WordField(_("Category"))
        self.tags = WordField(_("Tags"), many=True, hint=_("Separated by commas"))
        self.devices = ChosenDevices(self)
        self.devices.unknown.connect(self._on_unknown)
        self._choices = (self.channel, self.priority, self.assignee)
        self._lines = (
            self.requester.line,
            self.new_name,
            self.new_email,
            self.new_organisation,
            self.title,
            self.queue.line,
            self.category.line,
            self.tags.line,
        )
        ask_for(self.title)
        self.at_fault = {
            "title_needed": self.title,
            "requester_open": self.requester.line,
            "requester_needed": self.new_name,
            "address_needed": self.new_email,
            "address_taken": self.new_email,
        }
        self._lay_out(title_box)
        self.requester.picked.connect(self._on_picked)
        context.jobs.read(self, lambda: tickets.vocabulary(context.session), self._know)
        self.requester.line.setFocus()

    def _lay_out(self, title_box: QWidget) -> None:
        people = QVBoxLayout()
        people.setSpacing(2)
        people.addWidget(labelled(_("Requester"), self.requester))
        people.addWidget(self.add_person, alignment=Qt.AlignmentFlag.AlignLeft)
        self.form.addLayout(people)
        self._new_person = QWidget()
        self._new_person.hide()
        row = QHBoxLayout(self._new_person)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.context.theme.spacing.unit)
        for box in (self._name_box, self._email_box, self._organisation_box):
            row.addWidget(box, 1)
        self.form.addWidget(self._new_person)
        self.form.addWidget(title_box)
        self.form.addWidget(labelled(_("Description"), self.text))
        for boxes in (
            (
                labelled(_("Channel"), self.channel),
                labelled(_("Priority"), self.priority),
                labelled(_("Assignee"), self.assignee),
            ),
            (self.queue.box, self.category.box),
            (self.tags.box,),
        ):
            line = QHBoxLayout()
            line.setSpacing(self.context.theme.spacing.unit)
            for box in boxes:
                line.addWidget(box, 1)
            self.form.addLayout(line)
        self.form.addWidget(self.devices)
        self.form.addStretch(1)

    def _know(self, known: dict[str, tuple[str, ...]]) -> None:
        self.queue.set_known(known["queue"])
        self.category.set_known(known["category"])
        self.tags.set_known(known["tag"])
        me = self.context.session.member.name
        others = [(name, name) for name in known["assignee"] if name != me]
        choices = [("", _("Nobody")), (me, _("{name} (me)").format(name=me)), *others]
        self.assignee.set_choices(choices, self.assignee.value)

    # The requester

    @property
    def is_new_person(self) -> bool:
        """Whether the requester is being put on record with the ticket."""
        return not self._new_person.isHidden()

    def _ask_new_person(self) -> None:
        typed = self.requester.line.text().strip()
        if "@" in typed and not self.new_email.text():
            self.new_email.setText(typed)
        elif typed and not self.new_name.text():
            self.new_name.setText(typed)
        mark_typed(self.new_name, self.new_email)
        self._new_person.show()
        self.requester.line.clear()
        self.add_person.hide()
        (self.new_email if self.new_name.text() else self.new_name).setFocus()

    def _on_picked(self) -> None:
        if self.requester.person is not None:
            self._new_person.hide()
            self.add_person.hide()
            self.title.setFocus()
        else:
            self.add_person.show()

    def _who(self) -> int | NewPerson | None:
        if self.requester.person is not None:
            return self.requester.person.id
        if self.requester.is_open:  # it may be meant instead of whoever is new
            raise KnownError(
                "requester_open",
                _("Who the requester is has not been chosen."),
                _("Choose somebody from the list, add a new person, or empty the field."),
            )
        if self.is_new_person:
            return NewPerson(
                self.new_name.text(), self.new_email.text(), self.new_organisation.text()
            )
        return None

    def take_identifier(self, text: str) -> None:
        """Take the device that was scanned."""
        self.messages.hide()  # of a scan before
        self.devices.take(text)

    def _on_unknown(self, _code: str) -> None:
        self.messages.tell(
            "warning",
            _("No device has the identifier that was scanned."),
            _("Nothing else was changed. Make the ticket first, then the device on its page."),
        )
        self.fit()

    # What is half filled in

    def remember(self) -> dict[str, Any]:
        """Return what is filled in so far, in values that JSON knows."""
        person = self.requester.person
        return {
            "person": None if person is None else person.id,
            "is_new": self.is_new_person,
            "text": self.text.toPlainText(),
            "lines": [line.text() for line in self._lines],
            "choices": [choice.value for choice in self._choices],
            "devices": list(self.devices.chosen),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill in what ``remember`` returned."""
        if kept["is_new"]:
            self._ask_new_person()
        for line, text in zip(self._lines, kept["lines"], strict=True):
            line.setText(text)
        self.text.setPlainText(kept["text"])
        mark_typed(*self._lines, self.text)
        for choice, value in zip(self._choices, kept["choices"], strict=True):
            choice.set_value(type(choice.value)(value))  # JSON knows no enumerations
        self.devices.take_all(kept.get("devices", ()))
        session, person = self.context.session, kept["person"]
        if person is not None:
            self.context.jobs.read(
                self, lambda: people.rows(session, (person,)), self._choose, failed=self.refused
            )

    def _choose(self, rows: Mapping[int, PersonRow]) -> None:
        for row in rows.values():  # nobody, where the person was erased meanwhile
            self.requester.choose(row)

    # What is done

    def send(self) -> None:
        """Make the ticket; what was typed stays until it is made."""
        if self.devices.hold_up():
            return
        try:
            what = NewTicket(
                title=self.title.text(),
                channel=self.channel.value,
                text=self.text.toPlainText(),
                requester=self._who(),
                priority=self.priority.value,
                queue=self.queue.word,
                category=self.category.word,
                assignee=self.assignee.value,
                tags=self.tags.words,
                devices=self.devices.chosen,
            )
        except KnownError as error:
            self.refused(error)
            return
        self.set_busy(True)
        session = self.context.session
        self.context.jobs.write(
            self, lambda: new_ticket.create(session, what), self._on_made, failed=self.refused
        )

    def _on_made(self, result: tuple[int, Changes]) -> None:
        self.accept()
        self.made.emit(result[0])
