"""Records a consent or what was passed on, and takes a restriction or objection off a person."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from app.i18n import _, current_language
from app.policy import load_policy
from app.workflows import restriction
from app.workflows.requests import third_parties
from app.workflows.requests.of_person import RESTRICTED, Mark, Standing
from ui.pages import Context
from ui.people.use_of_data import say_mark
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.plain_label import PlainLabel

_LONGEST = 200  # characters of a recipient's name


class ConsentDialog(FormDialog):
    """To what a person agreed: a use of our own, or passing data on to somebody."""

    def __init__(self, context: Context, parent: QWidget, person: int) -> None:
        super().__init__(context, _("Record a consent"), _("Record"), parent)
        self._person = person
        text = _(
            "Record what the person agreed to in their own words or writing. They may withdraw it"
            " at any time."
        )
        self.purpose = ChoiceButton(context.theme, _("Purpose"))
        purposes = load_policy().purposes.values()
        self.purpose.set_choices([(one.code, one.label(current_language())) for one in purposes])
        box, self.recipient = field(_("Recipient"))
        self.recipient.setMaxLength(_LONGEST)
        self.recipient.setPlaceholderText(_("Leave empty for a use of our own"))
        self.form.addWidget(PlainLabel(text, wrap=True))
        self.form.addWidget(labelled(_("Purpose"), self.purpose))
        self.form.addWidget(box)
        self.form.addStretch(1)

    def send(self) -> None:
        """Record it."""
        session, person, purpose = self.context.session, self._person, str(self.purpose.value)
        recipient = self.recipient.text()
        self.do(lambda: third_parties.consent(session, person, purpose, recipient))


class DisclosureDialog(FormDialog):
    """Which data was given to whom, of those to whom the person agreed."""

    def __init__(self, context: Context, parent: QWidget, person: int, standing: Standing) -> None:
        super().__init__(context, _("Record that data was passed on"), _("Record"), parent)
        self._person = person
        agreed = [c.recipient for c in standing.consents if c.withdrawn_at is None and c.recipient]
        self.recipient = ChoiceButton(context.theme, _("Recipient"))
        self.recipient.set_choices([(name, name) for name in dict.fromkeys(agreed)])
        self.category = ChoiceButton(context.theme, _("Which data"))
        subjects = (one for one in load_policy().categories.values() if one.subject)
        self.category.set_choices([(one.code, one.label(current_language())) for one in subjects])
        if agreed:
            text = _(
                "Those whom the person agreed to are offered. They are told when the data is"
                " corrected, restricted or removed."
            )
        else:
            text = _(
                "The person agreed to passing data on to nobody. Record their consent to a"
                " recipient first: data is shared only with consent (P-130, article 3)."
            )
        self.form.addWidget(PlainLabel(text, tone="" if agreed else "warning", wrap=True))
        fields = (
            labelled(_("Recipient"), self.recipient),
            labelled(_("Which data"), self.category),
        )
        for box in fields:
            self.form.addWidget(box)
            box.setVisible(bool(agreed))
        self.form.addStretch(1)
        self.submit.setEnabled(bool(agreed))

    def send(self) -> None:
        """Record it."""
        session, person = self.context.session, self._person
        recipient, category = str(self.recipient.value), str(self.category.value)
        self.do(lambda: third_parties.disclose(session, person, recipient, category))


class LiftDialog(FormDialog):
    """Takes a restriction or an objection off; a restriction only once the person was told."""

    def __init__(self, context: Context, parent: QWidget, person: int, mark: Mark) -> None:
        is_restriction = mark.kind == RESTRICTED
        title = _("Lift the restriction") if is_restriction else _("Lift the objection")
        super().__init__(context, title, _("Lift"), parent)
        self._person, self._mark = person, mark
        if is_restriction:
            text = _(
                "From then on the data may be changed and used again. The law wants the person to"
                " hear of it before (AVG, article 18(3))."
            )
        else:
            text = _(
                "From then on the data may be used for this again. Lift it when the person took"
                " the objection back, or when it was weighed and they were told of the outcome."
            )
        self.told = QCheckBox(_("The person was told"))
        self.told.toggled.connect(self.submit.setEnabled)
        self.form.addWidget(PlainLabel(say_mark(mark), role="heading", wrap=True))
        self.form.addWidget(PlainLabel(text, wrap=True))
        self.form.addWidget(self.told)
        self.form.addStretch(1)
        self.submit.setEnabled(False)
        self.told.setFocus()

    def send(self) -> None:
        """Take it off."""
        session, person, mark = self.context.session, self._person, self._mark
        told = self.told.isChecked()
        if mark.kind == RESTRICTED:
            self.do(lambda: restriction.lift_restriction(session, person, told=told))
        else:
            self.do(lambda: restriction.lift_objection(session, person, mark.purpose))
