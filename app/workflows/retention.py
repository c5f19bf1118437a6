"""Retention rules: the policy's, as team leads changed them. Each change is a version of its own.

A rule says what starts its clock, how long its data is kept, what happens then and on what
ground. A lead changes each of these as far as the data map can do it, or stops a rule:
``docs/purge.md``.
Nothing is ever destroyed by a rule alone: see ``app.workflows.purge``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.ticket_query import QueryError
from app.policy import ClockStart, Period, RetentionAction, RetentionRule, load_policy
from app.store import audit, holds, retention, rule_versions
from app.store.data_map import SUBJECT
from app.store.retention import Reach
from app.store.rule_versions import RuleVersion
from app.workflows import keeping
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["RuleVersion"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands."""

    policy: RetentionRule
    """The policy's own, with its label and category."""
    version: int
    """0 for the policy's own."""
    period: Period
    starts: ClockStart
    action: RetentionAction
    active: bool
    ground: str
    """Why a lead has it so; empty where the policy's ground stands."""
    reason: str
    """Why a lead changed it last; empty for the policy's own."""

    @property
    def code(self) -> str:
        """The rule's name in plans and reports."""
        return self.policy.code

    def reach(self, day: date) -> Reach:
        """Return what the rule asks as on a day."""
        before = moments.start_of_day(self.period.latest_start(day))
        return Reach(self.code, self.starts, self.action, before)

    @property
    def clocks(self) -> tuple[ClockStart, ...]:
        """What may start its clock."""
        return tuple(retention.SCOPES[self.code].clocks)

    @property
    def actions(self) -> tuple[RetentionAction, ...]:
        """What may happen when its period is over."""
        return retention.SCOPES[self.code].actions

    @property
    def longer(self) -> bool:
        """Whether data is kept longer than the policy says, which needs a ground of its own."""
        return not self.active or self.policy.period.shorter_than(self.period)

    @property
    def shorter(self) -> bool:
        """Whether data is kept shorter than the policy says."""
        return self.period.shorter_than(self.policy.period)


def policy_rules() -> tuple[RetentionRule, ...]:
    """Return the rules of the policy whose data this store keeps."""
    return tuple(rule for rule in load_policy().retention.values() if rule.code in retention.SCOPES)


def rules(session: Session) -> tuple[Rule, ...]:
    """Return every rule as it stands, in the order of the policy."""
    with session.store.read() as connection:
        return rules_in(connection)


def rules_in(connection: Connection) -> tuple[Rule, ...]:
    """Return every rule as the open transaction sees it."""
    newest = {version.code: version for version in rule_versions.listed(connection)}
    return tuple(_rule(rule, newest.get(rule.code)) for rule in policy_rules())


def _rule(policy: RetentionRule, changed: RuleVersion | None) -> Rule:
    if changed is None:
        return Rule(
            policy=policy,
            version=0,
            period=policy.period,
            starts=policy.starts,
            action=policy.action,
            active=True,
            ground="",
            reason="",
        )
    period = Period(changed.months, changed.days)
    # A version of when a lead changed the period alone has no ground: its reason was that.
    ground = changed.ground or (changed.reason if period != policy.period else "")
    return Rule(
        policy=policy,
        version=changed.version,
        period=period,
        starts=ClockStart(changed.starts) if changed.starts else policy.starts,
        action=RetentionAction(changed.action) if changed.action else policy.action,
        active=changed.active,
        ground=ground,
        reason=changed.reason,
    )


def history(session: Session, code: str) -> tuple[RuleVersion, ...]:
    """Return the changes of a rule, oldest first. Raises ``KnownError("unknown_rule")``."""
    named(rules(session), code)
    with session.store.read() as connection:
        return rule_versions.listed(connection, code)


@dataclass(frozen=True, slots=True)
class Change:
    """What a lead changes of a rule; None leaves it as it is."""

    period: Period | None = None
    starts: ClockStart | None = None
    action: RetentionAction | None = None
    ground: str | None = None
    """Why it is so from now on; empty for the policy's ground. Where it is None and the period
    changes, the reason of the change is the ground, or the policy's with the policy's period."""
    active: bool | None = None


def change(session: Session, code: str, reason: str, wanted: Change) -> Changes:
    """Change a rule, or stop it and start it again; only a lead may, with a reason.

    A plan made before is outdated by it. Raises ``KnownError``: ``lead_needed``,
    ``unknown_rule``, ``reason_needed``, ``not_possible`` for an action or a clock that the data map
    does not know for the rule, ``legal_minimum``, ``ground_needed``.
    """
    session.require_lead()
    if not reason.strip():
        raise KnownError(
            "reason_needed",
            _("A change of a retention rule needs a reason."),
            _("Nothing was changed. Say why; the reason is kept with the rule."),
        )
    _require_no_obligation(code)
    with session.store.write() as connection:
        old = named(rules_in(connection), code)
        new = _changed(old, reason.strip(), wanted)
        if replace(new, version=old.version, reason=old.reason) == old:
            return Changes()
        _require_possible(new)
        ground = new.ground if new.period == old.period else wanted.ground
        if new.policy.limitation and new.shorter and not (ground or "").strip():
            raise _ground_needed(new)
        _keep(session, connection, new)
        audit.append(
            connection,
            session.member,
            "retention_rule_changed",
            detail={
                "rule": code,
                "version": new.version,
                "months": new.period.months,
                "days": new.period.days,
                "starts": new.starts.value,
                "action": new.action.value,
                "own_ground": bool(new.ground),
                "active": new.active,
            },
        )
    return Changes(settings=True)


