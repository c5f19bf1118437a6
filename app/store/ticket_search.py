"""Pages of ticket lists: the cheapest plan for each query, by measuring it first.

Three plans, all of them keyset paged:

* few tickets fit one of the terms (counted up to a small bound in its index): take those and
  test the rest of the query on each;
* there are words: walk the search index from the newest message down;
* else walk an index that is in the list's order, a branch for each status where one is asked.

Hits of a text search come newest first, whatever the list's order: ordering all hits of a common
word by another column would have to read them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from app.model.ticket import Status
from app.model.ticket_list import IdPage, Key, TicketSort
from app.model.ticket_query import TextTerm, TicketQuery
from app.store import search_index
from app.store.messages import PLACES
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
                self.conditions.append(text_condition([term], negated=True))
            else:
                self.words.append(term)

    def few(self) -> Condition | None:
        """Return the conditions that few tickets fit, as one on their ids; None without any."""
        bound = FEW_WITH_TEXT if self.words else FEW
        for sql, parameters in self._probes():
            ids = [
                row[0]
                for row in self.connection.execute(f"{sql} LIMIT ?", (*parameters, bound + 1))
            ]
            if len(ids) <= bound:
                return one_of("id", ids)
        return None

    def _probes(self) -> list[tuple[str, tuple[Any, ...]]]:
        probes = [(c.tickets, c.parameters) for c in self.conditions if c.tickets]
        fixed = {c.column: c for c in self.conditions if c.column}
        for condition in fixed.values():
            probes.append((f"SELECT id FROM ticket WHERE {condition.sql}", condition.parameters))
        if status := fixed.get("status"):
            for column in ("assignee_id", "queue_id"):
                if other := fixed.get(column):
                    probes.append(
                        (
                            f"SELECT id FROM ticket INDEXED BY ticket_{column[:-3]}"
                            f" WHERE {other.sql} AND {status.sql}",
                            (*other.parameters, *status.parameters),
                        )
                    )
        return probes

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
    few = plan.few()
    if few is None and plan.words:
        return _by_text(plan, after, limit)
    if plan.words:
        sort, descending = TicketSort.NEWEST, True
        plan.conditions.append(text_condition(plan.words, negated=False))
    if few is not None:
        plan.conditions.append(few)
        branches = [_branch(plan.conditions, sort, "")]
    else:
        branches = _ordered_branches(plan, sort)
    return _merge(plan, branches, sort, descending=descending, after=after, limit=limit)


def _by_text(plan: _Plan, after: Key | None, limit: int) -> IdPage:
    where, parameters = plan.where(plan.conditions)
    bound = after.id * PLACES if after else 1 << 62
    cursor = plan.connection.execute(
        "SELECT ticket.id FROM message_text"
        f" CROSS JOIN ticket ON ticket.id = message_text.rowid / {PLACES}"
        f" WHERE message_text MATCH ? AND message_text.rowid < ? AND {where}"
        " ORDER BY message_text.rowid DESC",
        (text_match(plan.words), bound, *parameters),
    )
    ids: list[int] = []
    for (ticket,) in cursor:  # a ticket's hits stand side by side
        if ids and ids[-1] == ticket:
            continue
        if len(ids) == limit:
            return IdPage(tuple(ids), Key(ids[-1], ids[-1]))
        ids.append(ticket)
    return IdPage(tuple(ids), None)


def _branch(conditions: Sequence[Condition], sort: TicketSort, index: str) -> tuple[str, list[Any]]:
    where = " AND ".join(c.sql for c in conditions) or "1"
    hint = f" INDEXED BY {index}" if index else ""
    sql = f"SELECT {_ORDER[sort]} AS value, ticket.id AS id FROM ticket{hint} WHERE {where}"
    return sql, [p for c in conditions for p in c.parameters]


def _ordered_branches(plan: _Plan, sort: TicketSort) -> list[tuple[str, list[Any]]]:
    """Return parts of the list, each of which an index gives in the list's order."""
    fixed = {c.column: c for c in plan.conditions if c.column}
    single = {name: c for name, c in fixed.items() if len(c.values) == 1}
    status = fixed.get("status")
    if sort is TicketSort.NEWEST:
        for column in ("assignee_id", "queue_id"):
            if column in single:
                return _by_status(plan, status, sort, f"ticket_{column[:-3]}")
        if status:
            return _by_status(plan, status, sort, "ticket_status")
        for column in ("requester_id", "organisation_id", "category_id", "channel", "priority"):
            if column in single:
                index = f"ticket_{column.removesuffix('_id')}"
                return [_branch(plan.conditions, sort, index)]
        return [_branch(plan.conditions, sort, "")]
    if sort is TicketSort.UPDATED and status:
        return _by_status(plan, status, sort, "ticket_status_updated")
    return [_branch(plan.conditions, sort, _INDEX[sort])]


def _by_status(
    plan: _Plan, status: Condition | None, sort: TicketSort, index: str
) -> list[tuple[str, list[Any]]]:
    values = status.values if status else tuple(s.value for s in Status)
    others = [c for c in plan.conditions if c is not status]
    return [_branch([one_of("status", (value,)), *others], sort, index) for value in values]


def _bounds(
    sort: TicketSort, beyond: str, after: Key | None
) -> Iterator[tuple[str, tuple[int | str, ...]]]:
    """Yield what stands behind a key, in parts that an index on (value, id) can seek to."""
    if after is None:
        yield "", ()
    elif sort is TicketSort.NEWEST:
        yield f" AND ticket.id {beyond} ?", (after.id,)
    else:
        # As one comparison of pairs, the engine would walk all tickets of the same value.
        yield f" AND {_ORDER[sort]} = ? AND ticket.id {beyond} ?", (after.value, after.id)
        yield f" AND {_ORDER[sort]} {beyond} ?", (after.value,)


def _merge(
    plan: _Plan,
    branches: list[tuple[str, list[Any]]],
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
    parts, parameters = [], []
    for sql, values in branches:
        for bound, key in _bounds(sort, beyond, after):
            parts.append(f"SELECT * FROM ({sql}{bound} {order} LIMIT {limit + 1})")
            parameters += [*values, *key]
    sql = parts[0] if len(parts) == 1 else " UNION ALL ".join(parts)
    rows = plan.connection.execute(f"{sql} {order} LIMIT {limit + 1}", parameters).fetchall()
    ids = tuple(row[1] for row in rows[:limit])
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
        parameters = (text_match(plan.words), *parameters)
    else:
        if plan.words:
            words = text_condition(plan.words, negated=False)
            where, parameters = f"{where} AND {words.sql}", (*parameters, *words.parameters)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ticket WHERE {where} LIMIT ?)"
    return int(connection.execute(sql, (*parameters, bound)).fetchone()[0])
