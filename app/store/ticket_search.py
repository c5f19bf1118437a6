"""Pages of ticket lists: the cheapest plan for each query, by measuring it first.

Three plans, all of them keyset paged:

* one index gives just what is asked, in the list's order: walk it, a branch for each value;
* few tickets fit one of the terms (counted up to a small bound in its index): take those and
  test the rest of the query on each;
* there are words: walk the search index from the newest message down;
* else walk the index of the rarest term and look each ticket up in the indexes of the others
  before its row is read, or, in another order than the newest first, an index in that order.

Hits of a text search come newest first, whatever the list's order: ordering all hits of a common
word by another column would have to read them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.model.ticket import Status
from app.model.ticket_list import IdPage, Key, TicketSort
from app.model.ticket_query import TextTerm, TicketQuery
from app.store import search_index
from app.store.messages import PLACES
from app.store.rows import marks
from app.store.ticket_conditions import (
    DUE_MOMENT,
    Compiler,
    Condition,
    one_of,
    text_condition,
    text_match,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

FEW = 1000
"""Up to so many tickets are tested one by one."""
FEW_WITH_TEXT = 300
"""The same where each test asks the search index."""
SORTED = 50_000
"""Up to so many tickets are read and sorted, rather than all walked in the list's order."""
COUNTED = 5_000
"""So far terms are counted to find the rarest."""
_MORE_THAN_ANY = 1 << 62
_BY_STATUS = frozenset({"assignee_id", "queue_id"})
"""Columns whose index holds the status before the id."""
_PAIR_INDEX = {
    "ticket_tag": "sqlite_autoindex_ticket_tag_1",
    "ticket_device": "ticket_device_device",
}

_ORDER = {
    TicketSort.NEWEST: "ticket.id",
    TicketSort.UPDATED: "ticket.updated_at",
    TicketSort.DUE: DUE_MOMENT,
    TicketSort.PRIORITY: "ticket.priority",
}
_INDEX = {
    TicketSort.UPDATED: "ticket_updated",
    TicketSort.DUE: "ticket_due",
    TicketSort.PRIORITY: "ticket_priority",
}


@dataclass(frozen=True, slots=True)
class _Branch:
    """A part of a list: SQL for its (value, id), its parameters, and what it calls the id."""

    sql: str
    parameters: tuple[Any, ...]
    id: str = "ticket.id"


