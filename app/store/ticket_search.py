"""Pages of ticket lists: the cheapest plan for each query, by measuring it first.

The plans, all of them keyset paged:

* one index gives just what is asked, in the list's order: walk it, a branch for each value;
* few tickets fit one of the terms (counted up to a small bound in its index): take those and
  test the rest of the query on each;
* there are words: walk the search index from the newest message down;
* the two rarest terms have about as many: read their indexes in step;
* else walk the index of the rarest term and look each ticket up in the indexes of the others
  before its row is read;
* in another order than the newest first, walk the index in that order, of the asked statuses where
  there is one, with the same look-ups: a little way first, and as far on as a page needs by what
  that found; where another way is less, as to sort the few that fit all, take that.

Hits of a text search come newest first, whatever the list's order: ordering all hits of a common
word by another column would have to read them all.

A plan is made into statements once and may be read from until something is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model.moments import next_quarter
from app.model.ticket import PLACES, Status
from app.model.ticket_list import TicketSort
from app.model.ticket_terms import TicketQuery, ValueTerm
from app.store.remembered import Remembered
from app.store.ticket_conditions import Condition, text_condition
from app.store.ticket_pages import (
    Filtered,
    Listing,
    Nothing,
    Paged,
    Statement,
    Statements,
    Together,
    Words,
    hits,
)
from app.store.ticket_plan import Few, Plan, counting, tested
from app.store.ticket_walks import (
    INDEX,
    Branch,
    look_up,
    looked_up,
    may_walk,
    may_walk_with,
    table_walk,
    walks,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_ASKED = 10_000
"""Values that the walks of a list may ask for in all, whose statement grows with each."""


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
    if plan.nothing:
        return Nothing()
    statements = Statements(sort, descending=descending, limit=limit)
    if sort is TicketSort.NEWEST:
        return _newest(connection, plan, statements)
    if not plan.conditions and not plan.periods:
        return Paged(statements, [table_walk((), plan.ids, INDEX[sort])])
    from app.store.ticket_ordered import ordered  # noqa: PLC0415 - a list of all needs none of it

    return ordered(connection, plan, statements)


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


def _newest(connection: Connection, plan: Plan, statements: Statements) -> Listing:
    """Return a list in the order of the tickets' ids."""
    branches = plan.direct()
    if branches is None:
        few = plan.few(connection)
        if few is not None:
            branches = _few(plan, few)
        elif plan.words:
            return Words(plan, statements.limit)
        else:
            plan = plan.ranked(connection)
            if (
                not plan.absent
                and _rarest(plan)[0] is None
                and any(c.tickets for c in plan.conditions)
            ):
                from app.store.ticket_ordered import by_number  # noqa: PLC0415 - as in listing

                return by_number(connection, plan, statements)
            if statements.descending and not plan.absent:
                return _many(connection, plan, statements)
            branches = _seeks_of_rarest(plan)
    if plan.absent:
        return Filtered(statements, branches, plan)
    return Paged(statements, branches)


def _many(connection: Connection, plan: Plan, statements: Statements) -> Listing:
    """Return a list, newest first, of which many fit each condition, ranked before."""
    pair = plan.side_by_side(connection)
    if pair:
        rest = [c for c in plan.conditions if c not in pair]
        branches = [walk for condition in pair for walk in walks(condition, plan.ids)]
        also = look_up(rest, plan.seekable, "walk.id")
        return Together(branches, also, statements.limit, shared=True)
    first, status = _rarest(plan)
    rest = [c for c in plan.conditions if c is not first and c is not status]
    branches = list(walks(first, plan.ids, status)) if first else []
    if len(branches) > 1 and rest:  # of one of them alone it may be long until one fits
        return Together(branches, look_up(rest, plan.seekable, "walk.id"), statements.limit)
    return Paged(statements, _seeks_of_rarest(plan))


def _few(plan: Plan, few: Few) -> list[Branch]:
    """Return the tickets that fit a condition, by its own index, with all else tested on each."""
    first, status = few
    if plan.words:
        return [tested(plan, few, [*plan.conditions, text_condition(plan.match)])]
    if first.column and may_walk(first) and first.column != "id":
        return _seeks(plan, first, status)
    return [tested(plan, few, plan.conditions)]


def _seeks_of_rarest(plan: Plan) -> list[Branch]:
    """Return a walk of the rarest condition's index, or of all tickets without such."""
    first, status = _rarest(plan)
    if first is None:
        return [table_walk(plan.conditions, plan.ids)]
    return _seeks(plan, first, status)


def _seeks_to_count(plan: Plan) -> list[Branch]:
    """Return the same where all of it is walked: by several statuses rather than to look them up.

    Tickets that are not closed are few, and each would be looked up once for each status.
    """
    status, (first, with_status) = plan.status, _rarest(plan)
    if (
        status
        and not with_status
        and len(status.values) > 1
        and Status.CLOSED.value not in status.values
    ):
        first = status
    if first is None:
        return [table_walk(plan.conditions, plan.ids)]
    return _seeks(plan, first, with_status)


def _rarest(plan: Plan) -> tuple[Condition | None, Condition | None]:
    """Return the rarest condition whose index may be walked, and the status if it holds that."""
    walkable = [c for c in plan.seekable if may_walk(c)]
    status = next((c for c in walkable if c.column == "status"), None)
    # An index that holds the status too is the narrower with one asked for.
    by_status = next((c for c in walkable if status and may_walk_with(c, status)), None)
    if by_status:
        return by_status, status
    return (walkable[0] if walkable else None), None


def _seeks(plan: Plan, first: Condition, status: Condition | None) -> list[Branch]:
    """Return walks of the first condition's index that look ids up in the others' indexes.

    Where each of many walks would ask for many values, all are one whose tickets are tested.
    """
    rest = [c for c in plan.conditions if c is not first and c is not status]
    walked = list(walks(first, plan.ids, status))
    if len(walked) * sum(len(c.parameters) for c in rest) > _ASKED:
        return [tested(plan, Few(first, status), plan.conditions)]
    return [looked_up(walk, rest, plan.seekable) for walk in walked]


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
        branches = _few(plan, few) if few is not None else None
    # What fits all values but some is sooner counted by its rows as they stand.
    telling = [c for c in plan.seekable if may_walk(c) and not c.negated]
    if branches is None and not plan.words and telling:
        plan = plan.ranked(connection)
        branches = _seeks_to_count(plan)
    if branches is not None:
        return Statement(*counting(branches, bound))
    if plan.words:
        found, parameters = hits(plan)
        one_each = f"SELECT DISTINCT message_text.rowid / {PLACES} {found}"
    else:
        where, parameters = plan.where()
        one_each = f"SELECT 1 FROM ticket WHERE {where}"
    return Statement(f"SELECT count(*) FROM ({one_each} LIMIT {bound})", parameters)
