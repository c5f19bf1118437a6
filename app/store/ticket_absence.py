"""Which tickets hold none of the words that are not looked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.model.ticket import PLACES

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

NEAR = 20
"""Hits that are passed in the time in which a ticket is looked up."""
BEGUN = 1_000
"""Hits that are passed in the time in which a walk is begun."""


class Absence:
    """Tells of tickets, asked newest first, whether any of their messages holds a text.

    The hits are walked along with the tickets while they lie near each other; else each ticket is
    looked up. To begin a walk takes long, since the engine goes down from the newest hit.
    """

    def __init__(self, connection: Connection, match: str) -> None:
        self._connection = connection
        self._match = match
        self._hits: Iterator[tuple[int | None]] | None = None
        self._hit: int | None = None
        self._may_pass = 0
        """Hits, before it would have been less to look the tickets up."""
        self._looked_up, self._to_look_up = 0, 0
        """Tickets since the last walk, and before the next: more after each that was in vain."""

    def lets_through(self, ticket: int) -> bool:
        """Whether no message of a ticket holds it."""
        if self._hits is None:
            if self._looked_up < self._to_look_up:
                return self._look_up(ticket)
            self._begin(ticket)
        self._may_pass = min(self._may_pass + NEAR, BEGUN)
        while self._hits and self._hit is not None and self._hit > ticket:
            (self._hit,) = next(self._hits, (None,))
            self._may_pass -= 1
            if not self._may_pass:
                self._hits = None
        return self._hit != ticket if self._hits else self._look_up(ticket)

    def _begin(self, ticket: int) -> None:
        self._hits = self._connection.execute(
            f"SELECT message_text.rowid / {PLACES} FROM message_text"
            " WHERE message_text MATCH ? AND message_text.rowid < ?"
            " ORDER BY message_text.rowid DESC",
            (self._match, (ticket + 1) * PLACES),
        )
        (self._hit,) = next(self._hits, (None,))
        self._may_pass = BEGUN
        self._looked_up, self._to_look_up = 0, 2 * self._to_look_up or BEGUN // NEAR

    def _look_up(self, ticket: int) -> bool:
        self._looked_up += 1
        found = self._connection.execute(
            "SELECT 1 FROM message_text WHERE message_text MATCH ?"
            f" AND message_text.rowid BETWEEN ? * {PLACES} AND ? * {PLACES} + {PLACES - 1}",
            (self._match, ticket, ticket),
        )
        return found.fetchone() is None
