"""Lists in another order than the newest first: which index holds it, and what is asked beside.

Lists of tickets that are not closed are what is looked at all day, and few beside all there are:
each order has an index of its own by their status.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.model.ticket import Status
from app.model.ticket_list import TicketSort
from app.store.ticket_conditions import Condition, one_of
from app.store.ticket_pages import Listing, Paged, Statements
from app.store.ticket_plan import FEW, Few, Plan, holds_more, tested
from app.store.ticket_stretches import SomeWay
from app.store.ticket_walks import (
    INDEX,
    ORDER,
    STATUS_INDEX,
    Branch,
    LookUp,
    in_step,
    look_up,
    look_ups,
    may_walk,
    table_walk,
    union,
    walks,
)

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SORTED = 50_000
"""Up to so many tickets are read and sorted, rather than all walked in the list's order."""
_NOT_CLOSED = Condition("ticket.status <> 'closed'")
"""What an index of tickets that are not closed is made on, in the same words."""


def ordered(connection: Connection, plan: Plan, statements: Statements) -> Listing:
    """Return a list without words in another order than the newest first."""
    walk = _Walk(plan, statements.sort)
    if not walk.asked:
        return Paged(statements, walk.whole())
    few = plan.few(connection)
    if few is not None:
        return Paged(statements, [gathered(plan, few)])
    if not walk.looked_up and not walk.by_status:
        return Paged(statements, walk.whole())
    return SomeWay(statements, walk)


def gathered(plan: Plan, few: Few) -> Branch:
    """Return the tickets that fit a condition, by its own index, to be sorted.

    What other indexes know is asked of them, before a row is read.
    """
    first, status = few
    if not first.column or not may_walk(first) or first.column == "id":
        return tested(plan, few, plan.conditions)
    rest = [c for c in plan.conditions if c is not first and c is not status]
    ids, parameters = union(list(walks(first, plan.ids, status)))
    exact = [c for c in rest if c in plan.seekable and may_walk(c)]
    others = [c for c in rest if c not in exact]
    joins, bound = look_ups(exact, "walk.id")
    where = " AND ".join(c.sql for c in others) or "1"
    return Branch(
        f"FROM ({ids}) AS walk{joins} CROSS JOIN ticket ON ticket.id = walk.id WHERE {where}",
        (*parameters, *bound, *(p for c in others for p in c.parameters)),
    )


class _Walk:
    """A walk of the index that holds a list's order, and what it leaves to be asked."""

    def __init__(self, plan: Plan, sort: TicketSort) -> None:
        self._plan, self._sort = plan, sort
        status = plan.status
        may = sort is TicketSort.UPDATED or (status and Status.CLOSED.value not in status.values)
        self._status = status if may else None
        self._told = [c for c in plan.conditions if self._tells(c)]
        """Conditions that an entry of the index tells of."""
        known = [*self._told, *([self._status] if self._status else [])]
        self.asked = [c for c in plan.conditions if c not in known]
        """All other conditions."""

    def _tells(self, condition: Condition) -> bool:
        if condition.about:
            return condition.about == ORDER[self._sort]
        held = f"ticket.{condition.column}" == ORDER[self._sort]
        return held and len(condition.values) == 1  # of more, the engine would sort what it finds

    @property
    def by_status(self) -> bool:
        """Whether it is made of the walks of some statuses."""
        return self._status is not None

    @property
    def looked_up(self) -> list[Condition]:
        """What is asked that another index tells of, the rarest first."""
        seekable = self._plan.seekable
        return self._plan.rarest_first([c for c in self.asked if c in seekable and may_walk(c)])

    def plain(self) -> list[Branch]:
        """Return the walk alone."""
        return self._branches((), ("", ()))

    def asking(self) -> tuple[str, LookUp]:
        """Return what the tickets of the walk are to be called, and what is asked of each."""
        looked_up = self.looked_up
        rest = [c for c in self.asked if c not in looked_up]
        name = "ticket" if all(c.by_id for c in rest) else "walk"
        return name, look_up([*looked_up, *rest], looked_up, f"{name}.id")

    def whole(self) -> list[Branch]:
        """Return the walk with all that is asked of each ticket."""
        looked_up = self.looked_up
        others = [c for c in self.asked if c not in looked_up]
        return self._branches(others, look_ups(looked_up, "ticket.id"))

    def _branches(
        self, others: Sequence[Condition], joins: tuple[str, tuple[Any, ...]]
    ) -> list[Branch]:
        conditions, ids = [*self._told, *others], self._plan.ids
        if self._status is None:
            return [table_walk(conditions, ids, INDEX[self._sort], joins)]
        if self._sort is not TicketSort.UPDATED:
            conditions.append(_NOT_CLOSED)
        return [
            table_walk([one_of("status", (v,)), *conditions], ids, STATUS_INDEX[self._sort], joins)
            for v in self._status.values
        ]

    def is_short(self, connection: Connection) -> bool:
        """Whether the statuses have no more tickets than may be sorted."""
        return self._status is not None and not holds_more(
            connection, self._status, self._plan.ids, SORTED
        )

    def of_few(self, connection: Connection) -> Branch | None:
        """Return the tickets that fit all that indexes tell of, if they are few."""
        plan = self._plan
        first = self._rarest(connection)
        if first is None:
            return None
        pair = plan.side_by_side(connection) or (first,)
        branches = [branch for condition in pair for branch in walks(condition, plan.ids)]
        ids, given = union(branches)
        if len(pair) == 2:
            ids = in_step(branches[0], branches[1])
        joins, bound = look_ups(
            [c for c in plan.seekable if may_walk(c) and c not in pair], "walk.id"
        )
        found = connection.execute(
            f"SELECT walk.id FROM ({ids}) AS walk{joins} LIMIT {FEW + 1}", (*given, *bound)
        ).fetchall()
        if len(found) > FEW:
            return None
        these = Condition(f"ticket.id IN ({', '.join(str(row[0]) for row in found)})")
        return table_walk([these, *plan.conditions], plan.ids)

    def of_all(self, connection: Connection) -> Branch | None:
        """Return the tickets of the rarest condition, if it is less to sort them."""
        first = self._rarest(connection)
        return None if first is None else gathered(self._plan, Few(first))

    def _rarest(self, connection: Connection) -> Condition | None:
        """Return the rarest condition that is looked up; None where very many fit it."""
        self._plan.rank(connection)
        looked_up = self.looked_up
        first = next((c for c in self._plan.conditions if c in looked_up), None)
        if first is None:
            return None
        return None if holds_more(connection, first, self._plan.ids, SORTED) else first
