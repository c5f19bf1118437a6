"""The audit trail: append-only, each entry bound to the one before by its digest.

It names staff and row ids, never a value of the people served; ``detail`` holds counts, codes and
numbers alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from app.model import moments
from app.model.staff import Member

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_COLUMNS = (
    "seq, at, staff_id, staff_name, action, subject_table, subject_id, detail, previous, digest"
)
FIRST = "0" * 64
"""What the first entry is bound to."""

Detail = Mapping[str, int | bool | str | None]


class AuditEntry(NamedTuple):
    """One entry as it stands in the store."""

    seq: int
    at: int
    staff_id: int | None
    staff_name: str
    action: str
    subject_table: str
    subject_id: int | None
    detail: str
    previous: str
    digest: str


def _digest(entry: tuple[object, ...], previous: str) -> str:
    text = json.dumps([*entry, previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    connection: Connection,
    member: Member | None,
    action: str,
    *,
    table: str = "",
    row: int | None = None,
    detail: Detail | None = None,
) -> int:
    """Write an entry in the transaction of what it tells of; return its number."""
    last = connection.execute("SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    entry = (
        seq,
        moments.now(),
        member.id if member else None,
        member.name if member else "",
        action,
        table,
        row,
        json.dumps(dict(detail or {}), sort_keys=True, separators=(",", ":")),
    )
    connection.execute(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*entry, previous, _digest(entry, previous)),
    )
    return int(seq)


def verify(connection: Connection, *, expected_length: int | None = None) -> list[int]:
    """Return the numbers of entries at which the chain is broken; none when it is whole.

    ``expected_length``, known from a signed document, finds entries cut off at the end.
    """
    broken, previous, expected = [], FIRST, 1
    for row in connection.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):
        entry, bound_to, digest = tuple(row[:8]), row[8], row[9]
        whole = row[0] == expected and bound_to == previous
        if not whole or _digest(entry, bound_to) != digest:
            broken.append(int(row[0]))
        previous, expected = digest, row[0] + 1
    if expected_length is not None and expected <= expected_length:
        broken.append(expected)
    return broken


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and digest of the newest entry, for binding a signed document to it."""
    row = connection.execute("SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, FIRST)


def mentions(connection: Connection, action: str, digest: str) -> bool:
    """Whether an entry of this action carries this digest in its detail."""
    row = connection.execute(
        "SELECT 1 FROM audit WHERE action = ? AND instr(detail, ?) > 0 LIMIT 1",
        (action, f'"digest":"{digest}"'),
    ).fetchone()
    return row is not None


def entries(connection: Connection, *, limit: int = 200) -> tuple[AuditEntry, ...]:
    """Return the newest entries, newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM audit ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    return tuple(AuditEntry(*row) for row in rows)
