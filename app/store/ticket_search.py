"""Pages of ticket lists: the cheapest plan for each query, by measuring it first.

The plans, all of them keyset paged:

* one index gives just what is asked, in the list's order: walk it, a branch for each value;
* few tickets fit one of the terms (counted up to a small bound in its index): take those and
  test the rest of the query on each;
* there are words: walk the search index from the newest message down;
* the two rarest terms have about as many: read their indexes in step;
* else walk the index of the rarest term and look each ticket up in the indexes of the others
  before its row is read;
* in another order than the newest first, walk a little way down the index in that order, with the
  same look-ups, and a longer one where very many fit; where that does not fill the page, sort all
  that fit the rarest term.

Hits of a text search come newest first, whatever the list's order: ordering all hits of a common
word by another column would have to read them all.

A plan is made into statements once and may be read from until something is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.model.moments import next_quarter
from app.model.ticket import PLACES, UNFINISHED
from app.model.ticket_list import TicketSort
from app.model.ticket_terms import TicketQuery, ValueTerm
from app.store.remembered import Remembered
from app.store.ticket_conditions import Condition, one_of, text_condition
from app.store.ticket_pages import (
    Filtered,
    Listing,
    Paged,
    SideBySide,
    SomeWay,
    Statement,
    Statements,
    Words,
)
from app.store.ticket_plan import Few, Plan, count_of, counting
from app.store.ticket_walks import (
    BY_STATUS,
    INDEX,
    Branch,
    among,
    index_of,
    index_with_status,
    look_up,
    look_ups,
    may_walk,
    table_walk,
    walks,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SORTED = 50_000
"""Up to so many tickets are read and sorted, rather than all walked in the list's order."""
SORTED_AT_ONCE = 5_000
"""Up to so many as soon as the first stretch of a walk in the list's order filled no page."""
_UNFINISHED = frozenset(status.value for status in UNFINISHED)
SORTED_UNFINISHED = 10_000
"""Up to so many of a status that is not finished without any walk in the list's order."""
WALKED = (2_000, 3_000, 45_000)
"""So far a list is walked in its order for a page of it: a first stretch, and further ones."""


def listing(
    connection: Connection,
    query: TicketQuery,
    sort: TicketSort,
    *,
    descending: bool,
    limit: int,
    me: int | None,
    now: int,
    remembered: Remembered | None = None,
) -> Listing:
    """Return a list that gives its pages; ``me`` is the member of staff who asks.

    Words of the search index are looked up in what is ``remembered`` first.
    """
    plan = Plan(connection, query, me=me, now=now, remembered=remembered)
    if plan.words:
        sort, descending = TicketSort.NEWEST, True
    if plan.absent and not (sort is TicketSort.NEWEST and descending):
        plan.test_absent_words()
    branches = plan.direct() if sort is TicketSort.NEWEST else None
    if branches is None and sort is TicketSort.UPDATED and plan.conditions == [plan.status]:
        branches = _branches(connection, plan, sort)
    few = plan.few(connection) if branches is None else None
    if few is not None:
        branches = _few(plan, few, sort)
    elif branches is None and plan.words:
        return Words(plan, limit)
    statements = Statements(sort, descending=descending, limit=limit)
    if branches is None and _may_walk_some_way(connection, plan, sort):
        return _some_way(plan, statements)
    if branches is None and sort is TicketSort.NEWEST and descending and not plan.absent:
        pair = plan.side_by_side(connection)
        if pair:
            return SideBySide(plan, pair, limit)
    branches = branches or _branches(connection, plan, sort)
    if plan.absent:
        return Filtered(statements, branches, plan)
    return Paged(statements, branches)


def lasts_until(query: TicketQuery, now: int) -> int:
    """Return until when what was worked out from a query at a moment holds.

    Its days change when a day begins; what is overdue changes by the second.
    """
    if not query.terms:
        return next_quarter(now)
    from app.model.ticket_query_words import Due, Field  # noqa: PLC0415 - loaded with its terms

    for term in query.terms:
        if isinstance(term, ValueTerm) and term.field is Field.DUE and Due.OVERDUE in term.values:
            return now + 1
    return next_quarter(now)


def _few(plan: Plan, few: Few, sort: TicketSort) -> list[Branch]:
    """Return the tickets that fit a condition, by its own index, with all else tested on each."""
    first, status = few.condition, few.status
    conditions = list(plan.conditions)
    if plan.words:
        conditions.append(text_condition(plan.match))
    elif sort is TicketSort.NEWEST and first.column and may_walk(first) and first.column != "id":
        return list(_seeks(plan, first, status))
    if first.whole or first.column == "id":
        return [table_walk(conditions, plan.ids)]
    if first.column and first.table == "ticket":
        index = index_of(first) if status is None else index_with_status(first)
        return [table_walk(conditions, plan.ids, index)]
    rest = [c for c in conditions if c is not first]
    return [table_walk([among(first, plan.ids), *rest], plan.ids)]


