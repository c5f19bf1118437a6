"""What the retention rules have reached, worked out and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.policy import RetentionAction, RetentionRule, load_policy
from app.store import audit, doom, holds, retention
from app.store.data_map import SUBJECT
from app.store.doom import Doom
from app.store.rows import batches
from app.workflows import destruction
from app.workflows.purge.frozen import Plan
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def rules() -> tuple[RetentionRule, ...]:
    """Return the rules of the policy whose data this store keeps."""
    return tuple(rule for rule in load_policy().retention.values() if rule.code in retention.SCOPES)


def plan(session: Session, codes: Iterable[str] = (), as_of: date | None = None) -> Plan:
    """Work out what the rules have reached on a day, today unless another is given.

    Changes nothing. Raises ``KnownError("unknown_rule")`` or ``KnownError("as_of_later")``.
    """
    today = moments.office_day(moments.now())
    day = as_of or today
    if day > today:
        raise KnownError(
            "as_of_later",
            _("A purge cannot be planned as of a day to come."),
            _("Nothing was planned. What is not due yet must not be destroyed."),
        )
    chosen = _chosen(tuple(codes))
    body: dict[str, Any] = {
        "store": session.vault.store_id,
        "made_at": moments.to_iso(moments.now()),
        "made_by": session.member.id,
        "as_of": day.isoformat(),
        "rules": _each_row_once([_planned(session, rule, day) for rule in chosen]),
    }
    made = Plan(body)
    with session.store.write() as connection:
        audit.append(
            connection,
            session.member,
            "purge_planned",
            detail={"digest": made.digest, "rows": made.total},
        )
    return made


def _chosen(codes: Sequence[str]) -> tuple[RetentionRule, ...]:
    known = {rule.code: rule for rule in rules()}
    for code in codes:
        if code not in known:
            raise KnownError(
                "unknown_rule",
                _("There is no retention rule of that name. Possible: {rules}.").format(
                    rules=", ".join(known)
                ),
                _("Nothing was planned."),
            )
    return tuple(known[code] for code in dict.fromkeys(codes)) if codes else rules()


def _planned(session: Session, rule: RetentionRule, day: date) -> dict[str, Any]:
    before = moments.start_of_day(rule.period.latest_start(day))
    table = retention.SCOPES[rule.code].table
    today = moments.office_day(moments.now()).isoformat()
    with session.store.read() as connection:
        found = retention.reached(connection, rule.code, before)
        kept: set[int] = set()
        for batch in batches(found):
            ids = [row for row, _version in batch]
            if table == SUBJECT:
                kept.update(row for row in ids if destruction.is_held(connection, row))
            elif _any_held(connection, rule, ids, today):
                kept.update(row for row in ids if _any_held(connection, rule, [row], today))
    return {
        "code": rule.code,
        "period": [rule.period.months, rule.period.days],
        "before": before,
        "action": rule.action.value,
        "table": table,
        "rows": [[row, version] for row, version in found if row not in kept],
        "kept": sorted(kept),
    }


def _each_row_once(planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave a row that several rules have reached to the first of them."""
    claimed: set[tuple[str, int]] = set()
    for rule in planned:
        rule["rows"] = [row for row in rule["rows"] if (rule["table"], row[0]) not in claimed]
        claimed.update((rule["table"], row[0]) for row in rule["rows"])
    return planned


def _any_held(connection: Connection, rule: RetentionRule, ids: Sequence[int], today: str) -> bool:
    doomed = doom_of(connection, rule.action, rule.code, ids)
    return bool(holds.in_the_way(connection, doomed, today))


def doom_of(connection: Connection, action: RetentionAction, code: str, ids: Iterable[int]) -> Doom:
    """Return what one rule does to rows of its table."""
    table = retention.SCOPES[code].table
    if action is RetentionAction.DELETE:
        return doom.of_rows(connection, {table: ids})
    return Doom(blanked={table: set(ids)})