def _changed(old: Rule, reason: str, wanted: Change) -> Rule:
    period = wanted.period or old.period
    ground = old.ground if wanted.ground is None else wanted.ground.strip()
    if wanted.ground is None and period != old.period:
        ground = reason if period != old.policy.period else ""
    return replace(
        old,
        version=old.version + 1,
        period=period,
        starts=wanted.starts or old.starts,
        action=wanted.action or old.action,
        ground=ground,
        active=old.active if wanted.active is None else wanted.active,
        reason=reason,
    )


def _keep(session: Session, connection: Connection, new: Rule) -> None:
    version = RuleVersion(
        code=new.code,
        version=new.version,
        months=new.period.months,
        days=new.period.days,
        active=new.active,
        action=new.action.value,
        starts=new.starts.value,
        ground=new.ground,
        reason=new.reason,
        by=session.member.name,
        at=moments.now(),
    )
    rule_versions.add(connection, version, session.staff_id)


def _require_no_obligation(code: str) -> None:
    policy = load_policy().retention.get(code)
    if policy is not None and policy.obligation:
        raise KnownError(
            "legal_minimum",
            _("A law says how long this is kept: the rule cannot be changed."),
            _("Nothing was changed. If the law changed, the policy is to be changed first."),
        )


def _require_possible(new: Rule) -> None:
    if new.action not in new.actions:
        raise _not_possible(
            _("This cannot happen to what the rule is about."), [one.value for one in new.actions]
        )
    if new.starts not in new.clocks:
        raise _not_possible(
            _("This cannot start the clock of what the rule is about."),
            [one.value for one in new.clocks],
        )


def _not_possible(message: str, possible: list[str]) -> KnownError:
    return KnownError(
        "not_possible",
        message,
        _("Nothing was changed. Possible: {possible}.").format(possible=", ".join(possible)),
    )


def _ground_needed(new: Rule) -> KnownError:
    return KnownError(
        "ground_needed",
        _("The policy keeps this for {period}, because a claim may be brought for so long.").format(
            period=new.policy.period.iso
        ),
        _("Nothing was changed. Give the ground on which it may go before."),
    )


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
class Reached:
    """A rule, and the rows that it has reached on a day."""

    rule: Rule
    rows: int
    also: int
    """How many of them a rule in force before it has reached too: each goes once, by the first."""
    kept: int
    """How many of the others a hold or a restriction keeps; 0 where they are not looked at."""
    unsure: bool
    """They were not looked at, being more than ``LOOKED_AT``, and something may keep some of them:
    the plan tells them apart."""

    @property
    def going(self) -> int:
        """How many rows a purge by every rule would destroy or make anonymous by this one."""
        return self.rows - self.also - self.kept


LOOKED_AT = 1_000
"""So many rows of a rule are asked after what keeps them, without a plan."""
PEOPLE_LOOKED_AT = 200
"""So many people: others' texts are searched for each."""


def today() -> date:
    """Return the last day that a purge can be planned as of."""
    return moments.office_day(moments.now())


def reached(session: Session, day: date, *, stop_at: int = -1) -> tuple[Reached, ...]:
    """Return every rule with what it has reached on a day; counting stops at ``stop_at``."""
    found: list[Reached] = []
    before: list[Reach] = []
    with session.store.read() as connection:
        any_keeper = holds.any_keeper(connection, today().isoformat())
        for rule in rules_in(connection):
            reach = rule.reach(day)
            but = [one for one in before if one.table == reach.table]
            rows = retention.count_reached(connection, reach, stop_at=stop_at)
            new = rows
            if rows and but:
                new = retention.count_reached(connection, reach, but=but, stop_at=stop_at)
            most = PEOPLE_LOOKED_AT if reach.table == SUBJECT else LOOKED_AT
            unsure = new > most and any_keeper
            kept = _kept(connection, reach, but) if 0 < new <= most else 0
            found.append(Reached(rule, rows, rows - new, kept, unsure))
            if rule.active:
                before.append(reach)
    return tuple(found)


def _kept(connection: Connection, reach: Reach, but: Sequence[Reach]) -> int:
    ids = retention.reached(connection, reach, but=but).ids
    try:
        kept = keeping.held(connection, reach, ids)
    except QueryError:
        return 0  # a search that cannot be read any more: a plan says so
    return len({row for rows in kept.values() for row in rows})


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for somebody: nothing is destroyed and no hold is released by itself."""

    rows: dict[str, int]
    """Rows that a purge would destroy or make anonymous today, by the rule's code."""
    kept: dict[str, int]
    """Rows that are due and stay, since a hold or a restriction keeps them."""
    unsure: frozenset[str]
    """The rules of which a plan alone tells how many of ``rows`` are kept."""
    reviews: tuple[int, ...]
    """Numbers of the holds that are to be looked at again."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.reviews)


def due(session: Session, *, stop_at: int = -1) -> Due:
    """Return what is due for purge today, and which holds are to be looked at again.

    Counting stops at so many rows of a rule; -1 counts all.
    """
    day = today()
    found = [one for one in reached(session, day, stop_at=stop_at) if one.rule.active]
    with session.store.read() as connection:
        reviews = holds.active_numbers(connection, day.isoformat(), review_by=day.isoformat())
    return Due(
        {one.rule.code: one.going for one in found if one.going},
        {one.rule.code: one.kept for one in found if one.kept},
        frozenset(one.rule.code for one in found if one.unsure),
        reviews,
    )
