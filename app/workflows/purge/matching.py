"""Whether a plan still fits the store: its rows and its rules are as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _, current_language, ngettext
from app.model.id_rows import IdRows
from app.model.ticket import format_number
from app.policy import load_policy
from app.store import audit, retention
from app.workflows.purge.frozen import Plan, reach_of
from app.workflows.retention import rules_in

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

NAMED = 5
"""Rows that an error names when a plan does not fit the store any more."""
_LOOKED_AT = 1_000
"""Rows of a plan that are compared with the store at once."""

Rows = Sequence[list[int]]
"""``[id, version]`` of each row, as the plan's file holds them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a plan is that fits the store."""

    begun: bool
    rows: tuple[IdRows, ...]
    """Those of each of its rules that are still there; all, of a plan that was not begun."""


def require_current(connection: Connection, found: Plan) -> Standing:
    """Refuse a plan that does not fit the store any more; return how far it is."""
    _require_same_rules(connection, found)
    begun = audit.mentions(connection, "purge_begun", found.digest)
    standing: list[IdRows] = []
    for rule in found.body["rules"]:
        changed, left = _Changed(rule), IdRows()
        for rows in _pieces(rule["rows"]):
            there = set(_still_there(connection, rule, rows, changed, gone_is_fine=begun))
            left.extend(row for row in rows if row[0] in there)
        changed.refuse()
        standing.append(left)
    return Standing(begun, tuple(standing))


def left(connection: Connection, found: Plan) -> dict[str, int]:
    """Return how many rows of the plan are still there, by rule."""
    return {
        rule["code"]: sum(
            len(retention.current(connection, reach_of(rule), [row for row, _ in rows]))
            for rows in _pieces(rule["rows"])
        )
        for rule in found.body["rules"]
    }


def _pieces(rows: Rows) -> Iterator[Rows]:
    return (rows[start : start + _LOOKED_AT] for start in range(0, len(rows), _LOOKED_AT))


@dataclass(slots=True)
class _Changed:
    """Rows of a rule that are not as they were planned."""

    rule: dict[str, Any]
    count: int = 0
    named: list[str] = field(default_factory=list)
    """The first of them, each with what became of it."""

    def note(self, row: int, why: str) -> None:
        """Count a row in."""
        self.count += 1
        if len(self.named) < NAMED:
            self.named.append(f"{_name(self.rule['table'], row)} ({why})")

    def refuse(self) -> None:
        """Raise ``KnownError("plan_outdated")`` where there is any."""
        if not self.count:
            return
        raise KnownError(
            "plan_outdated",
            ngettext(
                "{count} row of the rule '{rule}' is not as it was planned: {rows}.",
                "{count} rows of the rule '{rule}' are not as they were planned: {rows}.",
                self.count,
            ).format(
                count=self.count,
                rule=load_policy().retention[self.rule["code"]].label(current_language()),
                rows=", ".join(self.named) + (", …" if self.count > NAMED else ""),
            ),
            _renewable(),
        )


def present(connection: Connection, rule: dict[str, Any], rows: Rows) -> list[int]:
    """Return the rows of a batch that are still there; refuse where one is not as planned.

    What is gone by now went along with a row of an earlier batch. Raises
    ``KnownError("plan_outdated")``.
    """
    changed = _Changed(rule)
    found = _still_there(connection, rule, rows, changed, gone_is_fine=True)
    changed.refuse()
    return found


def _still_there(
    connection: Connection,
    rule: dict[str, Any],
    rows: Rows,
    changed: _Changed,
    *,
    gone_is_fine: bool,
) -> list[int]:
    """Return the rows that are still there; note those that are not as they were planned."""
    ids = [row for row, _version in rows]
    now = retention.current(connection, reach_of(rule), ids)
    for row, version in rows:
        if row not in now:
            if not gone_is_fine:
                changed.note(row, _("gone"))
        elif now[row] is None:
            changed.note(row, _("in use again"))
        elif now[row] != version:
            changed.note(row, _("changed"))
    return [row for row in ids if row in now]


def _require_same_rules(connection: Connection, found: Plan) -> None:
    now = {rule.code: rule for rule in rules_in(connection)}
    for rule in found.body["rules"]:
        current = now[rule["code"]]
        if current.version != rule["version"] or not current.active:
            raise KnownError(
                "plan_outdated",
                _("The rule '{rule}' was changed since the plan was made.").format(
                    rule=load_policy().retention[rule["code"]].label(current_language())
                ),
                _renewable(),
            )


def _renewable() -> str:
    return _(
        "Nothing more was destroyed; finished batches stay done. Make the plan anew:"
        " 'cne-helpdesk purge plan --renew PLAN --out NEW'."
    )


def _name(table: str, row: int) -> str:
    return format_number(row) if table == "ticket" else f"{table} {row}"
