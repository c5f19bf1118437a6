"""The retention rules as team leads changed them: each change is a version that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as a lead changed it."""

    code: str
    version: int
    """From 1, for each rule; the policy's own is 0."""
    months: int
    days: int
    active: bool
    action: str
    """Empty, as ``starts`` and ``ground`` may be: as the policy says."""
    starts: str
    ground: str
    reason: str
    by: str
    at: int


def listed(connection: Connection, code: str = "") -> tuple[RuleVersion, ...]:
    """Return every change of the rules, or of one, oldest first."""
    rows = connection.execute(
        "SELECT code, version, months, days, retention_rule.active, action, starts, ground, reason,"
        " coalesce(staff.name, ''), at"
        " FROM retention_rule LEFT JOIN staff ON staff.id = retention_rule.staff_id"
        " WHERE ? IN ('', code) ORDER BY retention_rule.id",
        (code,),
    )
    return tuple(
        RuleVersion(code, version, months, days, bool(active), *rest)
        for code, version, months, days, active, *rest in rows
    )


def add(connection: Connection, new: RuleVersion, staff_id: int | None) -> None:
    """Keep a change of a rule; ``by`` is the name of ``staff_id`` and not kept twice."""
    insert(
        connection,
        "retention_rule",
        {
            "code": new.code,
            "version": new.version,
            "months": new.months,
            "days": new.days,
            "active": int(new.active),
            "action": new.action,
            "starts": new.starts,
            "ground": new.ground,
            "reason": new.reason,
            "staff_id": staff_id,
            "at": new.at,
        },
    )
