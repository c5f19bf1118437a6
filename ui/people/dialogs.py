"""Adds a person, changes one, adds an address, renames an organisation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.person import ACCOUNT_LABELS, AccountState, OrganisationRow, Person
from app.workflows import organisations, people
from ui.pages import Context
from ui.people.person_pane import LANGUAGE_LABELS
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled

_LONGEST = 300


class PersonDialog(FormDialog):
    """The properties of a person: those that may be kept, and no others."""

    made = Signal(object)
    """The id of the person that was added."""
    changed = Signal(object)
    """The :class:`Person` as they were, where that can be put back."""

    def __init__(self, context: Context, parent: QWidget, person: Person | None = None) -> None:
        super().__init__(
            context,
            _("Change person") if person else _("New person"),
            _("Save") if person else _("Add person"),
            parent,
        )
        self._person = person
        name, self.name = field(_("Name"))
        user_name, self.user_name = field(_("User name"))
        organisation, self.organisation = field(_("Organisation"))
        for line in (self.name, self.user_name, self.organisation):
            line.setMaxLength(_LONGEST)
        self.email: QLineEdit | None = None
        self.language = ChoiceButton(context.theme, _("Language"))
        languages = [("", _("Unknown")), *((c, _(t)) for c, t in LANGUAGE_LABELS.items())]
        self.language.set_choices(languages, person.language if person else "")
        boxes = [name, user_name, organisation, labelled(_("Language"), self.language)]
        if person is None:
            email, self.email = field(_("E-mail address"))
            self.email.setMaxLength(_LONGEST)
            boxes.insert(1, email)
            self.account = None
        else:
            self.account = ChoiceButton(context.theme, _("Account"))
            states = [(state, _(text)) for state, text in ACCOUNT_LABELS.items()]
            self.account.set_choices(states, person.row.account_state)
            boxes.append(labelled(_("Account"), self.account))
            self.name.setText(person.row.display_name)
            self.user_name.setText(person.row.user_name)
            self.organisation.setText(person.row.organisation)
        for box in boxes:
            self.form.addWidget(box)
        self.form.addStretch(1)
        ask_for(self.name)
        self.at_fault["name_needed"] = self.name
        if self.email is not None:
            self.at_fault |= dict.fromkeys(("address_taken", "address_needed"), self.email)
        self.name.textChanged.connect(self._allow)
        self._allow()
        self.name.setFocus()

    def _allow(self, *_text: str) -> None:
        self.submit.setEnabled(bool(self.name.text().strip()) or self._person is not None)

    def send(self) -> None:
        """Keep what was typed."""
        session, person = self.context.session, self._person
        name, user_name = self.name.text().strip(), self.user_name.text().strip()
        organisation, language = self.organisation.text().strip(), str(self.language.value)
        self.messages.hide()
        self.set_busy(True)
        if person is None:
            email = self.email.text().strip() if self.email else ""
            self.context.jobs.write(
                self,
                lambda: people.add(
                    session,
                    display_name=name,
                    email=email,
                    user_name=user_name,
                    organisation=organisation,
                    language=language,
                ),
                self._added,
                failed=self.refused,
            )
            return
        chosen: AccountState | None = self.account.value if self.account else None
        # A closed account that stays closed keeps the moment at which it was.
        state = None if chosen is person.row.account_state else chosen
        self.context.jobs.write(
            self,
            lambda: people.change(
                session,
                person.row.id,
                person.row.version,
                display_name=name,
                user_name=user_name,
                organisation=organisation,
                language=language,
                account_state=state,
            ),
            lambda _changes: self._on_changed(person, can_be_undone=state is None),
            failed=self.refused,
        )

    def _added(self, result: tuple[int, Changes]) -> None:
        self.made.emit(result[0])
        self.accept()

    def _on_changed(self, before: Person, *, can_be_undone: bool) -> None:
        self.accept()
        if can_be_undone:  # when an account was closed is counted from, and would be lost
            self.changed.emit(before)


class AddressDialog(FormDialog):
    """One more e-mail address of a person."""

    def __init__(self, context: Context, parent: QWidget, person: int) -> None:
        super().__init__(context, _("Add an address"), _("Add"), parent)
        self._person = person
        box, self.address = field(_("E-mail address"))
        self.address.setMaxLength(_LONGEST)
        self.form.addWidget(box)
        self.form.addStretch(1)
        ask_for(self.address)
        self.at_fault = dict.fromkeys(("address_taken", "address_needed"), self.address)
        self.address.setFocus()

    def send(self) -> None:
        """Add the address."""
        session, person, address = self.context.session, self._person, self.address.text().strip()
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: people.add_email(session, person, address),
            lambda _changes: self.accept(),
            failed=self.refused,
        )


class RenameDialog(FormDialog):
    """Another name for an organisation."""

    def __init__(self, context: Context, parent: QWidget, row: OrganisationRow) -> None:
        super().__init__(context, _("Rename organisation"), _("Rename"), parent)
        self._row = row
        box, self.name = field(_("Name"))
        self.name.setMaxLength(_LONGEST)
        self.name.setText(row.name)
        self.name.selectAll()
        self.form.addWidget(box)
        self.form.addStretch(1)
        ask_for(self.name)
        self.at_fault = dict.fromkeys(("name_needed", "name_taken"), self.name)
        self.name.setFocus()

    def send(self) -> None:
        """Give it the name."""
        session, row, name = self.context.session, self._row, self.name.text()
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: organisations.rename(session, row.id, name, row.version),
            lambda _changes: self.accept(),
            failed=self.refused,
        )
