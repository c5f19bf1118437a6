"""Pages of ticket lists: the cheapest plan for each query, by measuring it first.

The plans, all of them keyset paged:

* one index gives just what is asked, in the list's order: walk it, a branch for each value;
* few tickets fit one of the terms (counted up to a small bound in its index): take those and
  test the rest of the query on each;
* there are words: walk the search index from the newest message down;
* else walk the index of the rarest term and look each ticket up in the indexes of the others
  before its row is read;
* in another order than the newest first, walk some way down the index in that order, with the
  same look-ups; where that does not fill the page, sort all that fit the rarest term.

Hits of a text search come newest first, whatever the list's order: ordering all hits of a common
word by another column would have to read them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.model.ticket_list import IdPage, Key, TicketSort
from app.model.ticket_query import TicketQuery
from app.store.messages import PLACES
from app.store.ticket_conditions import (
    Condition,
    one_of,
    text_condition,
    text_match,
)
from app.store.ticket_plan import Plan
from app.store.ticket_walks import (
    BY_STATUS,
    INDEX,
    ORDER,
    Branch,
    among,
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
"""Up to so many without a try at walking some way in the list's order."""
WALKED = 50_000
"""So far a list is walked in its order for a page of it."""


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
    plan = Plan(connection, query, me=me, now=now)
    if plan.words:
        sort, descending = TicketSort.NEWEST, True
    if plan.absent and not (sort is TicketSort.NEWEST and descending):
        plan.test_absent_words()
    branches = plan.direct() if sort is TicketSort.NEWEST else None
    if branches is None and plan.conditions:
        few = plan.few()
        if few is not None:
            if plan.words:
                plan.conditions.append(text_condition(connection, plan.words, negated=False))
            plan.conditions.append(few)
            branches = [table_walk(plan.conditions, sort, "")]
    if branches is None and plan.words:
        return _by_text(plan, after, limit)
    listing = _Listing(plan, sort, descending=descending, after=after, limit=limit)
    return listing.page(branches)


def _by_text(plan: Plan, after: Key | None, limit: int) -> IdPage:
    where, parameters = plan.where()
    bound = after.id * PLACES if after else 1 << 62
    ticket = f"message_text.rowid / {PLACES}"
    joined = f" CROSS JOIN ticket ON ticket.id = {ticket}" if plan.conditions else ""
    cursor = plan.connection.execute(
        f"SELECT {ticket} FROM message_text{joined}"
        f" WHERE message_text MATCH ? AND message_text.rowid < ? AND {where}"
        " ORDER BY message_text.rowid DESC",
        (text_match(plan.connection, plan.words), bound, *parameters),
    )
    hits = (row[0] for row in cursor)
    ids: list[int] = []
    for hit in plan.present(hits) if plan.absent else hits:
        if ids and ids[-1] == hit:  # a ticket's hits stand side by side
            continue
        if len(ids) == limit:
            return IdPage(tuple(ids), Key(ids[-1], ids[-1]))
        ids.append(hit)
    return IdPage(tuple(ids), None)


