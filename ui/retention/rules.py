"""The retention rules: what each says and why, what it has reached, and a lead's changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, current_language
from app.policy import Period, RetentionRule, load_policy
from app.workflows import retention
from app.workflows.purge import wizard
from app.workflows.purge.wizard import Reached
from app.workflows.retention import Rule, RuleVersion
from app.workflows.session import Session
from ui.pages import Context
from ui.retention.parts import ListAndPane, Pane, Panel, row_of, titled
from ui.retention.words import ACTION_LABELS, CLOCK_LABELS, category_label, period
from ui.text import long_moment, one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import pairs, section
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.plain_label import PlainLabel
from ui.widgets.reason_dialog import ReasonDialog
from ui.widgets.small_table import Row, SmallTable

_UNITS = {"years": N_("years"), "months": N_("months"), "weeks": N_("weeks"), "days": N_("days")}
_ISO = {"years": "Y", "months": "M", "weeks": "W", "days": "D"}
_LONGEST = {"years": 99, "months": 999, "weeks": 999, "days": 9_999}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A rule with all that is shown of it; ``now`` is None where the store keeps no such data."""

    policy: RetentionRule
    now: Reached | None
    history: tuple[RuleVersion, ...]


def _look(session: Session) -> tuple[_Shown, ...]:
    found = {one.rule.code: one for one in wizard.reached(session)}
    return tuple(
        _Shown(
            policy,
            found.get(policy.code),
            retention.history(session, policy.code) if policy.code in found else (),
        )
        for policy in load_policy().retention.values()
    )


