"""The retention rules: what each says and why, what it has reached, and a lead's changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _, current_language
from app.policy import ClockStart, Period, RetentionAction, RetentionRule, load_policy
from app.workflows import retention
from app.workflows.retention import Change, Reached, Rule, RuleVersion
from app.workflows.session import Session
from ui.pages import Context
from ui.retention.parts import ListAndPane, Pane, Panel, titled
from ui.retention.rule_dialog import RuleDialog
from ui.retention.words import ACTION_LABELS, CLOCK_LABELS, category_label, due, period
from ui.text import long_moment, one_line
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import pairs, section
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import PlainLabel
from ui.widgets.reason_dialog import ReasonDialog
from ui.widgets.small_table import Row, SmallTable


@dataclass(frozen=True, slots=True)
class _Shown:
    """A rule with all that is shown of it; ``now`` is None where the store keeps no such data."""

    policy: RetentionRule
    now: Reached | None
    history: tuple[RuleVersion, ...]


def _look(session: Session) -> tuple[_Shown, ...]:
    found = {one.rule.code: one for one in retention.reached(session, retention.today())}
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
            spare=(2, 1),  # they stand beside it too
            numbers=(3,),
            least=18,
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
        """Return why it is kept so: a lead's ground goes before the policy's."""
        said = policy.ground(current_language())
        if rule is None or not rule.ground:
            ground: QWidget = PlainLabel(said, wrap=True, selectable=True)
            return section(self.context.theme, _("Ground"), ground)
        said = _("The policy, for {period}: {ground}").format(
            period=period(policy.period), ground=said
        )
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PlainLabel(rule.ground, wrap=True, selectable=True))
        column.addWidget(PlainLabel(said, tone="muted", wrap=True, selectable=True))
        return section(self.context.theme, _("Ground"), ground)

    def _parts(self, one: _Shown) -> list[QWidget]:
        language, policy = current_language(), one.policy
        parts = [titled(policy.label(language), category_label(policy.category))]
        rule = one.now.rule if one.now else None
        facts: list[tuple[str, str | QWidget]] = [
            (_("Kept for"), period(rule.period if rule else policy.period)),
            (_("Counted from"), _(CLOCK_LABELS[rule.starts if rule else policy.starts])),
            (_("Then"), _(ACTION_LABELS[rule.action if rule else policy.action])),
        ]
        if one.now is not None:
            facts.append((_("To purge"), due(one.now)))
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
        elif rule.shorter:
            text = _("Kept shorter than the policy says.")
            parts.append(PlainLabel(text, tone="muted", wrap=True))
        if self.is_lead:
            parts.append(self._buttons(rule))
        else:
            text = _("A team lead can change this rule.")
            parts.append(PlainLabel(text, tone="muted", wrap=True))
        if one.history:
            parts.append(section(self.context.theme, _("Changes"), _history(one.history)))
        return parts

    def _buttons(self, rule: Rule) -> QWidget:
        change = QPushButton(_("Change this rule…"))
        change.clicked.connect(partial(self.change, rule))
        stop = QPushButton(_("Stop this rule…") if rule.active else _("Start this rule…"))
        stop.clicked.connect(partial(self.stop_or_start, rule))
        return row_of(change, stop)

    def change(self, rule: Rule) -> None:
        """Ask what is to be otherwise, and why."""
        self.open_dialog(RuleDialog(self.context, self, rule))

    def stop_or_start(self, rule: Rule) -> None:
        """Ask why a rule is left out of purges, or taken up again."""
        session = self.context.session

        def given(reason: str) -> None:
            self.write(
                lambda: retention.change(
                    session, rule.code, reason, Change(active=not rule.active)
                ),
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
    label = one.policy.label(current_language())
    if one.now is None:
        then = _(ACTION_LABELS[one.policy.action])
        return label, period(one.policy.period), then, _("not kept here")
    rule = one.now.rule
    to_purge = QLocale().toString(one.now.going) if rule.active else _("stopped")
    return label, period(rule.period), _(ACTION_LABELS[rule.action]), to_purge


def _tone(one: _Shown) -> str:
    if one.now is None:
        return "border"
    if not one.now.rule.active:
        return "danger"
    return "warning" if one.now.going else "success"


def _history(versions: tuple[RuleVersion, ...]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for version in reversed(versions):
        what = ", ".join(_as_changed(version))
        if not version.active:
            what = _("{period}, stopped").format(period=what)
        head = _("Version {version}: {what}").format(version=version.version, what=what)
        column.addWidget(PlainLabel(head, wrap=True))
        by = f"{long_moment(version.at)} · {one_line(version.by, 60)}"
        column.addWidget(PlainLabel(by, role="small", tone="muted", wrap=True))
        column.addWidget(PlainLabel(version.reason, wrap=True, selectable=True))
        if version.ground not in {"", version.reason}:
            ground = _("Ground: {ground}").format(ground=version.ground)
            column.addWidget(PlainLabel(ground, tone="muted", wrap=True, selectable=True))
    return box


def _as_changed(version: RuleVersion) -> Iterator[str]:
    """Give what a version says: how long, from when, and what then."""
    yield period(Period(version.months, version.days))
    if version.starts:
        starts = _(CLOCK_LABELS[ClockStart(version.starts)])
        yield _("counted from: {clock}").format(clock=starts)
    if version.action:
        yield _("then {action}").format(action=_(ACTION_LABELS[RetentionAction(version.action)]))
