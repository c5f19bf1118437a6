"""Figures over many tickets, each read from a range of an index so that any store is quick.

No figure reads more than the days it tells of, or the index entries of unfinished tickets.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from app.model.ticket import UNFINISHED
from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_LAST_ID = 1 << 62


def created(connection: Connection, edges: Sequence[int]) -> list[int]:
    """Return how many tickets were made between each two of these moments."""
    return _per_period(connection, "created_at", edges)


def closed(connection: Connection, edges: Sequence[int]) -> list[int]:
    """Return how many tickets were closed between each two of these moments."""
    return _per_period(connection, "closed_at", edges)


def _per_period(connection: Connection, column: str, edges: Sequence[int]) -> list[int]:
    sql = f"SELECT count(*) FROM ticket WHERE {column} >= ? AND {column} < ?"
    return [
        int(connection.execute(sql, (since, until)).fetchone()[0])
        for since, until in pairwise(edges)
    ]


def unfinished(connection: Connection, edges: Sequence[int]) -> list[int]:
    """Return how many unfinished tickets were made between these moments.

    The first number is of those before the first moment, the last of those since the last one.
    Tickets are numbered as they are made, so the index on status and id answers without a look
    at the tickets themselves.
    """
    bounds = [0, *(_first_id_since(connection, edge) for edge in edges), _LAST_ID]
    sql = (
        "SELECT count(*) FROM ticket INDEXED BY ticket_status"
        f" WHERE status IN ({marks(UNFINISHED)}) AND id >= ? AND id < ?"
    )
    states = tuple(status.value for status in UNFINISHED)
    return [
        int(connection.execute(sql, (*states, low, high)).fetchone()[0])
        for low, high in pairwise(bounds)
    ]


def _first_id_since(connection: Connection, moment: int) -> int:
    row = connection.execute(
        "SELECT id FROM ticket WHERE created_at >= ? ORDER BY created_at, id LIMIT 1", (moment,)
    ).fetchone()
    return int(row[0]) if row else _LAST_ID


def first_responses(
    connection: Connection, since: int, until: int, limits: Sequence[int]
) -> tuple[list[int], int]:
    """Return how soon tickets made in a period were first answered, and how many were not yet.

    There is a number for each of these seconds, of those answered within it but not within the
    one before, and one for the later ones.
    """
    cases = " ".join(
        f"WHEN first_response_at - created_at <= {int(limit)} THEN {place}"
        for place, limit in enumerate(limits)
    )
    found = connection.execute(
        "SELECT CASE WHEN first_response_at IS NULL THEN -1"
        f" {cases} ELSE {len(limits)} END AS slot, count(*) FROM ticket"
        " WHERE created_at >= ? AND created_at < ? GROUP BY slot",
        (since, until),
    )
    counts = {int(slot): int(count) for slot, count in found}
    return [counts.get(place, 0) for place in range(len(limits) + 1)], counts.get(-1, 0)
