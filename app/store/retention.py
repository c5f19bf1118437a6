"""Which rows a retention rule has reached, by what starts its clock.

An account goes when nothing else of the person is left, so that no ticket ever outlives the way
to find whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.id_rows import IdRows
from app.policy import ClockStart, RetentionAction
from app.store import retention_actions
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import OnTarget, Table
from app.store.people import NOTHING_ELSE
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


_DONE = "destroyed:"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one rule."""

    table: str
    clocks: Mapping[ClockStart, str]
    """SQL conditions that a row's clock started before a moment, ``:before``, by what starts it;
    the policy's first."""
    has_version: bool = False

    @property
    def version(self) -> str:
        """The SQL expression of a row's version; 0 for rows that are never edited."""
        return f"{self.table}.version" if self.has_version else "0"

    @property
    def actions(self) -> tuple[RetentionAction, ...]:
        """What the rule may do to its rows."""
        return retention_actions.allowed(self.table)


SCOPES = {
    "closed_tickets": Scope(
        "ticket",
        {
            ClockStart.TICKET_CLOSED: "closed_at < :before AND status = 'closed'",
            ClockStart.LAST_CONTACT: (
                "ticket.created_at < :before AND status = 'closed' AND coalesce((SELECT"
                " max(m.created_at) FROM message AS m WHERE m.ticket_id = ticket.id),"
                " ticket.created_at) < :before"
            ),
        },
        has_version=True,
    ),
    "closed_accounts": Scope(
        "person",
        {
            ClockStart.ACCOUNT_CLOSED: (
                f"account_closed_at < :before AND account_state = 'closed' AND {NOTHING_ELSE}"
            ),
            ClockStart.LAST_CONTACT: (
                "coalesce(last_contact_at, created_at) < :before AND account_state = 'closed'"
                f" AND {NOTHING_ELSE}"
            ),
        },
        has_version=True,
    ),
    "silent_contacts": Scope(
        "person",
        {
            ClockStart.LAST_CONTACT: (
                f"coalesce(last_contact_at, created_at) < :before AND {NOTHING_ELSE}"
            )
        },
        has_version=True,
    ),
    "device_owners": Scope("device_custody", {ClockStart.DEVICE_RETURNED: "until < :before"}),
    "request_records": Scope(
        "subject_request", {ClockStart.REQUEST_CLOSED: "closed_at < :before"}, has_version=True
    ),
    "withdrawn_consents": Scope(
        "consent", {ClockStart.CONSENT_WITHDRAWN: "withdrawn_at < :before"}
    ),
    "import_undo": Scope(
        "import_row",
        {ClockStart.IMPORT_DONE: ("batch_id IN (SELECT id FROM import_batch WHERE at < :before)")},
    ),
}
"""By the rule's code in the policy; what other rules speak of is not kept in the store."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule asks as on a day."""

    code: str
    starts: ClockStart
    action: RetentionAction
    before: int
    """The moment before which the clock of what is due has started."""

    @property
    def table(self) -> str:
        """The table of the rule's rows."""
        return SCOPES[self.code].table

    @property
    def where(self) -> str:
        """The SQL condition that a row's clock started before ``:before``."""
        return SCOPES[self.code].clocks[self.starts]

    @property
    def done(self) -> str:
        """The SQL condition that what the rule asks was done to a row that stays."""
        return retention_actions.done(self.table, self.action)

    @property
    def due(self) -> str:
        """The SQL condition that a row is due."""
        return f"{self.where} AND NOT ({self.done})"


def reached(
    connection: Connection, reach: Reach, *, but: Sequence[Reach] = (), stop_at: int = -1
) -> IdRows:
    """Return (id, version) of the rows that are due by a rule, at most ``stop_at``.

    Rows that one of the rules ``but`` reaches, of the same table, are left out.
    """
    scope = SCOPES[reach.code]
    where, values = _due(reach, but)
    return IdRows(
        connection.execute(
            f"SELECT id, {scope.version} FROM {scope.table} WHERE {where} ORDER BY id"
            " LIMIT :stop_at",
            {**values, "stop_at": stop_at},
        )
    )


def count_reached(
    connection: Connection, reach: Reach, *, but: Sequence[Reach] = (), stop_at: int = -1
) -> int:
    """Return how many rows :func:`reached` would give."""
    where, values = _due(reach, but)
    (count,) = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {reach.table} WHERE {where} LIMIT :stop_at)",
        {**values, "stop_at": stop_at},
    ).fetchone()
    return int(count)


def _due(reach: Reach, but: Sequence[Reach]) -> tuple[str, dict[str, int]]:
    where, values = reach.due, {"before": reach.before}
    for number, other in enumerate(but):
        name = f"before{number}"
        where += f" AND NOT coalesce(({other.due.replace(':before', ':' + name)}), 0)"
        values[name] = other.before
    return where, values


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


def current(connection: Connection, reach: Reach, ids: Sequence[int]) -> dict[int, int | None]:
    """Return the versions of those of these rows that are still there and not dealt with.

    None for a row that the rule reaches no more: a person who wrote again, a reopened ticket.
    """
    scope = SCOPES[reach.code]
    found: dict[int, int | None] = {}
    for batch in batches(ids):
        named_marks = ", ".join(f":id{place}" for place in range(len(batch)))
        values = {f"id{place}": row for place, row in enumerate(batch)}
        found.update(
            connection.execute(
                f"SELECT id, CASE WHEN {reach.where} THEN {scope.version} END FROM {scope.table}"
                f" WHERE id IN ({named_marks}) AND NOT ({reach.done})",
                {**values, "before": reach.before},
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
