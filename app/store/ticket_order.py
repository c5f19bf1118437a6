"""What a ticket's number says of when it was made.

Numbers rise with time, but for tickets that were made after the clock had been set back. The
furthest that it ever was is noted, so that a period becomes a range of numbers, which every
index of tickets can seek to.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from app.model.ticket import ticket_id

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_SET_BACK = "clock_set_back"


class Range(NamedTuple):
    """Ids between two, both outside; None leaves a side open."""

    above: int | None = None
    below: int | None = None

    def sql(self, identity: str) -> str:
        """Return the condition on an id, as what stands behind another: `` AND id < 5``."""
        low = "" if self.above is None else f" AND {identity} > {self.above}"
        return low if self.below is None else f"{low} AND {identity} < {self.below}"

    def meet(self, other: Range) -> Range:
        """Return the ids that stand in both."""
        above = [edge for edge in (self.above, other.above) if edge is not None]
        below = [edge for edge in (self.below, other.below) if edge is not None]
        return Range(max(above, default=None), min(below, default=None))


def learn(connection: Connection) -> None:
    """Find out how far the clock was ever set back, in a store that does not know it yet."""
    if _set_back(connection) is None:
        measure(connection)


def measure(connection: Connection) -> None:
    """Note how far the clock was ever set back, by all tickets there are."""
    (seconds,) = connection.execute(
        "SELECT coalesce(max(newest - created_at), 0) FROM (SELECT created_at,"
        " max(created_at) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS newest FROM ticket)"
    ).fetchone()
    _keep(connection, int(seconds))


def note(connection: Connection, at: int) -> None:
    """Note whether the clock was set back, before a ticket is added that is made at ``at``."""
    (newest,) = connection.execute("SELECT max(created_at) FROM ticket").fetchone()
    if newest is not None and newest > at:
        known = _set_back(connection)
        if known is not None and known < newest - at:
            _keep(connection, newest - at)


def _keep(connection: Connection, seconds: int) -> None:
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key)"
        " DO UPDATE SET value = excluded.value",
        (_SET_BACK, str(seconds)),
    )


def _set_back(connection: Connection) -> int | None:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_SET_BACK,)).fetchone()
    return int(row[0]) if row else None


def made_between(
    connection: Connection, since: int | None, until: int | None
) -> tuple[Range, bool]:
    """Return the range that holds the ids of all tickets made in a period.

    And whether it holds no others, which is so where the clock was never set back.
    """
    years = Range(
        None if since is None else ticket_id(_year(since), 0) - 1,
        None if until is None else ticket_id(_year(until) + 1, 0),
    )
    seconds = _set_back(connection)
    if seconds is None:
        return years, False
    above = below = None
    if since is not None:
        above = connection.execute(
            "SELECT id FROM ticket WHERE created_at < ? ORDER BY created_at DESC, id DESC LIMIT 1",
            (since - seconds,),
        ).fetchone()
    if until is not None:
        below = connection.execute(
            "SELECT id FROM ticket WHERE created_at >= ? ORDER BY created_at, id LIMIT 1",
            (until + seconds,),
        ).fetchone()
    found = Range(above[0] if above else None, below[0] if below else None)
    return (found, True) if seconds == 0 else (found.meet(years), False)


def _year(moment: int) -> int:
    return datetime.fromtimestamp(moment, UTC).year