class _Plan:
    """A query taken apart: its conditions, and its words."""

    def __init__(
        self, connection: Connection, query: TicketQuery, *, me: int | None, now: int
    ) -> None:
        self.connection = connection
        compiler = Compiler(connection, me=me, now=now)
        self.conditions: list[Condition] = []
        self.words: list[TextTerm] = []
        for term in query.terms:
            if not isinstance(term, TextTerm):
                self.conditions.append(compiler.condition(term))
            elif not search_index.has_words(term.text):
                continue
            elif term.negated:
                self.conditions.append(text_condition(connection, [term], negated=True))
            else:
                self.words.append(term)

    @property
    def seekable(self) -> list[Condition]:
        """The conditions that an index answers by itself."""
        return [c for c in self.conditions if c.column and c.values and c.column != "id"]

    def is_direct(self, sort: TicketSort) -> bool:
        """Whether one index gives just what is asked, in the order of the list."""
        if self.words:
            return False
        if not self.conditions:
            return True
        if len(self.seekable) < len(self.conditions):
            return False
        columns = {c.column for c in self.conditions}
        if sort is TicketSort.NEWEST:
            status = columns in ({"status", "assignee_id"}, {"status", "queue_id"})
            one = len(self.conditions) == 1 and _may_walk(self.conditions[0])
            return one or (status and len(self.conditions) == 2)
        return columns == {"status"} and sort is TicketSort.UPDATED and len(self.conditions) == 1

    def few(self) -> Condition | None:
        """Return the conditions that few tickets fit, as one on their ids; None without any.

        Where many fit each of them, the rarest stands first among the conditions afterwards.
        """
        bound = FEW_WITH_TEXT if self.words else FEW
        ranks: dict[int, tuple[int, int]] = {}
        for condition, sql, parameters in self._probes():
            found = self.connection.execute(f"{sql} LIMIT ?", (*parameters, bound + 1)).fetchall()
            if len(found) <= bound:
                return one_of("id", [row[0] for row in found])
            if condition is not None and found:
                # Of the newest that fit: the further back they reach, the rarer they are.
                ranks[id(condition)] = (COUNTED, found[-1][0])
        if not self.words and len(ranks) > 1:
            for condition in self.conditions:
                if id(condition) in ranks:
                    count = self.count_of(condition, COUNTED)
                    ranks[id(condition)] = (count, ranks[id(condition)][1])
        self.conditions.sort(key=lambda c: ranks.get(id(c), (_MORE_THAN_ANY, 0)))
        return None

    def _probes(self) -> Iterator[tuple[Condition | None, str, tuple[Any, ...]]]:
        seekable = self.seekable
        for condition in self.conditions:
            if condition in seekable and _may_walk(condition):
                parts: list[str] = []
                parameters: list[Any] = []
                for sql, values in _walks(condition, None):
                    parts.append(sql)
                    parameters += values
                yield condition, f"{' UNION ALL '.join(parts)} ORDER BY id DESC", tuple(parameters)
            elif condition.column == "id":
                yield None, f"SELECT id FROM ticket WHERE {condition.sql}", condition.parameters
            elif condition.tickets:
                yield None, condition.tickets, condition.parameters
        status = next((c for c in seekable if c.column == "status"), None)
        for condition in seekable if status else ():
            if condition.column in _BY_STATUS:
                yield (
                    None,
                    f"SELECT id FROM ticket INDEXED BY {_index_of(condition)}"
                    f" WHERE {condition.sql} AND {status.sql if status else ''}",
                    (*condition.parameters, *(status.parameters if status else ())),
                )

    def count_of(self, condition: Condition, bound: int) -> int:
        """Return how many tickets fit a condition, by its index, counting no further."""
        parts = list(_walks(condition, None))
        sql = " UNION ALL ".join(sql for sql, _values in parts)
        (count,) = self.connection.execute(
            f"SELECT count(*) FROM ({sql} LIMIT {bound})",
            [value for _sql, values in parts for value in values],
        ).fetchone()
        return int(count)

    def where(self, conditions: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
        """Return the conditions joined, and their parameters."""
        sql = " AND ".join(c.sql for c in conditions) or "1"
        return sql, tuple(p for c in conditions for p in c.parameters)


def page(
    connection: Connection,
    query: TicketQuery,
    sort: TicketSort,
    *,
    descending: bool,
    after: Key | None,
    limit: int,
    me: int | None,
    now: int,
) -> IdPage:
    """Return the next ids of a list; ``me`` is the member of staff who asks."""
    plan = _Plan(connection, query, me=me, now=now)
    few = None if plan.is_direct(sort) else plan.few()
    if few is None and plan.words:
        return _by_text(plan, after, limit)
    if plan.words:
        sort, descending = TicketSort.NEWEST, True
        plan.conditions.append(text_condition(plan.connection, plan.words, negated=False))
    if few is not None:
        plan.conditions.append(few)
        branches = [_branch(plan.conditions, sort, "")]
    else:
        branches = _ordered_branches(plan, sort)
    return _merge(plan, branches, sort, descending=descending, after=after, limit=limit)


def _by_text(plan: _Plan, after: Key | None, limit: int) -> IdPage:
    where, parameters = plan.where(plan.conditions)
    bound = after.id * PLACES if after else 1 << 62
    ticket = f"message_text.rowid / {PLACES}"
    joined = f" CROSS JOIN ticket ON ticket.id = {ticket}" if plan.conditions else ""
    cursor = plan.connection.execute(
        f"SELECT {ticket} FROM message_text{joined}"
        f" WHERE message_text MATCH ? AND message_text.rowid < ? AND {where}"
        " ORDER BY message_text.rowid DESC",
        (text_match(plan.connection, plan.words), bound, *parameters),
    )
    ids: list[int] = []
    for (ticket,) in cursor:  # a ticket's hits stand side by side
        if ids and ids[-1] == ticket:
            continue
        if len(ids) == limit:
            return IdPage(tuple(ids), Key(ids[-1], ids[-1]))
        ids.append(ticket)
    return IdPage(tuple(ids), None)


def _branch(conditions: Sequence[Condition], sort: TicketSort, index: str) -> _Branch:
    where = " AND ".join(c.sql for c in conditions) or "1"
    hint = f" INDEXED BY {index}" if index else " NOT INDEXED"
    sql = f"SELECT {_ORDER[sort]} AS value, ticket.id AS id FROM ticket{hint} WHERE {where}"
    return _Branch(sql, tuple(p for c in conditions for p in c.parameters))


def _index_of(condition: Condition) -> str:
    """Return the index that holds the tickets of a value in the order of their ids."""
    if condition.table == "ticket":
        return f"ticket_{condition.column.removesuffix('_id')}"
    return _PAIR_INDEX[condition.table]


def _may_walk(condition: Condition) -> bool:
    """Whether no ticket stands in the index twice: one has one status, but many tags."""
    return condition.table == "ticket" or len(condition.values) == 1


def _walks(condition: Condition, status: Condition | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield SQL for the ids that fit a condition, a part for each run in its index."""
    statuses = status.values if status else tuple(s.value for s in Status)
    for value in condition.values:
        if condition.table != "ticket":
            hint = f"{condition.table} INDEXED BY {_index_of(condition)}"
            yield f"SELECT ticket_id AS id FROM {hint} WHERE {condition.column} = ?", (value,)
            continue
        sql = f"SELECT id FROM ticket INDEXED BY {_index_of(condition)}"
        if condition.column not in _BY_STATUS:
            yield f"{sql} WHERE {condition.column} = ?", (value,)
            continue
        for one in statuses:
            yield f"{sql} WHERE {condition.column} = ? AND status = ?", (value, one)


def _among(condition: Condition) -> Condition:
    """Return the same condition as one on the id, so that its own index is read."""
    parts = list(_walks(condition, None))
    union = " UNION ALL ".join(sql for sql, _values in parts)
    return Condition(f"ticket.id IN ({union})", tuple(v for _sql, values in parts for v in values))


def _ordered_branches(plan: _Plan, sort: TicketSort) -> list[_Branch]:
    """Return parts of the list, each of which an index gives in the list's order."""
    walkable = [c for c in plan.seekable if _may_walk(c)]
    status = next((c for c in walkable if c.column == "status"), None)
    if sort is TicketSort.NEWEST and walkable:
        # An index that holds the status behind the column is the narrower with one asked for.
        first = next((c for c in walkable if status and c.column in _BY_STATUS), walkable[0])
        return list(_seeks(plan, first, status))
    if sort is TicketSort.NEWEST:
        return [_branch(plan.conditions, sort, "")]
    if sort is TicketSort.UPDATED and status:
        others = [c for c in plan.conditions if c is not status]
        return [
            _branch([one_of("status", (value,)), *others], sort, "ticket_status_updated")
            for value in status.values
        ]
    if walkable and plan.count_of(walkable[0], SORTED) < SORTED:
        return [_branch([_among(walkable[0]), *plan.conditions], sort, "")]
    return [_branch(plan.conditions, sort, _INDEX[sort])]


def _seeks(plan: _Plan, first: Condition, status: Condition | None) -> Iterator[_Branch]:
    """Yield walks of the first condition's index that pass the others' before any row is read."""
    narrowed = status if first.column in _BY_STATUS else None
    rest = [c for c in plan.conditions if c is not first and c is not narrowed]
    joins = ""
    bound: list[Any] = []
    for place, other in enumerate(c for c in plan.seekable if c in rest and _may_walk(c)):
        alias, key = f"also{place}", "id" if other.table == "ticket" else "ticket_id"
        joins += (
            f" CROSS JOIN {other.table} AS {alias} INDEXED BY {_index_of(other)}"
            f" ON {alias}.{other.column} IN ({marks(other.values)}) AND {alias}.{key} = walk.id"
        )
        bound += other.values
        if other.column in _BY_STATUS:  # its index is one of ids for each status alone
            statuses = status.values if status else tuple(s.value for s in Status)
            joins += f" AND {alias}.status IN ({marks(statuses)})"
            bound += statuses
    tested = " AND ".join(c.sql for c in rest)
    if rest:
        joins += " CROSS JOIN ticket ON ticket.id = walk.id"
    for sql, values in _walks(first, narrowed):
        yield _Branch(
            f"SELECT walk.id AS value, walk.id AS id FROM ({sql}) AS walk{joins}"
            f" WHERE {tested or '1'}",
            (*values, *bound, *(p for c in rest for p in c.parameters)),
            "walk.id",
        )


def _bounds(
    sort: TicketSort, identity: str, beyond: str, after: Key | None
) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    """Yield what stands behind a key, in parts that an index on (value, id) can seek to."""
    if after is None:
        yield "", ()
    elif sort is TicketSort.NEWEST:
        yield f" AND {identity} {beyond} ?", (after.id,)
    else:
        # As one comparison of pairs, the engine would walk all tickets of the same value.
        yield f" AND {_ORDER[sort]} = ? AND ticket.id {beyond} ?", (after.value, after.id)
        yield f" AND {_ORDER[sort]} {beyond} ?", (after.value,)


def _merge(
    plan: _Plan,
    branches: list[_Branch],
    sort: TicketSort,
    *,
    descending: bool,
    after: Key | None,
    limit: int,
) -> IdPage:
    direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
    order = f"ORDER BY value {direction}, id {direction}"
    if sort is TicketSort.NEWEST:
        order = f"ORDER BY id {direction}"
    parts = [
        (f"{branch.sql}{bound} {order} LIMIT {limit + 1}", [*branch.parameters, *key])
        for branch in branches
        for bound, key in _bounds(sort, branch.id, beyond, after)
    ]
    rows: list[tuple[Any, ...]] = []
    if len(branches) == 1:  # its parts follow each other
        for sql, values in parts:
            if len(rows) <= limit:
                rows += plan.connection.execute(sql, values)
    else:
        union = " UNION ALL ".join(f"SELECT * FROM ({sql})" for sql, _values in parts)
        rows += plan.connection.execute(
            f"{union} {order} LIMIT {limit + 1}", [v for _sql, values in parts for v in values]
        )
    ids = tuple([row[1] for row in rows[:limit]])
    return IdPage(ids, Key(*rows[limit - 1]) if len(rows) > limit else None)


def count(
    connection: Connection,
    query: TicketQuery,
    *,
    me: int | None,
    now: int,
    stop_at: int | None = None,
) -> int:
    """Return how many tickets fit, counting no further than ``stop_at``."""
    plan = _Plan(connection, query, me=me, now=now)
    few = plan.few()
    if few is not None:
        plan.conditions.append(few)
    where, parameters = plan.where(plan.conditions)
    bound = -1 if stop_at is None else stop_at
    if plan.words and few is None:
        sql = (
            f"SELECT count(*) FROM (SELECT DISTINCT ticket.id FROM message_text"
            f" CROSS JOIN ticket ON ticket.id = message_text.rowid / {PLACES}"
            f" WHERE message_text MATCH ? AND {where} LIMIT ?)"
        )
        parameters = (text_match(plan.connection, plan.words), *parameters)
    else:
        if plan.words:
            words = text_condition(plan.connection, plan.words, negated=False)
            where, parameters = f"{where} AND {words.sql}", (*parameters, *words.parameters)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ticket WHERE {where} LIMIT ?)"
    return int(connection.execute(sql, (*parameters, bound)).fetchone()[0])
