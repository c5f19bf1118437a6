"""The indexes of tickets as SQL: what gives the ids of a condition, or a list's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from app.model.ticket_list import TicketSort
from app.store.rows import marks
from app.store.ticket_conditions import DUE_MOMENT, MOST_VALUES, Condition
from app.store.ticket_order import Range

ORDER = {
    TicketSort.NEWEST: "ticket.id",
    TicketSort.UPDATED: "ticket.updated_at",
    TicketSort.DUE: DUE_MOMENT,
    TicketSort.PRIORITY: "ticket.priority",
}
INDEX = {
    TicketSort.UPDATED: "ticket_updated",
    TicketSort.DUE: "ticket_due",
    TicketSort.PRIORITY: "ticket_priority",
}
STATUS_INDEX = {
    TicketSort.UPDATED: "ticket_status_updated",
    TicketSort.DUE: "ticket_status_due",
    TicketSort.PRIORITY: "ticket_status_priority",
}
"""The order within each status; but for the first, of tickets that are not closed."""
_BY_STATUS = frozenset({"assignee_id", "queue_id"})
"""Columns with a second index that holds the status before the id."""
_PAIR_INDEX = {
    "ticket_tag": "sqlite_autoindex_ticket_tag_1",
    "ticket_device": "ticket_device_device",
}
_FEW_EACH = frozenset({"requester_id"})
"""Columns whose values have few tickets each: those of many values are sorted, not merged."""
_MERGED = 50
"""Runs of an index up to which they are merged nonetheless."""
_LOOKED_UP = 8
"""Values up to which an id is looked up for each, rather than its row read."""


class Branch(NamedTuple):
    """A part of a list: what stands behind SELECT, its parameters, and what it calls the id."""

    source: str
    parameters: tuple[Any, ...]
    id: str = "ticket.id"


def may_walk(condition: Condition) -> bool:
    """Whether no ticket stands in the index twice: one has one status, but many tags."""
    return condition.table == "ticket" or len(condition.values) == 1


def may_look_up(condition: Condition) -> bool:
    """Whether to look an id up in the condition's index is less than to read the ticket's row."""
    few = len(condition.values) <= _LOOKED_UP and not condition.is_mixed
    return few and may_walk(condition)


def may_look_for_others(condition: Condition) -> bool:
    """Whether to look for an id among the values it may not have is less than to read its row."""
    return 0 < len(condition.without) <= _LOOKED_UP


def index_of(condition: Condition) -> str:
    """Return the index that holds the tickets of a value in the order of their ids."""
    if condition.table != "ticket":
        return _PAIR_INDEX[condition.table]
    name = f"ticket_{condition.column.removesuffix('_id')}"
    return f"{name}_any" if condition.column in _BY_STATUS else name


def may_walk_with(condition: Condition, status: Condition) -> bool:
    """Whether one index holds both, and no more runs of them than the engine walks in one go."""
    runs = len(condition.values) * len(status.values)
    return condition.column in _BY_STATUS and runs <= MOST_VALUES


def index_with_status(condition: Condition) -> str:
    """Return the index that holds the tickets of a value and a status in the order of ids."""
    return f"ticket_{condition.column.removesuffix('_id')}"


def walks(condition: Condition, ids: Range, status: Condition | None = None) -> Iterator[Branch]:
    """Yield the ids that fit a condition (and a status), a part for each run in its index.

    With a status only where :func:`may_walk_with` allows it.
    """
    key = "walk.id" if condition.table == "ticket" else "walk.ticket_id"
    within = ids.sql(key)
    many = condition.column in _FEW_EACH and len(condition.values) > _MERGED
    if many and None not in condition.values and status is None:
        source = f"FROM ticket AS walk INDEXED BY {index_of(condition)}"
        where = f"walk.{condition.column} IN ({marks(condition.values)})"
        yield Branch(f"{source} WHERE {where}{within}", condition.values, key)
        return
    for value in condition.values:
        if status is None:
            source = f"FROM {condition.table} AS walk INDEXED BY {index_of(condition)}"
            yield Branch(f"{source} WHERE walk.{condition.column} IS ?{within}", (value,), key)
            continue
        source = f"FROM ticket AS walk INDEXED BY {index_with_status(condition)}"
        for one in status.values:
            where = f"walk.{condition.column} IS ? AND walk.status = ?{within}"
            yield Branch(f"{source} WHERE {where}", (value, one), key)


def sought_by_key(branch: Branch, beyond: str) -> Branch:
    """Return a branch for what stands beyond a key among its ids, which has to be in its range.

    Of two bounds on the same side the engine would seek to the first that it is told, and pass all
    up to the other. The range's own is only tested.
    """
    bound = f" AND {branch.id} {beyond} "
    return branch._replace(source=branch.source.replace(bound, f" AND +{branch.id} {beyond} "))


def union(branches: Sequence[Branch]) -> tuple[str, tuple[Any, ...]]:
    """Return SQL for the ids of all branches, and its parameters."""
    sql = " UNION ALL ".join(f"SELECT {branch.id} AS id {branch.source}" for branch in branches)
    return sql, tuple(value for branch in branches for value in branch.parameters)


def among(condition: Condition, ids: Range, status: Condition | None = None) -> Condition:
    """Return the same condition (and a status) as one on the id, so that its own index is read."""
    if not condition.column or not may_walk(condition):
        return Condition(f"ticket.id IN ({condition.tickets})", condition.parameters, by_id=True)
    sql, parameters = union(tuple(walks(condition, ids, status)))
    return Condition(f"ticket.id IN ({sql})", parameters, by_id=True)


def look_ups(conditions: Sequence[Condition], identity: str) -> tuple[str, tuple[Any, ...]]:
    """Return joins that look an id up in the index of each condition, and their parameters.

    An id is looked up once for each value: those with one value come first.
    """
    joins = ""
    bound: list[Any] = []
    for place, other in enumerate(sorted(conditions, key=lambda c: len(c.values))):
        alias, key = f"also{place}", "id" if other.table == "ticket" else "ticket_id"
        is_one = f"IN ({marks(other.values)})" if other.parameters else "IS NULL"
        joins += (
            f" CROSS JOIN {other.table} AS {alias} INDEXED BY {index_of(other)}"
            f" ON {alias}.{other.column} {is_one} AND {alias}.{key} = {identity}"
        )
        bound += other.parameters
    return joins, tuple(bound)


def together(branches: Sequence[Branch], *, shared: bool, key: str = "") -> str:
    """Return SQL for the ids of walks, the newest first, read in step.

    Those of all or, ``shared``, those that each has. ``key`` is what else is asked of the id, which
    it has a place for.
    """
    word = " INTERSECT " if shared else " UNION ALL "
    if key:
        branches = [sought_by_key(branch, "<") for branch in branches]
    parts = word.join(f"SELECT {b.id} AS id {b.source}{key.format(b.id)}" for b in branches)
    # Without a limit of its own, the engine would let the order inside be lost.
    return f"{parts} ORDER BY 1 DESC LIMIT -1"


class LookUp(NamedTuple):
    """What else is asked of an id: joins and their values, conditions and theirs."""

    joins: str
    bound: tuple[Any, ...]
    where: str
    """Behind another condition: `` AND …``."""
    tested: tuple[Any, ...]


def look_up(
    asked: Sequence[Condition],
    seekable: Sequence[Condition],
    identity: str,
    *,
    row: bool = False,
) -> LookUp:
    """Return look-ups of an id in the indexes there are, before its row is read for the rest.

    With ``row`` it is read whether or not there is a rest.
    """
    exact = [c for c in asked if c in seekable and may_look_up(c)]
    absent = [c for c in asked if c not in exact and may_look_for_others(c)]
    tested = [c for c in asked if c not in exact and c not in absent]
    joins, bound = look_ups(exact, identity)
    is_read = row or not all(c.by_id for c in tested)
    if is_read and identity != "ticket.id":
        joins += f" CROSS JOIN ticket ON ticket.id = {identity}"
    where = "".join(
        f" AND NOT EXISTS (SELECT 1 FROM ticket AS other INDEXED BY {index_of(c)}"
        f" WHERE other.{c.column} IN ({marks(c.without)}) AND other.id = {identity})"
        for c in absent
    )
    where += "".join(f" AND {c.of(identity)}" for c in tested)
    given = [value for c in absent for value in c.without]
    return LookUp(joins, bound, where, (*given, *(p for c in tested for p in c.parameters)))


def looked_up(walk: Branch, rest: Sequence[Condition], seekable: Sequence[Condition]) -> Branch:
    """Return a walk that passes the others' indexes before any row is read."""
    if not rest:
        return walk
    also = look_up(rest, seekable, walk.id)
    source, _where, walked = walk.source.partition(" WHERE ")
    parameters = (*also.bound, *walk.parameters, *also.tested)
    return Branch(f"{source}{also.joins} WHERE {walked}{also.where}", parameters, walk.id)


def table_walk(
    conditions: Sequence[Condition],
    ids: Range,
    index: str = "",
    joins: tuple[str, tuple[Any, ...]] = ("", ()),
) -> Branch:
    """Return the tickets by an index, or by their ids, each looked up and its row tested."""
    where = " AND ".join(c.sql for c in conditions) or "1"
    hint = f" INDEXED BY {index}" if index else " NOT INDEXED"
    sql, bound = joins
    return Branch(
        f"FROM ticket{hint}{sql} WHERE {where}{ids.sql('ticket.id')}",
        (*bound, *(p for c in conditions for p in c.parameters)),
    )
