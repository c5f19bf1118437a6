"""A ticket query taken apart: what its terms ask of the store, and which of them is rare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from app.model.ticket_query import TextTerm, TicketQuery
from app.store import search_index
from app.store.messages import PLACES
from app.store.ticket_conditions import (
    Compiler,
    Condition,
    one_of,
    text_condition,
    text_match,
)
from app.store.ticket_walks import BY_STATUS, Branch, index_with_status, may_walk, union, walks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

FEW = 1000
"""Up to so many tickets are tested one by one."""
FEW_WITH_TEXT = 300
"""The same where each test asks the search index."""
COUNTED = 5_000
"""So far terms are counted to find the rarest."""
_MORE_THAN_ANY = 1 << 62


class Plan:
    """A query taken apart: its conditions, and its words."""

    def __init__(
        self, connection: Connection, query: TicketQuery, *, me: int | None, now: int
    ) -> None:
        self.connection = connection
        compiler = Compiler(connection, me=me, now=now)
        self.conditions: list[Condition] = []
        self.words: list[TextTerm] = []
        self.absent: list[TextTerm] = []
        for term in query.terms:
            if not isinstance(term, TextTerm):
                self.conditions.append(compiler.condition(term))
            elif not search_index.has_words(term.text):
                continue
            elif term.negated:
                self.absent.append(term)
            else:
                self.words.append(term)

    @property
    def seekable(self) -> list[Condition]:
        """The conditions that an index answers by itself."""
        return [c for c in self.conditions if c.column and c.values and c.column != "id"]

    @property
    def status(self) -> Condition | None:
        """The condition that the status is one of some."""
        return next((c for c in self.seekable if c.column == "status"), None)

    def test_absent_words(self) -> None:
        """Ask it of each ticket that words are absent, where ids do not come newest first."""
        for term in self.absent:
            self.conditions.append(text_condition(self.connection, [term], negated=True))
        self.absent = []

    def direct(self) -> list[Branch] | None:
        """Return the walks that give just what is asked, newest first; None without such."""
        if self.words or not self.conditions or len(self.seekable) < len(self.conditions):
            return None
        if len(self.conditions) == 1 and may_walk(self.conditions[0]):
            return list(walks(self.conditions[0]))
        if len(self.conditions) == 2 and self.status is not None:
            other = next(c for c in self.conditions if c is not self.status)
            if other.column in BY_STATUS:
                return list(walks(other, self.status))
        return None

    def few(self) -> Condition | None:
        """Return the conditions that few tickets fit, as one on their ids; None without any.

        Where many fit each of them, the rarest stands first among the conditions afterwards.
        """
        bound = FEW_WITH_TEXT if self.words or self.absent else FEW
        ranks: dict[int, tuple[int, int]] = {}
        for condition, sql, parameters in self._probes():
            beyond = self.connection.execute(f"{sql} LIMIT 1 OFFSET {bound}", parameters).fetchone()
            if beyond is None:
                return one_of("id", [row[0] for row in self.connection.execute(sql, parameters)])
            if condition is not None:
                # Of the newest that fit: the further back they reach, the rarer they are.
                ranks[id(condition)] = (COUNTED, beyond[0])
        if not self.words and len(ranks) > 1:
            for condition in self.conditions:
                if id(condition) in ranks and may_walk(condition):
                    count = self.count_of(list(walks(condition)), COUNTED)
                    ranks[id(condition)] = (count, ranks[id(condition)][1])
        self.conditions.sort(key=lambda c: ranks.get(id(c), (_MORE_THAN_ANY, 0)))
        return None

    def _probes(self) -> Iterator[tuple[Condition | None, str, tuple[Any, ...]]]:
        seekable = self.seekable
        for condition in self.conditions:
            if condition in seekable and may_walk(condition):
                sql, parameters = union(list(walks(condition)))
                yield condition, f"{sql} ORDER BY id DESC", parameters
            elif condition.column == "id":
                yield None, f"SELECT id FROM ticket WHERE {condition.sql}", condition.parameters
            elif condition.tickets:
                yield None, condition.tickets, condition.parameters
        status = self.status
        for condition in seekable if status else ():
            if condition.column in BY_STATUS:
                yield (
                    None,
                    f"SELECT id FROM ticket INDEXED BY {index_with_status(condition)}"
                    f" WHERE {condition.sql} AND {status.sql if status else ''}",
                    (*condition.parameters, *(status.parameters if status else ())),
                )

    def count_of(self, branches: list[Branch], bound: int) -> int:
        """Return how many tickets the branches give, counting no further."""
        sql, parameters = union(branches)
        found = self.connection.execute(
            f"SELECT count(*) FROM ({sql} LIMIT ?)", (*parameters, bound)
        )
        return int(found.fetchone()[0])

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """Return the conditions joined, and their parameters."""
        sql = " AND ".join(c.sql for c in self.conditions) or "1"
        return sql, tuple(p for c in self.conditions for p in c.parameters)

    def present(self, ids: Iterable[int]) -> Iterator[int]:
        """Yield the ids, given newest first, whose tickets hold none of the absent words."""
        absences = [_Absence(self.connection, term) for term in self.absent]
        return (ticket for ticket in ids if all(one.lets_through(ticket) for one in absences))


class _Absence:
    """Tells of tickets, asked newest first, whether any of their messages holds a text."""

    _STEPS = 50
    """Hits passed one by one, before it is cheaper to seek."""

    def __init__(self, connection: Connection, term: TextTerm) -> None:
        self._connection = connection
        self._match = text_match(connection, [term])
        self._hits: Iterator[tuple[int | None]] | None = None
        self._hit: int | None = _MORE_THAN_ANY

    def lets_through(self, ticket: int) -> bool:
        """Whether no message of a ticket holds it."""
        steps = self._STEPS
        while self._hits is not None and steps and self._beyond(ticket):
            (self._hit,) = next(self._hits, (None,))
            steps -= 1
        if self._beyond(ticket):
            self._hits = self._connection.execute(
                f"SELECT message_text.rowid / {PLACES} FROM message_text"
                " WHERE message_text MATCH ? AND message_text.rowid < ?"
                " ORDER BY message_text.rowid DESC",
                (self._match, (ticket + 1) * PLACES),
            )
            (self._hit,) = next(self._hits, (None,))
        return self._hit != ticket

    def _beyond(self, ticket: int) -> bool:
        return self._hit is not None and self._hit > ticket
