"""Lists in another order than the newest first: which index holds it, and what is asked beside.

Lists of tickets that are not closed are what is looked at all day, and few beside all there are:
each order has an index of its own by their status.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.model.ticket import Status
from app.model.ticket_list import TicketSort
from app.store.rows import listed
from app.store.ticket_blocks import fewest_blocks, has_blocks, walk_of_blocks
from app.store.ticket_conditions import Condition, one_of
from app.store.ticket_order import Range
from app.store.ticket_pages import EachPriority, Listing, Nothing, Paged, Statements, Way
from app.store.ticket_plan import FEW, Few, Plan, holds_more, tested
from app.store.ticket_stretches import ROW, SomeWay
from app.store.ticket_walks import (
    INDEX,
    ORDER,
    STATUS_INDEX,
    Branch,
    LookUp,
    among,
    look_up,
    looked_up,
    may_look_for_others,
    may_look_up,
    may_walk,
    table_walk,
    together,
    union,
    walks,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SORTED = 50_000
"""Up to so many tickets are read and sorted, rather than all walked in the list's order."""
_IN_ORDER = 200_000
"""The same where no row need be read, and they are sorted by their ids."""
_LISTED = 20_000
"""Up to so many tickets of many values are listed at once, rather than each looked up by each."""
_LESS = 3
"""How many times less something has to be that may be for nothing."""
_AS_A_BLOCK = 8
"""Rows that are read in the time in which a block of time is begun."""
_NOT_CLOSED = Condition("ticket.status <> 'closed'")
"""What an index of tickets that are not closed is made on, in the same words."""


def ordered(connection: Connection, plan: Plan, statements: Statements) -> Listing:
    """Return a list without words in another order than the newest first."""
    walk = _Walk(connection, plan, statements)
    if not walk.asked and not plan.periods:
        return Paged(statements, walk.plain())
    few = plan.few(connection)
    if few is not None:
        return Paged(statements, [gathered(plan, few)])
    return SomeWay(statements, walk)


def by_number(connection: Connection, plan: Plan, statements: Statements) -> Listing:
    """Return a list in the order of the tickets' ids, where no index may be walked in that order.

    What is asked may be of other times than when the first of them were made.
    """
    return SomeWay(statements, _ByNumber(connection, plan, statements), long=True)


def gathered(plan: Plan, few: Few) -> Branch:
    """Return the tickets that fit a condition, by its own index, to be sorted.

    What other indexes know is asked of them, before a row is read.
    """
    first, status = few
    if not first.column or not may_walk(first) or first.column == "id":
        return tested(plan, few, plan.conditions)
    rest = [c for c in plan.conditions if c is not first and c is not status]
    ids, parameters = union(list(walks(first, plan.ids, status)))
    also = look_up(rest, plan.seekable, "walk.id", row=True)  # which holds what they are sorted by
    return Branch(
        f"FROM ({ids}) AS walk{also.joins} WHERE 1{also.where}",
        (*parameters, *also.bound, *also.tested),
    )


