"""Retention rules: the policy's, as team leads changed them. Each change is a version of its own.

A rule says what starts its clock, how long its data is kept, what happens then and on what
ground. A lead changes each of these as far as the data map can do it, or stops a rule:
``docs/purge.md``.
Nothing is ever destroyed by a rule alone: see ``app.workflows.purge``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.policy import Period, RetentionRule, load_policy
from app.store import audit, holds, retention
from app.store.retention import RuleVersion
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["RuleVersion"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands."""

    policy: RetentionRule
    """The policy's, with its label, ground, category, clock and action."""
    version: int
    """0 for the policy's own."""
    period: Period
    active: bool
    reason: str
    """Why a lead changed it last; empty for the policy's own."""

    @property
    def code(self) -> str:
        """The rule's name in plans and reports."""
        return self.policy.code

    def before(self, day: date) -> int:
        """Return the moment before which the clock of what is due on a day has started."""
        return moments.start_of_day(self.period.latest_start(day))

    @property
    def longer(self) -> bool:
        """Whether data is kept longer than the policy says, which needs a ground of its own."""
        ours, policy = self.period, self.policy.period
        return not self.active or (ours.months, ours.days) > (policy.months, policy.days)


def policy_rules() -> tuple[RetentionRule, ...]:
    """Return the rules of the policy whose data this store keeps."""
    return tuple(rule for rule in load_policy().retention.values() if rule.code in retention.SCOPES)


def rules(session: Session) -> tuple[Rule, ...]:
    """Return every rule as it stands, in the order of the policy."""
    with session.store.read() as connection:
        return rules_in(connection)


def rules_in(connection: Connection) -> tuple[Rule, ...]:
    """Return every rule as the open transaction sees it."""
    newest = {version.code: version for version in retention.rule_versions(connection)}
    return tuple(_rule(rule, newest.get(rule.code)) for rule in policy_rules())


def _rule(policy: RetentionRule, changed: RuleVersion | None) -> Rule:
    if changed is None:
        return Rule(policy, 0, policy.period, active=True, reason="")
    period = Period(changed.months, changed.days)
    return Rule(policy, changed.version, period, active=changed.active, reason=changed.reason)


def history(session: Session, code: str) -> tuple[RuleVersion, ...]:
    """Return the changes of a rule, oldest first. Raises ``KnownError("unknown_rule")``."""
    named(rules(session), code)
    with session.store.read() as connection:
        return retention.rule_versions(connection, code)


def change(
    session: Session,
    code: str,
    reason: str,
    *,
    period: Period | None = None,
    active: bool | None = None,
) -> Changes:
    """Change a rule's period, or stop it and start it again; only a lead may, with a reason.

    A plan made before is outdated by it. Raises ``KnownError``: ``lead_needed``,
    ``unknown_rule``, ``reason_needed``.
    """
    session.require_lead()
    if not reason.strip():
        raise KnownError(
            "reason_needed",
            _("A change of a retention rule needs a reason."),
            _("Nothing was changed. Say why; the reason is kept with the rule."),
        )
    with session.store.write() as connection:
        old = named(rules_in(connection), code)
        new = replace(
            old,
            period=period or old.period,
            active=old.active if active is None else active,
            version=old.version + 1,
        )
        if (new.period, new.active) == (old.period, old.active):
            return Changes()
        version = RuleVersion(
            code=code,
            version=new.version,
            months=new.period.months,
            days=new.period.days,
            active=new.active,
            reason=reason.strip(),
            by=session.member.name,
            at=moments.now(),
        )
        retention.add_rule_version(connection, version, session.staff_id)
        audit.append(
            connection,
            session.member,
            "retention_rule_changed",
            detail={
                "rule": code,
                "version": new.version,
                "months": new.period.months,
                "days": new.period.days,
                "active": new.active,
            },
        )
    return Changes(settings=True)


def named(among: tuple[Rule, ...], code: str) -> Rule:
    """Return the rule of a name. Raises ``KnownError("unknown_rule")``."""
    for rule in among:
        if rule.code == code:
            return rule
    raise KnownError(
        "unknown_rule",
        _("There is no retention rule of that name. Possible: {rules}.").format(
            rules=", ".join(rule.code for rule in among)
        ),
        _("Nothing was planned or changed."),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for somebody: nothing is destroyed and no hold is released by itself."""

    rows: dict[str, int]
    """Rows that a rule has reached today, by the rule's code; a hold may keep some of them."""
    reviews: tuple[int, ...]
    """Numbers of the holds that are to be looked at again."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.reviews)


def due(session: Session, *, stop_at: int = -1) -> Due:
    """Return what is due for purge today, and which holds are to be looked at again.

    Counting stops at so many rows of a rule; -1 counts all.
    """
    day = moments.office_day(moments.now())
    today = day.isoformat()
    with session.store.read() as connection:
        rows = {
            rule.code: retention.count_reached(
                connection, rule.code, rule.before(day), stop_at=stop_at
            )
            for rule in rules_in(connection)
            if rule.active
        }
        reviews = holds.active_numbers(connection, today, review_by=today)
    return Due({code: count for code, count in rows.items() if count}, reviews)
