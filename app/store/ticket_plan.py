"""A ticket query taken apart: what its terms ask of the store, and which of them is rare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from app.model.ticket import PLACES
from app.model.ticket_terms import TextTerm, TicketQuery
from app.store import search_index
from app.store.remembered import Remembered
from app.store.ticket_conditions import (
    Condition,
    text_condition,
    text_match,
)
from app.store.ticket_order import Range
from app.store.ticket_walks import BY_STATUS, Branch, index_with_status, may_walk, union, walks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

FEW = 1000
"""Up to so many tickets are tested one by one."""
FEW_WITH_TEXT = 300
"""The same where each test asks the search index."""
COUNTED = 5_000
"""So far terms are counted to find the rarest."""
_SAMPLE = 1_000
"""Tickets by which it is told how often a term stands beside another."""
_PASSED = 4
"""Entries of an index that are passed in the time in which a ticket is looked up in it."""
_MORE_THAN_ANY = 1 << 62


class Few(NamedTuple):
    """A condition that few tickets fit, by itself or together with one on the status."""

    condition: Condition
    status: Condition | None = None


class Plan:
    """A query taken apart: its conditions, the range its ids stand in, and its words."""

    def __init__(
        self,
        connection: Connection,
        query: TicketQuery,
        *,
        me: int | None,
        now: int,
        remembered: Remembered | None = None,
    ) -> None:
        self.conditions: list[Condition] = []
        self.periods: list[Condition] = []
        """Those of the conditions that are no more than a range of ids."""
        self.ids = Range()
        self.words: list[TextTerm] = []
        self.absent: list[TextTerm] = []
        for text in (term for term in query.terms if isinstance(term, TextTerm)):
            if search_index.has_words(text.text):
                (self.absent if text.negated else self.words).append(text)
        fields = [term for term in query.terms if not isinstance(term, TextTerm)]
        if fields:  # a list of all tickets loads none of their words
            from app.store.ticket_compiler import Compiler  # noqa: PLC0415 - see above

            compiler = Compiler(connection, me=me, now=now)
            for condition in (c for term in fields for c in compiler.conditions(term)):
                self._add(condition)
        self._match = text_match(connection, self.words, remembered) if self.words else ""
        self._absent_matches = [text_match(connection, [term]) for term in self.absent]

    def _add(self, condition: Condition) -> None:
        if condition.ids is not None:
            self.ids = self.ids.meet(condition.ids)
        (self.periods if condition.whole else self.conditions).append(condition)

    @property
    def match(self) -> str:
        """The search index's expression for the words."""
        return self._match

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
        self.conditions += [text_condition(match, negated=True) for match in self._absent_matches]
        self.absent = []

    def direct(self) -> list[Branch] | None:
        """Return the walks that give just what is asked, newest first; None without such."""
        if self.words or not self.conditions or len(self.seekable) < len(self.conditions):
            return None
        if len(self.conditions) == 1 and may_walk(self.conditions[0]):
            return list(walks(self.conditions[0], self.ids))
        if len(self.conditions) == 2 and self.status is not None:
            other = next(c for c in self.conditions if c is not self.status)
            if other.column in BY_STATUS:
                return list(walks(other, self.ids, self.status))
        return None

    def few(self, connection: Connection) -> Few | None:
        """Return the condition that the fewest tickets fit; None where many fit each.

        The rarest then stands first among the conditions.
        """
        bound = FEW_WITH_TEXT if self.words or self.absent else FEW
        fewest, found = bound + 1, None
        ranks: dict[int, tuple[int, int]] = {}
        for few, sql, parameters in self._probes():
            count, oldest = connection.execute(
                f"SELECT count(*), min(id) FROM ({sql} LIMIT {bound + 1})", parameters
            ).fetchone()
            if count < fewest:
                fewest, found = count, few
            elif few.status is None and few.condition in self.seekable:
                # Of the newest that fit: the further back they reach, the rarer they are.
                ranks[id(few.condition)] = (COUNTED, oldest)
        if found is not None:
            return found
        if not self.words and len(ranks) > 1:
            for condition in self.conditions:
                if id(condition) in ranks and may_walk(condition):
                    count = count_of(connection, list(walks(condition, self.ids)), COUNTED)
                    ranks[id(condition)] = (count, ranks[id(condition)][1])
        self.conditions.sort(key=lambda c: ranks.get(id(c), (_MORE_THAN_ANY, 0)))
        return None

    def side_by_side(self, connection: Connection) -> tuple[Condition, Condition] | None:
        """Return the two rarest conditions where to pass both indexes is less than to look up.

        Told by the newest that fit the rarest: how many of the other stand among them.
        """
        pair = tuple(c for c in self.seekable if may_walk(c))[:2]
        if len(pair) < 2 or self.status or any(len(c.values) > 1 for c in pair):
            return None
        first, second = pair
        (walk,), (other,) = walks(first, self.ids), walks(second, self.ids)
        (since,) = connection.execute(
            f"SELECT min(id) FROM (SELECT {walk.id} AS id {walk.source}"
            f" ORDER BY {walk.id} DESC LIMIT {_SAMPLE})",
            walk.parameters,
        ).fetchone()
        beside = Branch(
            f"{other.source} AND {other.id} >= {since or 0}", other.parameters, other.id
        )
        most = _PASSED * _SAMPLE
        return (first, second) if count_of(connection, [beside], most) < most else None

    def _probes(self) -> Iterator[tuple[Few, str, tuple[Any, ...]]]:
        seekable = self.seekable
        within = self.ids.sql("ticket.id")
        if self.periods and not self.words:  # words are sought in the range by themselves
            yield Few(self.periods[0]), f"SELECT id FROM ticket WHERE 1{within}", ()
        for condition in self.conditions:
            if condition in seekable and may_walk(condition):
                sql, parameters = union(list(walks(condition, self.ids)))
                yield Few(condition), f"{sql} ORDER BY id DESC", parameters
            elif condition.column == "id":
                sql = f"SELECT id FROM ticket WHERE {condition.sql}{within}"
                yield Few(condition), sql, condition.parameters
            elif condition.tickets:
                yield Few(condition), condition.tickets, condition.parameters
        status = self.status
        for condition in seekable if status else ():
            if condition.column in BY_STATUS:
                yield (
                    Few(condition, status),
                    f"SELECT id FROM ticket INDEXED BY {index_with_status(condition)}"
                    f" WHERE {condition.sql} AND {status.sql if status else ''}{within}",
                    (*condition.parameters, *(status.parameters if status else ())),
                )

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """Return all that is asked of a row of ``ticket``, and its parameters."""
        sql = " AND ".join(c.sql for c in self.conditions) or "1"
        within = self.ids.sql("ticket.id")
        return f"{sql}{within}", tuple(p for c in self.conditions for p in c.parameters)

    def present(self, connection: Connection, ids: Iterable[int]) -> Iterator[int]:
        """Yield the ids, given newest first, whose tickets hold none of the absent words."""
        absences = [_Absence(connection, match) for match in self._absent_matches]
        return (ticket for ticket in ids if all(one.lets_through(ticket) for one in absences))


def count_of(connection: Connection, branches: list[Branch], bound: int) -> int:
    """Return how many tickets the branches give, counting no further."""
    return int(connection.execute(*counting(branches, bound)).fetchone()[0])


def counting(branches: list[Branch], bound: int) -> tuple[str, tuple[Any, ...]]:
    """Return SQL for the number of tickets in branches, and its parameters."""
    sql, parameters = union(branches)
    # A bound that is a parameter would have the engine plan the statement at each use.
    return f"SELECT count(*) FROM ({sql} LIMIT {bound})", parameters


class _Absence:
    """Tells of tickets, asked newest first, whether any of their messages holds a text."""

    _STEPS = 50
    """Hits passed one by one, before it is cheaper to seek."""

    def __init__(self, connection: Connection, match: str) -> None:
        self._connection = connection
        self._match = match
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
