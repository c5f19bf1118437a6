"""Which purge plans there are, and where their files lie on this workstation.

A plan is a file; the store keeps only its place, so that whoever unlocks next finds it. How far it
came is told by the audit trail.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_PLAN = "purge_plan:"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the audit trail says of a plan."""

    action: str
    at: int
    by: str


def note(connection: Connection, digest: str, **values: Any) -> None:
    """Note where a plan, or what came of it, lies; what was noted before stays."""
    known = dict(listed(connection)).get(digest, {})
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_PLAN + digest, json.dumps({**known, **values})),
    )


def listed(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    """Return (digest, what was noted) of every plan."""
    rows = connection.execute(
        "SELECT substr(key, ?), value FROM setting WHERE key >= ? AND key < ? ORDER BY key",
        (len(_PLAN) + 1, _PLAN, _PLAN[:-1] + ";"),
    )
    return [(digest, json.loads(value)) for digest, value in rows]


def forget(connection: Connection, digest: str) -> None:
    """Forget where a plan lies; its entries in the audit trail stay."""
    connection.execute("DELETE FROM setting WHERE key = ?", (_PLAN + digest,))


def entries(connection: Connection) -> dict[str, list[Entry]]:
    """Return what the audit trail says of each plan, oldest first, by the plan's digest."""
    found: dict[str, list[Entry]] = {}
    for action, at, by, detail in connection.execute(
        "SELECT action, at, staff_name, detail FROM audit WHERE action IN"
        " ('purge_planned', 'purge_approved', 'purge_begun', 'purge_finished') ORDER BY seq"
    ):
        found.setdefault(json.loads(detail)["digest"], []).append(Entry(action, at, by))
    return found
