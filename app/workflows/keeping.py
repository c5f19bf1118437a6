"""Which of the rows that a retention rule has reached must stay now, and what keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from app.store import holds, retention_actions
from app.store.data_map import SUBJECT
from app.store.doom import Doom
from app.store.retention import Reach
from app.store.rows import batches
from app.workflows import destruction

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def held(connection: Connection, reach: Reach, rows: Sequence[int]) -> dict[str, list[int]]:
    """Return, by what keeps them, the rows that must stay now of what a rule would do.

    A keeper is the number of a hold, or ``keeper.RESTRICTED`` for the restriction of a person.
    """
    today = destruction.today()
    found: dict[str, list[int]] = {}

    def doomed(some: Sequence[int]) -> Doom:
        if reach.table == SUBJECT:
            return destruction.of_erasures(connection, some)
        return doom_of(connection, reach, some)

    if holds.any_keeper(connection, today):
        for batch in batches(rows):
            for row, keeper in _held_of(connection, doomed, batch, today):
                found.setdefault(keeper, []).append(row)
    return found


def doom_of(connection: Connection, reach: Reach, rows: Sequence[int]) -> Doom:
    """Return what a rule does to rows of its table."""
    return retention_actions.doom_of(connection, reach.table, reach.action, rows)


def _held_of(
    connection: Connection,
    doomed: Callable[[Sequence[int]], Doom],
    rows: Sequence[int],
    today: str,
) -> Iterator[tuple[int, str]]:
    """Ask for all rows at once, and for either half only where something stands in the way.

    Yield each row that must stay with each of its keepers.
    """
    whole = doomed(rows)
    if not holds.in_the_way(connection, whole, today):
        return
    if len(rows) > 1:
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            yield from _held_of(connection, doomed, half, today)
        return
    for keeper in holds.keepers(connection, whole, today):
        yield rows[0], keeper
