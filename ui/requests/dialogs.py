"""The small dialogs of a request: each asks one thing and does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import KnownError
from app.i18n import _, current_language
from app.model.changes import Changes
from app.model.person import PersonRow
from app.model.subject_request import (
    ENDINGS,
    EXTENSION_LABELS,
    GROUND_LABELS,
    KIND_LABELS,
    ExtensionReason,
    Ground,
    RequestKind,
    SubjectRequest,
)
from app.policy import load_policy
from app.workflows import requests
from app.workflows.requests import carrying_out, timing
from app.workflows.requests.carrying_out import Correction
from app.workflows.requests.guide import Guide
from app.workflows.requests.steps import today
from ui import prompts
from ui.pages import Context
from ui.requests.words import KIND_TEXTS
from ui.text import day as say_day
from ui.text import one_line
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.day_field import DayField
from ui.widgets.facts import link
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel
from ui.widgets.reason_dialog import ReasonDialog

_LONGEST = 200  # characters of a name or address


class NewRequestDialog(FormDialog):
    """Takes a request in: of whom, what, and when it reached us."""

    made = Signal(object)
    """The row id of the request."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        person: PersonRow | None = None,
        asked_on: date | None = None,
    ) -> None:
        super().__init__(context, _("New request"), _("Take in"), parent)
        self.person = PersonPicker(context, _("Who is asking"))
        self.kind = ChoiceButton(context.theme, _("What they ask"))
        self.kind.set_choices([(kind, _(text)) for kind, text in KIND_LABELS.items()])
        self.means = PlainLabel(tone="muted", wrap=True)
        self.received = DayField(context.theme, _("Received on"))
        self.received.show_day(asked_on or today())
        self.due = PlainLabel(tone="muted", wrap=True)
        unknown = link(_("Somebody who is not on record yet…"))
        unknown.clicked.connect(self._add_person)
        self.form.addWidget(labelled(_("Who is asking"), self.person))
        self.form.addWidget(unknown)
        self.form.addWidget(labelled(_("What they ask"), self.kind))
        self.form.addWidget(self.means)
        self.form.addWidget(labelled(_("Received on"), self.received))
        self.form.addWidget(self.due)
        self.form.addStretch(1)
        self.person.offered.connect(self.fit)
        self.kind.picked.connect(lambda _kind: self._explain())
        self.received.textChanged.connect(lambda _text: self._explain())
        self._explain()
        if person is None:
            self.person.line.setFocus()
        else:
            self.person.choose(person)
            self.kind.setFocus()

    def _explain(self) -> None:
        """Say what the kind means, and by when the answer is promised."""
        self.means.setText(_(KIND_TEXTS[RequestKind(self.kind.value)]))
        try:
            day = self._day()
        except KnownError:
            self.due.setText("")
            return
        last = requests.due(day).isoformat()
        self.due.setText(_("Promised by {day}: ten working days.").format(day=say_day(last)))

    def _day(self) -> date:
        return self.received.read() or today()

    def _add_person(self) -> None:
        self.reject()
        if not self.isVisible():
            self.context.actions.run("people.new")

    def send(self) -> None:
        """Take the request in."""
        if (person := self.person.person) is None:
            self.tell_fault(
                self.person.line,
                _("Who is asking has not been chosen."),
                _("Nothing was taken in yet. Choose somebody from the list."),
            )
            return
        session, kind = self.context.session, RequestKind(self.kind.value)
        try:
            day = self._day()
        except KnownError as error:
            self.refused(error)
            return
        self.messages.hide()
        self.set_busy(True)

        def done(result: tuple[SubjectRequest, Changes]) -> None:
            self.made.emit(result[0].id)
            self.accept()

        self.context.jobs.write(
            self,
            lambda: requests.new(session, kind, person.id, day),
            done,
            failed=self.refused,
        )


class ActForReasonDialog(ReasonDialog):
    """Does what the reason is for while it is open, so that a refusal loses no word of it."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        title: str,
        question: str,
        action: str,
        work: Callable[[str], Changes],
    ) -> None:
        def act(reason: str) -> None:
            self.do(lambda: work(reason))

        super().__init__(context, parent, title=title, question=question, action=action, given=act)

    def send(self) -> None:
        """Do it for the reason that was written."""
        self.given(self.text)


class ExtensionDialog(FormDialog):
    """Asks on which of the law's two grounds the month is extended."""

    def __init__(self, context: Context, parent: QWidget, number: int) -> None:
        super().__init__(context, _("Extend the time"), _("Extend"), parent)
        self._number = number
        self.reason = ChoiceButton(context.theme, _("Reason"))
        self.reason.set_choices([(one, _(text)) for one, text in EXTENSION_LABELS.items()])
        text = _("The law allows two more months on one of these grounds, and once.")
        self.form.addWidget(PlainLabel(text, wrap=True))
        self.form.addWidget(labelled(_("Reason"), self.reason))
        self.form.addStretch(1)

    def send(self) -> None:
        """Extend it."""
        session, number = self.context.session, self._number
        reason = ExtensionReason(self.reason.value)
        self.do(lambda: timing.extend(session, number, reason))