def _branches(connection: Connection, plan: Plan, sort: TicketSort) -> list[Branch]:
    """Return parts of the list, each of which an index gives in the list's order."""
    walkable = [c for c in plan.seekable if may_walk(c)]
    status = next((c for c in walkable if c.column == "status"), None)
    if sort is TicketSort.NEWEST and walkable:
        # An index that holds the status too is the narrower with one asked for.
        first = next((c for c in walkable if status and c.column in BY_STATUS), walkable[0])
        return list(_seeks(plan, first, status if first.column in BY_STATUS else None))
    if sort is TicketSort.NEWEST:
        return [table_walk(plan.conditions, plan.ids)]
    if sort is TicketSort.UPDATED and status:
        others = [c for c in plan.conditions if c is not status]
        return [
            table_walk([one_of("status", (value,)), *others], plan.ids, "ticket_status_updated")
            for value in status.values
        ]
    if walkable:
        walk = list(walks(walkable[0], plan.ids))
        if count_of(connection, walk, SORTED) < SORTED:
            return _few(plan, Few(walkable[0]), sort)
    return [table_walk(plan.conditions, plan.ids, INDEX[sort])]


def _seeks(plan: Plan, first: Condition, status: Condition | None) -> Iterator[Branch]:
    """Yield walks of the first condition's index that look ids up in the others' indexes."""
    rest = [c for c in plan.conditions if c is not first and c is not status]
    for walk in walks(first, plan.ids, status):
        yield _looked_up(plan, walk, rest)


def _looked_up(plan: Plan, walk: Branch, rest: Sequence[Condition]) -> Branch:
    """Return a walk that passes the others' indexes before any row is read."""
    if not rest:
        return walk
    also = look_up(rest, plan.seekable, walk.id)
    source, _where, walked = walk.source.partition(" WHERE ")
    parameters = (*also.bound, *walk.parameters, *also.tested)
    return Branch(f"{source}{also.joins} WHERE {walked}{also.where}", parameters, walk.id)


def _may_walk_some_way(connection: Connection, plan: Plan, sort: TicketSort) -> bool:
    """Whether it is worth a try that a page's ids stand not far down the list."""
    if sort is TicketSort.NEWEST or (sort is TicketSort.UPDATED and plan.status):
        return False
    if plan.status and plan.conditions == [plan.status]:
        # Unfinished tickets are few as a rule, and spread over the list.
        unfinished = _UNFINISHED.issuperset(plan.status.values)
        return not (unfinished and _fewer_fit(connection, plan, SORTED_UNFINISHED))
    return any(may_walk(c) for c in plan.seekable)


def _fewer_fit(connection: Connection, plan: Plan, bound: int) -> bool:
    """Whether fewer tickets than that fit a term which an index answers."""
    exact = next(c for c in plan.seekable if may_walk(c))
    return count_of(connection, list(walks(exact, plan.ids)), bound) < bound


def _some_way(plan: Plan, statements: Statements) -> SomeWay:
    """Return a walk in the list's order, and how to go on where it does not fill the page."""
    sort = statements.sort
    exact = [c for c in plan.seekable if may_walk(c)]
    tested = [c for c in plan.conditions if c not in exact]
    walk = table_walk(tested, plan.ids, INDEX[sort], look_ups(exact, "ticket.id"))

    return SomeWay(
        statements,
        walk,
        WALKED,
        many=lambda now: not _fewer_fit(now, plan, SORTED_AT_ONCE),
        whole=lambda now: _branches(now, plan, sort),
    )


def counted(
    connection: Connection,
    query: TicketQuery,
    *,
    me: int | None,
    now: int,
    stop_at: int | None = None,
    remembered: Remembered | None = None,
) -> Statement:
    """Return the statement that counts how many tickets fit, no further than ``stop_at``.

    Words of the search index are looked up in what is ``remembered`` first.
    """
    plan = Plan(connection, query, me=me, now=now, remembered=remembered)
    bound = -1 if stop_at is None else stop_at
    plan.test_absent_words()
    branches = plan.direct()
    if branches is None:
        few = plan.few(connection)
        branches = _few(plan, few, TicketSort.NEWEST) if few is not None else None
    if branches is not None:
        return Statement(*counting(branches, bound))
    where, parameters = plan.where()
    if not plan.words:
        one_each = f"SELECT 1 FROM ticket WHERE {where}"
    else:
        one_each = (
            "SELECT DISTINCT ticket.id FROM message_text"
            f" CROSS JOIN ticket ON ticket.id = message_text.rowid / {PLACES}"
            f" WHERE message_text MATCH ? AND {where}"
        )
        parameters = (plan.match, *parameters)
    return Statement(f"SELECT count(*) FROM ({one_each} LIMIT {bound})", parameters)