class _Listing:
    """A page of a list without words, in some order."""

    def __init__(
        self, plan: Plan, sort: TicketSort, *, descending: bool, after: Key | None, limit: int
    ) -> None:
        self._plan = plan
        self._sort = sort
        self._direction, self._beyond = ("DESC", "<") if descending else ("ASC", ">")
        self._after = after
        self._limit = limit

    def page(self, branches: list[Branch] | None) -> IdPage:
        """Return the page that the branches give; without any, by the cheapest plan."""
        if branches is None and self._sort is not TicketSort.NEWEST:
            ids = self._walked_some_way()
            if ids is not None:
                return self._cut(ids)
        return self._cut(self._ids(branches or self._branches()))

    def _cut(self, ids: list[int]) -> IdPage:
        if len(ids) <= self._limit:
            return IdPage(tuple(ids), None)
        del ids[self._limit :]
        value = last = ids[-1]
        if self._sort is not TicketSort.NEWEST:
            (value,) = self._plan.connection.execute(
                f"SELECT {ORDER[self._sort]} FROM ticket WHERE id = ?", (last,)
            ).fetchone()
        return IdPage(tuple(ids), Key(value, last))

    def _branches(self) -> list[Branch]:
        """Return parts of the list, each of which an index gives in the list's order."""
        plan = self._plan
        walkable = [c for c in plan.seekable if may_walk(c)]
        status = next((c for c in walkable if c.column == "status"), None)
        if self._sort is TicketSort.NEWEST and walkable:
            # An index that holds the status too is the narrower with one asked for.
            first = next((c for c in walkable if status and c.column in BY_STATUS), walkable[0])
            return list(self._seeks(first, status if first.column in BY_STATUS else None))
        if self._sort is TicketSort.NEWEST:
            return [table_walk(plan.conditions, self._sort, "")]
        if self._sort is TicketSort.UPDATED and status:
            others = [c for c in plan.conditions if c is not status]
            return [
                table_walk(
                    [one_of("status", (value,)), *others], self._sort, "ticket_status_updated"
                )
                for value in status.values
            ]
        if walkable and plan.count_of(list(walks(walkable[0])), SORTED) < SORTED:
            return [table_walk([among(walkable[0]), *plan.conditions], self._sort, "")]
        return [table_walk(plan.conditions, self._sort, INDEX[self._sort])]

    def _seeks(self, first: Condition, status: Condition | None) -> Iterator[Branch]:
        """Yield walks of the first condition's index that look ids up in the others' indexes."""
        rest = [c for c in self._plan.conditions if c is not first and c is not status]
        for walk in walks(first, status):
            yield self._looked_up(walk, rest)

    def _looked_up(self, walk: Branch, rest: Sequence[Condition]) -> Branch:
        """Return a walk that passes the others' indexes before any row is read."""
        if not rest:
            return walk
        seekable = self._plan.seekable
        exact = [c for c in rest if c in seekable and may_walk(c)]
        joins, bound = look_ups(exact, walk.id)
        tested = [c for c in rest if c not in exact]
        if tested:
            joins += f" CROSS JOIN ticket ON ticket.id = {walk.id}"
        source, _where, walked = walk.source.partition(" WHERE ")
        where = " AND ".join([walked, *(c.sql for c in tested)])
        parameters = (*bound, *walk.parameters, *(p for c in tested for p in c.parameters))
        return Branch(f"{source}{joins} WHERE {where}", parameters, walk.id)

    def _walked_some_way(self) -> list[int] | None:
        """Return the page's ids if they stand not far down the list; None if it is not known."""
        plan = self._plan
        exact = [c for c in plan.seekable if may_walk(c)]
        if not exact or (self._sort is TicketSort.UPDATED and plan.status):
            return None
        if plan.count_of(list(walks(exact[0])), SORTED_AT_ONCE) < SORTED_AT_ONCE:
            return None
        order = ORDER[self._sort]
        before = ">" if self._beyond == "<" else "<"
        joins, bound = look_ups(exact, "ticket.id")
        tested = [c for c in plan.conditions if c not in exact]
        where = "".join(f" AND {c.sql}" for c in tested)
        values = (*bound, *(p for c in tested for p in c.parameters))
        walk = f"FROM ticket INDEXED BY {INDEX[self._sort]}"
        ids: list[int] = []
        for value, bound_sql, key in self._bounds("ticket.id"):
            key_sql, ordered = bound_sql, self._order(value, "ticket.id")
            reached = plan.connection.execute(
                f"SELECT {order}, ticket.id {walk} WHERE 1{key_sql} {ordered}"
                f" LIMIT 1 OFFSET {WALKED}",
                key,
            ).fetchone()
            until: tuple[Any, ...] = ()
            if reached is not None:
                key_sql += f" AND {order} {before}= ? AND ({order} <> ? OR ticket.id {before}= ?)"
                until = (reached[0], *reached)
            ids += _firsts(
                plan.connection,
                f"SELECT ticket.id {walk}{joins} WHERE 1{key_sql}{where} {ordered}"
                f" LIMIT {self._limit + 1 - len(ids)}",
                (*values[: len(bound)], *key, *until, *values[len(bound) :]),
            )
            if len(ids) > self._limit:
                return ids
            if reached is not None:
                return None
        return ids

    def _bounds(self, identity: str) -> Iterator[tuple[str, str, tuple[int | str, ...]]]:
        """Yield what stands behind the key, in parts that an index on (value, id) can seek to.

        Each with what it is ordered by, before the id.
        """
        after = self._after
        order = identity if self._sort is TicketSort.NEWEST else ORDER[self._sort]
        if after is None:
            yield order, "", ()
        elif self._sort is TicketSort.NEWEST:
            yield order, f" AND {identity} {self._beyond} ?", (after.id,)
        else:
            # As one comparison of pairs, the engine would walk all tickets of the same value;
            # told to order by a value that is one and the same, it would sort them.
            same = f" AND {order} = ? AND {identity} {self._beyond} ?"
            yield identity, same, (after.value, after.id)
            yield order, f" AND {order} {self._beyond} ?", (after.value,)

    def _ids(self, branches: list[Branch]) -> list[int]:
        """Return the ids of the page, and one more where the list goes on."""
        newest = self._sort is TicketSort.NEWEST
        parts = [
            (branch, order, f"{branch.source}{bound}", (*branch.parameters, *key))
            for branch in branches
            for order, bound, key in self._bounds(branch.id)
        ]
        if len(branches) > 1:
            value = "" if newest else f", {ORDER[self._sort]} AS value"
            joined = " UNION ALL ".join(
                f"SELECT {b.id} AS id{value} {sql}" for b, _o, sql, _v in parts
            )
            order = self._order("id" if newest else "value", "id")
            return self._some(f"{joined} {order}", [v for part in parts for v in part[3]])
        ids: list[int] = []
        for branch, order, sql, values in parts:  # of one branch, they follow each other
            if len(ids) <= self._limit:
                ids += self._some(
                    f"SELECT {branch.id} {sql} {self._order(order, branch.id)}", values
                )
        return ids

    def _order(self, value: str, identity: str) -> str:
        second = "" if value == identity else f", {identity} {self._direction}"
        return f"ORDER BY {value} {self._direction}{second}"

    def _some(self, sql: str, values: Sequence[Any]) -> list[int]:
        """Return as many ids as a page needs, without those that hold absent words."""
        wanted = self._limit + 1
        if not self._plan.absent:
            return _firsts(self._plan.connection, f"{sql} LIMIT {wanted}", values)
        ids = (row[0] for row in self._plan.connection.execute(sql, values))
        return list(islice(self._plan.present(ids), wanted))