class RulesPanel(Panel):
    """The list of rules, and the chosen one with its ground and its history."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self.table = SmallTable(
            theme,
            _("Retention rules"),
            [_("Rule"), _("Kept for"), _("Then"), _("To purge")],
            stretch=0,
        )
        empty = EmptyState(theme, "purge", _("One moment…"), "")
        self.pane = Pane(theme, _("The chosen rule"))
        self.body = ListAndPane(theme, self.table, empty, self.pane)
        self.column.addWidget(self.body, 1)
        self.body.show_any(False)
        self.table.chosen.connect(self._show_rule)

    def look(self) -> None:
        """Ask the store for the rules as they stand."""
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: _look(session),
            self._show,
            failed=self.context.show_error,
            slot=self.slot,
        )

    def _show(self, found: tuple[_Shown, ...]) -> None:
        self.table.show_rows(
            [Row(one.policy.code, one, _texts(one), tone=_tone(one)) for one in found]
        )
        self.body.show_any(True)
        if self.table.chosen_row() is None and found:
            self.table.selectRow(0)

    def _show_rule(self, one: _Shown | None) -> None:
        self.body.show_chosen([] if one is None else self._parts(one))

    def _ground(self, policy: RetentionRule, rule: Rule | None) -> QWidget:
        """Return why it is kept so long: a lead's reason goes before the policy's."""
        said = policy.ground(current_language())
        if rule is None or rule.period == policy.period:
            ground: QWidget = PlainLabel(said, wrap=True, selectable=True)
            return section(self.context.theme, _("Ground"), ground)
        said = _("The policy, for {period}: {ground}").format(
            period=period(policy.period), ground=said
        )
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PlainLabel(rule.reason, wrap=True, selectable=True))
        column.addWidget(PlainLabel(said, tone="muted", wrap=True, selectable=True))
        return section(self.context.theme, _("Ground"), ground)

    def _parts(self, one: _Shown) -> list[QWidget]:
        language, policy = current_language(), one.policy
        parts = [titled(policy.label(language), category_label(policy.category))]
        rule = one.now.rule if one.now else None
        facts: list[tuple[str, str | QWidget]] = [
            (_("Kept for"), period(rule.period if rule else policy.period)),
            (_("Counted from"), _(CLOCK_LABELS[policy.starts])),
            (_("Then"), _(ACTION_LABELS[policy.action])),
        ]
        if one.now is not None:
            facts.append((_("To purge today"), QLocale().toString(one.now.rows)))
        parts.append(pairs(facts))
        parts.append(self._ground(policy, rule))
        if rule is None:
            text = _("This store keeps no such data, so there is nothing to purge by this rule.")
            parts.append(PlainLabel(text, tone="muted", wrap=True))
            return parts
        if not rule.active:
            text = _("This rule was stopped: it is left out of purges.")
            parts.append(PlainLabel(text, tone="warning", wrap=True))
        elif rule.longer:
            text = _("Kept longer than the policy says: the reason must be a duty or a dispute.")
            parts.append(PlainLabel(text, tone="warning", wrap=True))
        if self.is_lead:
            parts.append(self._buttons(rule))
        else:
            text = _("A team lead can change this rule.")
            parts.append(PlainLabel(text, tone="muted", wrap=True))
        if one.history:
            parts.append(section(self.context.theme, _("Changes"), _history(one.history)))
        return parts

    def _buttons(self, rule: Rule) -> QWidget:
        change = QPushButton(_("Change the period…"))
        change.clicked.connect(partial(self.change, rule))
        stop = QPushButton(_("Stop this rule…") if rule.active else _("Start this rule…"))
        stop.clicked.connect(partial(self.stop_or_start, rule))
        return row_of(change, stop)

    def change(self, rule: Rule) -> None:
        """Ask for another period and the reason of it."""
        self.open_dialog(PeriodDialog(self.context, self, rule))

    def stop_or_start(self, rule: Rule) -> None:
        """Ask why a rule is left out of purges, or taken up again."""
        session = self.context.session

        def given(reason: str) -> None:
            self.write(
                lambda: retention.change(session, rule.code, reason, active=not rule.active),
                _("The rule was changed."),
            )

        self.open_dialog(
            ReasonDialog(
                self.context,
                self,
                title=_("Stop this rule") if rule.active else _("Start this rule"),
                question=_("Why? The reason is kept with the rule, and names nobody."),
                action=_("Stop") if rule.active else _("Start"),
                given=given,
            )
        )


def _texts(one: _Shown) -> tuple[str, ...]:
    label, then = one.policy.label(current_language()), _(ACTION_LABELS[one.policy.action])
    if one.now is None:
        return label, period(one.policy.period), then, _("not kept here")
    rule = one.now.rule
    due = QLocale().toString(one.now.rows) if rule.active else _("stopped")
    return label, period(rule.period), then, due


def _tone(one: _Shown) -> str:
    if one.now is None:
        return "border"
    if not one.now.rule.active:
        return "danger"
    return "warning" if one.now.rows else "success"


def _history(versions: tuple[RuleVersion, ...]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for version in reversed(versions):
        what = period(Period(version.months, version.days))
        if not version.active:
            what = _("{period}, stopped").format(period=what)
        head = _("Version {version}: {what}").format(version=version.version, what=what)
        column.addWidget(PlainLabel(head, wrap=True))
        by = f"{long_moment(version.at)} · {one_line(version.by, 60)}"
        column.addWidget(PlainLabel(by, role="small", tone="muted", wrap=True))
        column.addWidget(PlainLabel(version.reason, wrap=True, selectable=True))
    return box


class PeriodDialog(FormDialog):
    """Asks how long something is kept from now on, and why."""

    def __init__(self, context: Context, parent: QWidget, rule: Rule) -> None:
        super().__init__(context, _("Change the period"), _("Change"), parent)
        self._rule = rule
        self.form.addWidget(PlainLabel(rule.policy.label(current_language()), wrap=True))
        policy = _("The policy says: {period}.").format(period=period(rule.policy.period))
        self.form.addWidget(PlainLabel(policy, tone="muted", wrap=True))
        self.number = QSpinBox()
        self.number.setAccessibleName(_("Number"))
        self.unit = ChoiceButton(context.theme, _("Unit"))
        self.unit.set_choices([(unit, _(text)) for unit, text in _UNITS.items()])
        count, unit = _as_unit(rule.period)
        self.unit.set_value(unit)
        self.number.setRange(1, _LONGEST[unit])
        self.number.setValue(count)
        self.longer = PlainLabel(
            _("Longer than the policy says. Name the duty, dispute or agreement that demands it."),
            tone="warning",
            wrap=True,
        )
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setTabChangesFocus(True)
        self.form.addWidget(labelled(_("Kept for"), self._length()))
        self.form.addWidget(self.longer)
        self.form.addWidget(labelled(_("Reason"), self.reason))
        text = _("Plans that were made by this rule are outdated by the change.")
        self.form.addWidget(PlainLabel(text, role="small", tone="muted", wrap=True))
        self.form.addStretch(1)
        self.unit.picked.connect(self._take_unit)
        self.number.valueChanged.connect(self._allow)
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

    def _take_unit(self, unit: str) -> None:
        self.number.setMaximum(_LONGEST[unit])
        self._allow()

    def _allow(self, *_changed: object) -> None:
        now, policy = self.period, self._rule.policy.period
        self.longer.setVisible((now.months, now.days) > (policy.months, policy.days))
        self.submit.setEnabled(now != self._rule.period and bool(self.reason.toPlainText().strip()))

    def send(self) -> None:
        """Make the change a version of the rule."""
        session, code, now = self.context.session, self._rule.code, self.period
        reason = self.reason.toPlainText()
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: retention.change(session, code, reason, period=now),
            lambda _changes: self.accept(),
            failed=self.refused,
        )


def _as_unit(length: Period) -> tuple[int, str]:
    """Return a period as a number of the largest unit it is a whole number of."""
    if length.months:
        years, months = divmod(length.months, 12)
        return (length.months, "months") if months else (years, "years")
    weeks, days = divmod(length.days, 7)
    return (length.days, "days") if days else (weeks, "weeks")