class _Walk:
    """A walk of the index that holds a list's order, and what it leaves to be asked."""

    def __init__(self, connection: Connection, plan: Plan, statements: Statements) -> None:
        self._plan, self._statements = plan, statements
        self._sort = sort = statements.sort
        status = plan.status
        every = sort is TicketSort.UPDATED
        may = every or (status and Status.CLOSED.value not in status.values)
        self._status = status if may and sort in STATUS_INDEX else None
        told = {id(c): _as_span(c) for c in plan.conditions if self._tells(c)}
        self._told = list(told.values())
        """Conditions that an entry of the index tells of."""
        self.asked = [c for c in plan.conditions if id(c) not in told and c is not self._status]
        """All other conditions."""
        self._by_list = {
            id(c): among(c, plan.ids)
            for c in self.asked
            if c in plan.seekable
            and may_walk(c)
            and not may_look_up(c)
            and not holds_more(connection, c, plan.ids, _LISTED)
        }
        """By condition that would be looked up for too many values: that it is one of a list."""
        # Threads share what follows: each works it out by itself, and then keeps it at one go.
        self._ranked: Plan | None = None
        """The plan with the rarest conditions in front, once another way was asked for."""
        self._few: list[Paged] | None = None
        """The other way to few tickets, once it was asked for; empty where they are many."""
        self._fewest: tuple[Condition, int] | None = None
        """The span of time that is cut into the fewest blocks, and how many these are."""
        self._blocks: Way | None = None
        """The walk of a span of time, once it was asked for."""
        self._spans = [c for c in (*self.asked, *plan.periods) if has_blocks(c)]
        """The spans of time that are asked for, of which there are blocks."""

    def _tells(self, condition: Condition) -> bool:
        if condition.about:
            return condition.about == ORDER[self._sort]
        held = f"ticket.{condition.column}" == ORDER[self._sort]
        return held and (len(condition.values) == 1 or bool(_as_span(condition).about))

    @property
    def _looked_up(self) -> list[Condition]:
        """What is asked that another index tells of, the rarest first."""
        seekable = self._plan.seekable
        return self._plan.rarest_first([c for c in self.asked if c in seekable and may_look_up(c)])

    @property
    def reads_rows(self) -> bool:
        """Whether the row of each ticket is read."""
        return not self._looked_up and not all(c.by_id for c in self._rest)

    @property
    def may_be_cut(self) -> bool:
        """Whether there are blocks of a span of time that is asked for."""
        return bool(self._spans)

    @property
    def _rest(self) -> list[Condition]:
        """What is asked of a ticket by its id or row."""
        looked_up = self._looked_up
        return [self._by_list.get(id(c), c) for c in self.asked if c not in looked_up]

    def plain(self) -> list[Branch]:
        """Return the walk alone."""
        sort, conditions = self._sort, list(self._told)
        if self._status is None:
            return [table_walk(conditions, Range(), INDEX[sort])]
        if sort is not TicketSort.UPDATED:
            conditions.append(_NOT_CLOSED)
        return [
            table_walk([one_of("status", (value,)), *conditions], Range(), STATUS_INDEX[sort])
            for value in self._status.values
        ]

    def asking(self) -> tuple[str, LookUp]:
        """Return what the tickets of the walk are to be called, and what is asked of each."""
        looked_up = self._looked_up
        rest = self._rest
        name = "ticket" if all(c.by_id for c in rest) else "walk"
        also = look_up([*looked_up, *rest], looked_up, f"{name}.id")
        within = self._plan.ids.sql(f"{name}.id")
        return name, also._replace(where=f"{within}{also.where}")

    def is_short(self, connection: Connection) -> bool:
        """Whether the statuses have no more tickets than may be sorted."""
        return self._status is not None and not holds_more(
            connection, self._status, Range(), SORTED
        )

    def other_way(self, connection: Connection, places: int) -> Way | None:
        """Return another way to all that fit that is less than to walk so many places."""
        rows = places if self.reads_rows else places // ROW
        return self._by_blocks(connection, rows) or self._to_few(connection, places)

    def _by_blocks(self, connection: Connection, rows: int) -> Way | None:
        """Return a walk of no more than the span of time that is asked for, by its blocks.

        Where that is less than to read so many rows.
        """
        if not self._spans:
            return None
        self._fewest = self._fewest or fewest_blocks(connection, self._spans, self._sort)
        span, blocks = self._fewest
        if rows < _AS_A_BLOCK * blocks:
            return None
        if self._blocks is None:
            self._blocks = _ByBlocks(connection, self._plan, self._statements, span).way()
        return self._blocks

    def _to_few(self, connection: Connection, places: int) -> Way | None:
        """Return a way to what fits one of the conditions, or all of them that indexes know."""
        looked_up = self._looked_up
        rows = places if self.reads_rows else places // ROW
        if not looked_up:
            return self._sorted(connection, self._plan, self._listed(), rows)
        self._ranked = plan = self._ranked or self._plan.ranked(connection)
        first = next(c for c in plan.conditions if c in looked_up)
        # To look its tickets up takes as long as to walk as many places, and may be for nothing.
        if not holds_more(connection, first, plan.ids, places // _LESS):
            few = self._few
            if few is None:
                few = [Paged(self._statements, [b]) for b in _of_few(connection, plan, first)]
                self._few = few
            if few:
                return few[0]
            if self._sort is TicketSort.PRIORITY and len(first.values) == 1:
                return EachPriority(self._statements, lambda rank: _of_rank(plan, first, rank))
        return self._sorted(connection, plan, first, rows)

    def _listed(self) -> Condition | None:
        """Return a condition whose tickets can be listed, though none be looked up among them."""
        plan = self._plan
        listed = (c for c in plan.conditions if c in self.asked and (c.tickets or _is_listed(c)))
        return next(listed, next(iter(plan.periods), None))

    def _sorted(
        self, connection: Connection, plan: Plan, first: Condition | None, rows: int
    ) -> Paged | None:
        """Return all that fit, to be sorted, if no more than so many fit a condition."""
        if first is None or holds_more(connection, first, plan.ids, min(rows, SORTED)):
            return None
        return Paged(self._statements, [gathered(plan, Few(first))])


class _ByBlocks(_Walk):
    """A walk of the blocks of a span of time, and what it leaves to be asked."""

    may_be_cut = False

    def __init__(
        self, connection: Connection, plan: Plan, statements: Statements, span: Condition
    ) -> None:
        super().__init__(connection, plan, statements)
        self._status, self._span, self._spans = None, span, []
        self.asked = [c for c in plan.conditions if c is not span and not self._tells(c)]
        self._branches = walk_of_blocks(connection, span, self._told, self._sort)

    def way(self) -> Way | None:
        """Return the list as it is read so; None where the span has too many blocks."""
        if self._branches is None:
            return None
        if not self._branches:
            return Nothing()
        if not self.asked and all(period is self._span for period in self._plan.periods):
            return Paged(self._statements, self._branches)
        return SomeWay(self._statements, self)

    def plain(self) -> list[Branch]:
        """Return the walk alone."""
        return self._branches or []

    def other_way(self, connection: Connection, places: int) -> Way | None:
        """Return another way to all that fit that is less than to walk so many places."""
        return self._to_few(connection, places)


class _ByNumber(_Walk):
    """A walk of all tickets by their ids, each with its row."""

    reads_rows = False  # not elsewhere: they follow each other

    def plain(self) -> list[Branch]:
        """Return the walk alone."""
        return [table_walk(self._told, self._plan.ids)]

    @property
    def may_be_cut(self) -> bool:
        """Whether the oldest come first of a span of time, which what came later bounds otherwise.

        Or more than one is asked for.
        """
        oldest_first = not self._statements.descending
        return bool(self._spans) and (oldest_first or len(self._spans) > 1)

    def other_way(self, connection: Connection, places: int) -> Way | None:
        """Return another way to all that fit that is less than to walk so many places."""
        way, ids = None, self._plan.ids
        if self.may_be_cut and all(holds_more(connection, c, ids, _LISTED) for c in self._spans):
            way = self._by_blocks(connection, places // ROW)
        return way or self._by_one(connection, places)

    def _by_one(self, connection: Connection, places: int) -> Way | None:
        """Return a way by what lists the tickets of one of the conditions."""
        first = self._listed()
        # Alone, what lists it tells all there is to know.
        alone = self.asked == [first]
        most = min(places // _LESS, _IN_ORDER) if alone else min(places // ROW, SORTED)
        if first is None or holds_more(connection, first, self._plan.ids, most):
            return None
        rest = [c for c in self.asked if c is not first]
        return Paged(
            self._statements, [table_walk([among(first, self._plan.ids), *rest], self._plan.ids)]
        )


def _as_span(condition: Condition) -> Condition:
    """Return numbers that follow each other as from the first to the last.

    The engine would sort what it finds by each of several values.
    """
    values = condition.values
    if condition.column != "priority" or max(values) - min(values) >= len(values):
        return condition
    column = f"ticket.{condition.column}"
    span = (min(values), max(values))
    return Condition(f"{column} BETWEEN ? AND ?", span, about=column)


def _is_listed(condition: Condition) -> bool:
    return bool(condition.column) and condition.column != "id" and may_walk(condition)


def _of_few(connection: Connection, plan: Plan, first: Condition) -> Iterator[Branch]:
    """Yield the tickets that fit all that indexes tell of, by their ids, if they are few."""
    pair = plan.side_by_side(connection) or (first,)
    branches = [branch for condition in pair for branch in walks(condition, plan.ids)]
    ids, given = union(branches)
    if len(pair) == 2:
        ids = together(branches, shared=True)
    others = [c for c in plan.seekable if may_look_up(c) or may_look_for_others(c)]
    also = look_up([c for c in others if c not in pair], plan.seekable, "walk.id")
    found = connection.execute(
        f"SELECT walk.id FROM ({ids}) AS walk{also.joins} WHERE 1{also.where} LIMIT {FEW + 1}",
        (*given, *also.bound, *also.tested),
    ).fetchall()
    if len(found) <= FEW:
        these, given_ids = listed(row[0] for row in found)
        these_only = Condition(f"ticket.id IN {these}", (given_ids,))
        yield table_walk([these_only, *plan.conditions], plan.ids)


def _of_rank(plan: Plan, first: Condition, rank: int) -> Branch:
    """Return the tickets of one priority, by the walk of a condition that one value fits."""
    (walk,) = walks(first, plan.ids)
    asked = [one_of("priority", (rank,)), *(c for c in plan.conditions if c is not first)]
    return looked_up(walk, asked, [asked[0], *plan.seekable])
