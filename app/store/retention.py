"""Which rows a retention rule has reached, by what starts its scope.

An account goes when nothing else of the person is left, so that no ticket ever outlives the way
to find whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import OnTarget, Table
from app.store.people import NOTHING_ELSE
from app.store.rows import batches, insert, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


_DONE = "destroyed:"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one rule: those whose clock started before a moment, ``:before``."""

    table: str
    where: str
    has_version: bool = False
    done: str = "0"
    """SQL condition that what the rule asks was done to a row that stays."""

    @property
    def version(self) -> str:
        """The SQL expression of a row's version; 0 for rows that are never edited."""
        return f"{self.table}.version" if self.has_version else "0"


SCOPES = {
    "closed_tickets": Scope("ticket", "closed_at < :before AND status = 'closed'", True),
    "closed_accounts": Scope(
        "person",
        f"account_closed_at < :before AND account_state = 'closed' AND {NOTHING_ELSE}",
        True,
    ),
    "silent_contacts": Scope(
        "person",
        f"coalesce(last_contact_at, created_at) < :before AND {NOTHING_ELSE}",
        True,
    ),
    "device_owners": Scope(
        "device_custody",
        "until < :before AND person_id IS NOT NULL",
        done="person_id IS NULL",
    ),
    "request_records": Scope("subject_request", "closed_at < :before", True),
    "withdrawn_consents": Scope("consent", "withdrawn_at < :before"),
    "import_undo": Scope(
        "import_row", "batch_id IN (SELECT id FROM import_batch WHERE at < :before)"
    ),
}
"""By the rule's code in the policy; what other rules speak of is not kept in the store."""


def reached(connection: Connection, rule: str, before: int) -> list[tuple[int, int]]:
    """Return (id, version) of the rows whose clock started before a moment."""
    scope = SCOPES[rule]
    return connection.execute(
        f"SELECT id, {scope.version} FROM {scope.table} WHERE {scope.where} ORDER BY id",
        {"before": before},
    ).fetchall()


def count_reached(connection: Connection, rule: str, before: int, *, stop_at: int = -1) -> int:
    """Return how many rows there are whose clock started before a moment, at most ``stop_at``."""
    scope = SCOPES[rule]
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {scope.table} WHERE {scope.where} LIMIT :stop_at)",
        {"before": before, "stop_at": stop_at},
    ).fetchone()
    return int(count)


def done(connection: Connection, plan: str) -> dict[str, dict[str, int]]:
    """Return what a purge or erasure that is not reported yet has done so far, in counts."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_DONE + plan,)).fetchone()
    counts: dict[str, dict[str, int]] = json.loads(row[0]) if row else {}
    return counts


def note_done(connection: Connection, plan: str, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Note what a purge or erasure has done so far, in the transaction that does it."""
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_DONE + plan, json.dumps(counts)),
    )


def forget_done(connection: Connection, plan: str) -> None:
    """Drop the counts of what was reported."""
    connection.execute("DELETE FROM setting WHERE key = ?", (_DONE + plan,))


def current(
    connection: Connection, rule: str, before: int, ids: Sequence[int]
) -> dict[int, int | None]:
    """Return the versions of those of these rows that are still there and not dealt with.

    None for a row that the rule reaches no more: a person who wrote again, a reopened ticket.
    """
    scope = SCOPES[rule]
    found: dict[int, int | None] = {}
    for batch in batches(ids):
        named_marks = ", ".join(f":id{place}" for place in range(len(batch)))
        values = {f"id{place}": row for place, row in enumerate(batch)}
        found.update(
            connection.execute(
                f"SELECT id, CASE WHEN {scope.where} THEN {scope.version} END FROM {scope.table}"
                f" WHERE id IN ({named_marks}) AND NOT ({scope.done})",
                {**values, "before": before},
            ).fetchall()
        )
    return found


def people_of(connection: Connection, table: str, ids: Sequence[int]) -> set[int]:
    """Return the people that these rows, or the rows that go with them, point at."""
    people = set(ids) if table == SUBJECT else set()
    whose = [(table, column, DATA_MAP[table].key) for column in _to_people(DATA_MAP[table])]
    whose += [
        (below.name, column, reference.column)
        for below, reference in DATA_MAP.referring_to(table)
        if reference.on_target is OnTarget.CASCADE
        for column in _to_people(below)
    ]
    for name, person, key in whose:
        for batch in batches(ids):
            rows = connection.execute(
                f"SELECT DISTINCT {person} FROM {name}"
                f" WHERE {key} IN ({marks(batch)}) AND {person} IS NOT NULL",
                batch,
            )
            people.update(row[0] for row in rows)
    return people


def _to_people(table: Table) -> list[str]:
    return [reference.column for reference in table.references if reference.table == SUBJECT]


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as a lead changed it."""

    code: str
    version: int
    """From 1, for each rule; the policy's own is 0."""
    months: int
    days: int
    active: bool
    reason: str
    by: str
    at: int


def rule_versions(connection: Connection, code: str = "") -> tuple[RuleVersion, ...]:
    """Return every change of the rules, or of one, oldest first."""
    rows = connection.execute(
        "SELECT code, version, months, days, retention_rule.active, reason,"
        " coalesce(staff.name, ''), at"
        " FROM retention_rule LEFT JOIN staff ON staff.id = retention_rule.staff_id"
        " WHERE ? IN ('', code) ORDER BY retention_rule.id",
        (code,),
    )
    return tuple(
        RuleVersion(code, version, months, days, bool(active), *rest)
        for code, version, months, days, active, *rest in rows
    )


def add_rule_version(connection: Connection, new: RuleVersion, staff_id: int | None) -> None:
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
            "reason": new.reason,
            "staff_id": staff_id,
            "at": new.at,
        },
    )
