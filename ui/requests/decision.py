"""What was decided, on which grounds: in the card of the step, and in a dialog to decide again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import N_, _
from app.model.subject_request import (
    DECISION_LABELS,
    ENDINGS,
    GROUND_LABELS,
    Decision,
    Ground,
    RequestKind,
)
from app.workflows import requests
from ui.pages import Context
from ui.theme.theme import Theme
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.plain_label import PlainLabel

_MEANS = {
    Decision.GRANTED: N_("All that the preview says can be done is done."),
    Decision.PARTLY: N_(
        "What the preview says can be done is done; the rest stays, and the letter says why."
    ),
    Decision.REFUSED: N_("Nothing is done, and the letter says why."),
}


class DecisionForm(QWidget):
    """A choice of decisions, and the grounds that a refusal needs."""

    changed = Signal()

    def __init__(self, theme: Theme, value: Decision = Decision.GRANTED) -> None:
        super().__init__()
        self.choice = ChoiceButton(theme, _("Decision"))
        choices = [(one, _(text)) for one, text in DECISION_LABELS.items()]
        self.choice.set_choices(choices, value)
        self.means = PlainLabel(tone="muted", wrap=True)
        self.boxes: dict[Ground, CheckBox] = {}
        self._grounds = QWidget()
        inner = QVBoxLayout(self._grounds)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(PlainLabel(_("On these grounds"), role="heading"))
        for ground, text in GROUND_LABELS.items():
            # Each of these has its own button, and is no ground of a decision made here.
            if ground is Ground.IDENTITY or ground in ENDINGS:
                continue
            box = CheckBox(_(text))
            box.toggled.connect(lambda _checked: self._allow())
            self.boxes[ground] = box
            inner.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(labelled(_("Decision"), self.choice))
        column.addWidget(self.means)
        column.addWidget(self._grounds)
        self.choice.picked.connect(lambda _value: self._allow())
        self._allow()

    def _allow(self) -> None:
        self.means.setText(_(_MEANS[self.decision]))
        self._grounds.setVisible(self.decision is not Decision.GRANTED)
        self.changed.emit()

    @property
    def decision(self) -> Decision:
        """What is chosen."""
        return Decision(self.choice.value)

    @property
    def grounds(self) -> list[Ground]:
        """On what; none for what is granted whole."""
        if self.decision is Decision.GRANTED:
            return []
        return [ground for ground, box in self.boxes.items() if box.isChecked()]

    @property
    def is_whole(self) -> bool:
        """Whether it can be noted as it stands."""
        return self.decision is Decision.GRANTED or bool(self.grounds)


class DecideAgainDialog(FormDialog):
    """Takes another decision in the place of one that was not carried out."""

    def __init__(
        self, context: Context, parent: QWidget, number: int, kind: RequestKind, now: Decision
    ) -> None:
        super().__init__(context, _("Decide again"), _("Decide"), parent)
        self._number = number
        text = _("The new decision takes the place of the one before.")
        if kind is RequestKind.ERASE:
            text = _("{text} An approval goes with it.").format(text=text)
        self.fields = DecisionForm(context.theme, now)
        self.fields.changed.connect(self._allow)
        self.form.addWidget(PlainLabel(text, wrap=True))
        self.form.addWidget(self.fields)
        self.form.addStretch(1)
        self._allow()

    def _allow(self) -> None:
        self.submit.setEnabled(self.fields.is_whole)
        self.fit()

    def send(self) -> None:
        """Note it."""
        session, number = self.context.session, self._number
        decision, grounds = self.fields.decision, self.fields.grounds
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: requests.decide(session, number, decision, grounds),
            lambda _changes: self.accept(),
            failed=self.refused,
        )
