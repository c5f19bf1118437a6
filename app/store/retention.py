"""Which rows a retention rule has reached, by what starts its scope.

An account goes when nothing else of the person is left, so that no ticket ever outlives the way
to find whose it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.people import NOTHING_ELSE
from app.store.rows import batches

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
