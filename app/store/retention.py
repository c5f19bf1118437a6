"""Which rows a retention rule has reached, by what starts its scope.

An account goes when nothing else of the person is left, so that no ticket ever outlives the way
to find whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.people import NOTHING_ELSE
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one rule: those whose clock started before a moment, ``:before``."""

    table: str
    where: str
    has_version: bool = False

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
    "device_owners": Scope("device_custody", "until < :before AND person_id IS NOT NULL"),
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


def current(connection: Connection, rule: str, ids: Sequence[int]) -> dict[int, int]:
    """Return the versions of those of these rows that are still there."""
    scope = SCOPES[rule]
    found: dict[int, int] = {}
    for batch in batches(ids):
        found.update(
            connection.execute(
                f"SELECT id, {scope.version} FROM {scope.table} WHERE id IN ({marks(batch)})",
                batch,
            ).fetchall()
        )
    return found