class WithdrawalDialog(FormDialog):
    """Asks why a request ends without a decision."""

    def __init__(self, context: Context, parent: QWidget, number: int) -> None:
        super().__init__(context, _("End the request"), _("End it"), parent)
        self._number = number
        self.reason = ChoiceButton(context.theme, _("Reason"))
        self.reason.set_choices([(one, _(GROUND_LABELS[one])) for one in ENDINGS])
        text = _(
            "Nothing is decided or done. The request stays in the register, and counts neither as"
            " on time nor as late."
        )
        self.form.addWidget(PlainLabel(text, wrap=True))
        self.form.addWidget(labelled(_("Reason"), self.reason))
        self.form.addStretch(1)

    def send(self) -> None:
        """End it."""
        session, number = self.context.session, self._number
        reason = Ground(self.reason.value)
        self.do(lambda: requests.withdraw(session, number, reason))


class CorrectionDialog(FormDialog):
    """Asks for the right values in the place of the wrong ones."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        guide: Guide,
        corrected: Callable[[tuple[carrying_out.Corrected, Changes]], None],
    ) -> None:
        """``corrected`` is told what was done."""
        super().__init__(context, _("Correct the values"), _("Correct"), parent)
        self._guide = guide
        self._corrected = corrected
        name, self.name = field(_("Name"))
        user_name, self.user_name = field(_("User name"))
        self.name.setText(guide.standing.request.person)
        self.user_name.setText(guide.user_name)
        boxes = [name, user_name]
        self.addresses: dict[str, QLineEdit] = {}
        for address in guide.addresses:
            box, line = field(_("E-mail address"))
            line.setText(address)
            self.addresses[address] = line
            boxes.append(box)
        for box in boxes:
            self.form.addWidget(box)
        for line in (self.name, self.user_name, *self.addresses.values()):
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self._allow)
        self.form.addStretch(1)
        self._allow()

    def _allow(self, *_text: str) -> None:
        typed = [line.text() for line in self.addresses.values()]
        self.submit.setEnabled(all("@" in text for text in typed))

    def send(self) -> None:
        """Correct what is another value now."""
        request, session = self._guide.standing.request, self.context.session
        name, user_name = self.name.text().strip(), self.user_name.text().strip()
        correction = Correction(
            display_name=None if name == request.person else name,
            user_name=None if user_name == self._guide.user_name else user_name,
            addresses={
                wrong: line.text().strip()
                for wrong, line in self.addresses.items()
                if line.text().strip() != wrong
            },
        )
        if correction == Correction() and not prompts.confirm(
            self,
            _("Correct the values"),
            _(
                "Nothing is changed here. Was it corrected in another place, in a ticket or with a"
                " device? Then the request goes on."
            ),
            _("It was corrected"),
        ):
            return
        self.do(lambda: carrying_out.rectify(session, request.number, correction), self._corrected)


class PurposesDialog(FormDialog):
    """Asks for which purposes the data is not to be used any more."""

    def __init__(self, context: Context, parent: QWidget, number: int) -> None:
        super().__init__(context, _("Purposes the person objects to"), _("Mark"), parent)
        self._number = number
        self.purposes: dict[str, CheckBox] = {}
        for code, purpose in load_policy().purposes.items():
            label = " ".join(filter(None, (purpose.numeral, purpose.label(current_language()))))
            self.purposes[code] = CheckBox(one_line(label))
            self.purposes[code].toggled.connect(self._allow)
            self.form.addWidget(self.purposes[code])
        self.form.addStretch(1)
        self._allow()

    def _allow(self, *_checked: bool) -> None:
        self.submit.setEnabled(any(box.isChecked() for box in self.purposes.values()))

    def send(self) -> None:
        """Set the marks."""
        session, number = self.context.session, self._number
        chosen = [code for code, box in self.purposes.items() if box.isChecked()]
        self.do(lambda: carrying_out.object_to(session, number, chosen))