def _firsts(connection: Connection, sql: str, values: Sequence[Any]) -> list[int]:
    return [row[0] for row in connection.execute(sql, values).fetchall()]


def count(
    connection: Connection,
    query: TicketQuery,
    *,
    me: int | None,
    now: int,
    stop_at: int | None = None,
) -> int:
    """Return how many tickets fit, counting no further than ``stop_at``."""
    plan = Plan(connection, query, me=me, now=now)
    bound = -1 if stop_at is None else stop_at
    plan.test_absent_words()
    branches = plan.direct()
    if branches is not None:
        return plan.count_of(branches, bound)
    few = plan.few()
    if few is not None:
        plan.conditions.append(few)
    if plan.words and few is not None:
        plan.conditions.append(text_condition(connection, plan.words, negated=False))
    where, parameters = plan.where()
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ticket WHERE {where} LIMIT ?)"
    if plan.words and few is None:
        sql = (
            f"SELECT count(*) FROM (SELECT DISTINCT ticket.id FROM message_text"
            f" CROSS JOIN ticket ON ticket.id = message_text.rowid / {PLACES}"
            f" WHERE message_text MATCH ? AND {where} LIMIT ?)"
        )
        parameters = (text_match(connection, plan.words), *parameters)
    return int(connection.execute(sql, (*parameters, bound)).fetchone()[0])
