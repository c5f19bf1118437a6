"""A ticket query taken apart: what its terms ask of the store, and which of them is rare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from app.model.ticket_terms import TextTerm, TicketQuery
from app.store import search_index
from app.store.remembered import Remembered
from app.store.ticket_conditions import (
    NEVER,
    Condition,
    between,
    one_of,
    text_condition,
    text_match,
)
from app.store.ticket_order import Range
from app.store.ticket_walks import (
    Branch,
    among,
    index_of,
    index_with_status,
    may_walk,
    may_walk_with,
    table_walk,
    union,
    walks,
)

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
    """A query taken apart: its conditions, the range its ids stand in, and its words.

    Nothing of it changes once its list was made.
    """

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
        self._reach: dict[int, int] = {}
        """How far back the newest that fit a condition reach, of those that many fit."""
        self._match = text_match(connection, self.words, remembered) if self.words else ""
        self._absent_matches = [text_match(connection, [term]) for term in self.absent]

    def _add(self, condition: Condition) -> None:
        if condition.ids is not None:
            self.ids = self.ids.meet(condition.ids)
        conditions = self.periods if condition.whole else self.conditions
        for place, other in enumerate(conditions):
            # A ticket has one in each of its columns: both must have it.
            if other.column and (other.table, other.column) == ("ticket", condition.column):
                both = [value for value in other.values if value in condition.values]
                conditions[place] = one_of(condition.column, both)
                return
            if other.span and condition.span and other.about == condition.about:
                both_spans = between(other.about, other.span.meet(condition.span))
                conditions[place] = both_spans._replace(whole=condition.whole)
                return
        conditions.append(condition)

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

    @property
    def nothing(self) -> bool:
        """Whether a name is asked for that nobody and nothing has."""
        return any(c.sql == NEVER for c in self.conditions)

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
            if may_walk_with(other, self.status):
                return list(walks(other, self.ids, self.status))
        return None

    def few(self, connection: Connection) -> Few | None:
        """Return the condition that the fewest tickets fit; None where many fit each."""
        bound = FEW_WITH_TEXT if self.words or self.absent else FEW
        fewest, found = bound + 1, None
        for few, sql, parameters in self._probes():
            # To pass the entries of an index takes a third of the time that it takes to count them.
            beyond = connection.execute(f"{sql} LIMIT 1 OFFSET {bound}", parameters).fetchone()
            if beyond:
                if few.status is None and few.condition in self.seekable:
                    self._reach[id(few.condition)] = beyond[0]
                continue
            (count,) = connection.execute(
                f"SELECT count(*) FROM ({sql} LIMIT {bound + 1})", parameters
            ).fetchone()
            if count < fewest:
                fewest, found = count, few
        return found

    def rarest_first(self, conditions: Sequence[Condition]) -> list[Condition]:
        """Return conditions, each of which many fit, in the order of how rare the newest are."""
        return sorted(conditions, key=lambda c: self._reach.get(id(c), 0))

    def ranked(self, connection: Connection) -> Plan:
        """Return the plan with the conditions that an index answers first, the rarest in front.

        Of those that very many fit, the newest tell: the further back they reach, the rarer.
        It is another plan, since threads that read the list at once share this one.
        """
        many = [c for c in self.conditions if id(c) in self._reach and may_walk(c)]
        counts = dict.fromkeys(map(id, many), COUNTED)
        if len(many) > 1:
            fewer = [c for c in many if not holds_more(connection, c, self.ids, COUNTED)]
            for condition in fewer:
                counts[id(condition)] = 0
                if len(fewer) > 1:
                    walk = list(walks(condition, self.ids))
                    counts[id(condition)] = count_of(connection, walk, COUNTED)
        last = (_MORE_THAN_ANY, 0)
        found = copy(self)
        found.conditions = sorted(
            self.conditions,
            key=lambda c: (counts[id(c)], self._reach[id(c)]) if id(c) in counts else last,
        )
        return found

    def side_by_side(self, connection: Connection) -> tuple[Condition, Condition] | None:
        """Return the two rarest conditions where to pass both indexes is less than to look up.

        Told by the newest that fit the rarest: how many of the other stand among them.
        """
        pair = tuple(c for c in self.seekable if may_walk(c))[:2]
        if len(pair) < 2 or any(len(c.values) > 1 for c in pair):
            return None
        status = self.status
        if status and any(may_walk_with(c, status) for c in self.seekable):
            return None  # one index holds both
        first, second = pair
        (walk,) = walks(first, self.ids)
        since = connection.execute(
            f"SELECT {walk.id} {walk.source} ORDER BY {walk.id} DESC LIMIT 1 OFFSET {_SAMPLE - 1}",
            walk.parameters,
        ).fetchone()
        # One bound alone: of two, the engine would seek to the first that it is told.
        ids = self.ids.meet(Range(above=since[0] - 1)) if since else self.ids
        beyond = holds_more(connection, second, ids, _PASSED * _SAMPLE - 1)
        return None if beyond else (first, second)

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
        for condition in seekable:
            if status and may_walk_with(condition, status):
                yield Few(condition, status), *union(list(walks(condition, self.ids, status)))

    def where(self) -> tuple[str, tuple[Any, ...]]:
        """Return all that is asked of a row of ``ticket``, and its parameters."""
        sql = " AND ".join(c.sql for c in self.conditions) or "1"
        within = self.ids.sql("ticket.id")
        return f"{sql}{within}", tuple(p for c in self.conditions for p in c.parameters)

    def present(self, connection: Connection, ids: Iterable[int]) -> Iterator[int]:
        """Yield the ids, given newest first, whose tickets hold none of the absent words."""
        from app.store.ticket_absence import Absence  # noqa: PLC0415 - few queries ask for it

        absences = [Absence(connection, match) for match in self._absent_matches]
        return (ticket for ticket in ids if all(one.lets_through(ticket) for one in absences))


def tested(plan: Plan, few: Few, conditions: Sequence[Condition]) -> Branch:
    """Return the tickets that fit a condition, with all of these tested on each one's row."""
    first, status = few
    if first.whole or first.column == "id":
        return table_walk(conditions, plan.ids)
    if first.column and first.table == "ticket" and not first.is_mixed:
        index = index_of(first) if status is None else index_with_status(first)
        return table_walk(conditions, plan.ids, index)
    rest = [c for c in conditions if c is not first and c is not status]
    return table_walk([among(first, plan.ids, status), *rest], plan.ids)


def holds_more(connection: Connection, condition: Condition, ids: Range, bound: int) -> bool:
    """Whether more tickets fit a condition than that, by what lists them."""
    sql, parameters = f"SELECT id FROM ticket WHERE 1{ids.sql('ticket.id')}", condition.parameters
    if condition.whole:
        parameters = ()
    elif condition.column and may_walk(condition):
        sql, parameters = union(list(walks(condition, ids)))
    else:
        sql = condition.tickets
    return bool(connection.execute(f"{sql} LIMIT 1 OFFSET {bound}", parameters).fetchall())


def count_of(connection: Connection, branches: list[Branch], bound: int) -> int:
    """Return how many tickets the branches give, counting no further."""
    return int(connection.execute(*counting(branches, bound)).fetchone()[0])


def counting(branches: list[Branch], bound: int) -> tuple[str, tuple[Any, ...]]:
    """Return SQL for the number of tickets in branches, and its parameters."""
    sql, parameters = union(branches)
    # A bound that is a parameter would have the engine plan the statement at each use.
    return f"SELECT count(*) FROM ({sql} LIMIT {bound})", parameters
