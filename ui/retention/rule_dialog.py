"""What a lead changes of a retention rule: how long, from when, what then, and on what ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app.i18n import N_, _, current_language
from app.policy import Period
from app.workflows import retention
from app.workflows.retention import Change, Rule
from ui.pages import Context
from ui.retention.words import ACTION_LABELS, CLOCK_LABELS, period
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.number_field import NumberField
from ui.widgets.plain_label import PlainLabel

_T = TypeVar("_T")
_UNITS = {"years": N_("years"), "months": N_("months"), "weeks": N_("weeks"), "days": N_("days")}
_LINES = 3
"""Lines that a text field shows; it scrolls."""
_ISO = {"years": "Y", "months": "M", "weeks": "W", "days": "D"}
_LONGEST = {"years": 99, "months": 999, "weeks": 999, "days": 9_999}


class RuleDialog(FormDialog):
    """Asks what is to be otherwise from now on, and why."""

    def __init__(self, context: Context, parent: QWidget, rule: Rule) -> None:
        super().__init__(context, _("Change this rule"), _("Change"), parent)
        self._rule = rule
        policy = rule.policy
        self.number = NumberField(_("Number"))
        self.unit = ChoiceButton(context.theme, _("Unit"))
        self.unit.set_choices([(unit, _(text)) for unit, text in _UNITS.items()])
        count, unit = _as_unit(rule.period)
        self.unit.set_value(unit)
        self.number.setRange(1, _LONGEST[unit])
        self.number.setValue(count)
        self.starts = ChoiceButton(context.theme, _("Counted from"))
        self.starts.set_choices([(one, _(CLOCK_LABELS[one])) for one in rule.clocks], rule.starts)
        self.action = ChoiceButton(context.theme, _("Then"))
        self.action.set_choices([(one, _(ACTION_LABELS[one])) for one in rule.actions], rule.action)
        self.warning = PlainLabel("", tone="warning", wrap=True)
        self.ground = _text_field(_("Ground"), rule.ground)
        self.reason = _text_field(_("Reason of this change"), "")
        said = _("The policy, for {period}: {ground}").format(
            period=period(policy.period), ground=policy.ground(current_language())
        )
        outdates = _("Plans that were made by this rule are outdated by the change.")
        for part in (
            PlainLabel(policy.label(current_language()), wrap=True),
            labelled(_("Kept for"), self._length()),
            self.warning,
            labelled(_("Counted from"), _fixed_or(self.starts, rule.clocks)),
            labelled(_("Then"), _fixed_or(self.action, rule.actions)),
            labelled(_("Ground, where it is not the policy's"), self.ground),
            PlainLabel(said, role="small", tone="muted", wrap=True),
            labelled(_("Reason of this change"), self.reason),
            PlainLabel(outdates, role="small", tone="muted", wrap=True),
        ):
            self.form.addWidget(part)
        self.form.addStretch(1)
        self.unit.picked.connect(self._take_unit)
        self.starts.picked.connect(self._allow)
        self.action.picked.connect(self._allow)
        self.number.valueChanged.connect(self._allow)
        self.ground.textChanged.connect(self._allow)
        self.reason.textChanged.connect(self._allow)
        self._allow()
        self.number.setFocus()

    def _length(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number)
        row.addWidget(self.unit)
        row.addStretch(1)
        box.setFocusProxy(self.number)
        return box

    @property
    def period(self) -> Period:
        """The period as it is typed."""
        return Period.parse(f"P{self.number.value()}{_ISO[self.unit.value]}")

    @property
    def wanted(self) -> Change:
        """What is to be otherwise; what is as it was is left out."""
        rule, ground = self._rule, self.ground.toPlainText().strip()
        return Change(
            period=_other(self.period, rule.period),
            starts=_other(self.starts.value, rule.starts),
            action=_other(self.action.value, rule.action),
            ground=ground if self._is_bound else _other(ground, rule.ground),
        )

    @property
    def _is_bound(self) -> bool:
        """Whether the period is one that needs a ground of its own."""
        policy = self._rule.policy
        return policy.limitation and self.period.shorter_than(policy.period)

    def _take_unit(self, unit: str) -> None:
        self.number.setMaximum(_LONGEST[unit])
        self._allow()

    def _allow(self, *_changed: object) -> None:
        now, policy, bound = self.period, self._rule.policy, self._is_bound
        longer = policy.period.shorter_than(now)
        if bound:
            text = _(
                "A claim may be brought for {period}: to keep it shorter, give the ground on which"
                " it may go before."
            ).format(period=period(policy.period))
        else:
            text = _(
                "Longer than the policy says. Name the duty, dispute or agreement that demands it."
            )
        self.warning.setText(text)
        self.warning.setVisible(bound or longer)
        changed = (
            replace(self.wanted, ground=None) != Change()
            or self.ground.toPlainText().strip() != self._rule.ground
        )
        self.submit.setEnabled(
            changed
            and bool(self.reason.toPlainText().strip())
            and (not bound or bool(self.ground.toPlainText().strip()))
        )

    def send(self) -> None:
        """Make the change a version of the rule."""
        session, code, wanted = self.context.session, self._rule.code, self.wanted
        reason = self.reason.toPlainText()
        self.do(lambda: retention.change(session, code, reason, wanted))


def _other(now: _T, before: _T) -> _T | None:
    return None if now == before else now


def _fixed_or(choice: ChoiceButton, possible: Sequence[object]) -> QWidget:
    """Return the choice, or what stands alone in its place where there is none."""
    if len(possible) > 1:
        return choice
    return PlainLabel(choice.text(), tone="muted", wrap=True)


def _text_field(name: str, text: str) -> QPlainTextEdit:
    found = QPlainTextEdit(text)
    found.setAccessibleName(name)
    found.setTabChangesFocus(True)
    found.setFixedHeight(found.fontMetrics().lineSpacing() * _LINES + 24)
    return found


def _as_unit(length: Period) -> tuple[int, str]:
    """Return a period as a number of the largest unit it is a whole number of."""
    if length.months:
        years, months = divmod(length.months, 12)
        return (length.months, "months") if months else (years, "years")
    weeks, days = divmod(length.days, 7)
    return (length.days, "days") if days else (weeks, "weeks")
