"""Lists of tickets, ready to be read page by page: each kind of plan as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from app.model.ticket import PLACES, RANK_OF
from app.model.ticket_list import IdPage, Key, TicketSort
from app.store.store import Store
from app.store.ticket_plan import Plan
from app.store.ticket_walks import ORDER, Branch, LookUp, look_up, sought_by_key, together

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class _Slot(Enum):
    """What a statement is given of the key that a page begins behind."""

    VALUE = "value"
    ID = "id"


class Statement(NamedTuple):
    """SQL and its parameters, among which a key may have places."""

    sql: str
    values: tuple[Any, ...] = ()

    def behind(self, after: Key) -> tuple[str, list[Any]]:
        """Return the statement with the key in its places."""
        return self.sql, [
            value if type(value) is not _Slot else after.id if value is _Slot.ID else after.value
            for value in self.values
        ]


class Listing(Protocol):
    """A list that gives its pages."""

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""


class Way(Protocol):
    """A way to all tickets of a list."""

    def page_from(self, connection: Connection, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones, within a read that goes on."""


class _Part(NamedTuple):
    """A part of a list: what bounds it, with a place for the id, and how it is ordered."""

    sql: str = ""
    slots: tuple[_Slot, ...] = ()
    by_value: bool = False
    """By the list's value before the id; else all of it has the same."""


class Statements:
    """Writes the statements of a list in some order."""

    def __init__(self, sort: TicketSort, *, descending: bool, limit: int) -> None:
        self.sort = sort
        self.descending = descending
        self.limit = limit
        self._direction, self._beyond = ("DESC", "<") if descending else ("ASC", ">")
        self.newest = sort is TicketSort.NEWEST
        """Whether the order is that of the ids."""
        self.value_of = f"SELECT {ORDER[sort]} FROM ticket WHERE id = ?"
        """SQL for what a ticket is ordered by."""

    def first(self, branches: Sequence[Branch]) -> Statement:
        """Return the statement for the ids of the first page, without its limit."""
        return self._joined(branches, _Part(by_value=not self.newest))

    def next(self, branches: Sequence[Branch], most: int) -> Statement:
        """Return the statement for the ids behind a key, of which no more than ``most`` are read.

        It has no limit yet.
        """
        parts = [self._joined(branches, part) for part in self._behind()]
        if len(parts) == 1:
            return parts[0]
        # The parts follow each other, so that the second is rarely begun.
        sql = " UNION ALL ".join(f"SELECT id FROM ({part.sql} LIMIT {most})" for part in parts)
        return Statement(sql, tuple(value for part in parts for value in part.values))

    def _joined(self, branches: Sequence[Branch], part: _Part) -> Statement:
        """Return the statement for a part of the list, to which each branch may add."""
        values = tuple(value for branch in branches for value in (*branch.parameters, *part.slots))
        if self.newest and part.sql:
            branches = [sought_by_key(branch, self._beyond) for branch in branches]
        order, way = ORDER[self.sort], self._direction
        if len(branches) == 1:
            ((source, _parameters, identity),) = branches
            by = f"{order} {way}, {identity}" if part.by_value else identity
            key = part.sql.format(identity)
            return Statement(f"SELECT {identity} AS id {source}{key} ORDER BY {by} {way}", values)
        value, by = (f", {order} AS value", f"value {way}, id") if part.by_value else ("", "id")
        joined = " UNION ALL ".join(
            f"SELECT {b.id} AS id{value} {b.source}{part.sql.format(b.id)}" for b in branches
        )
        return Statement(f"{joined} ORDER BY {by} {way}", values)

    def _behind(self) -> Iterator[_Part]:
        """Yield what stands behind a key, in parts that an index on (value, id) can seek to."""
        # As one comparison of pairs, the engine would walk all tickets of the same value;
        # told to order by a value that is one and the same, it would sort them.
        beyond, order = self._beyond, ORDER[self.sort]
        if self.newest:
            yield _Part(f" AND {{0}} {beyond} ?", (_Slot.ID,))
            return
        yield _Part(f" AND {order} = ? AND {{0}} {beyond} ?", (_Slot.VALUE, _Slot.ID))
        yield _Part(f" AND {order} {beyond} ?", (_Slot.VALUE,), by_value=True)

    def cut(self, connection: Connection, ids: list[int]) -> IdPage:
        """Return the page of these ids, of which one more than fits says that the list goes on."""
        page = _cut(ids, self.limit)
        if page.next is None or self.newest:
            return page
        (value,) = connection.execute(self.value_of, (page.next.id,)).fetchone()
        return IdPage(page.ids, Key(value, page.next.id))


def _cut(ids: list[int], limit: int) -> IdPage:
    """Return the page of these ids, by which the list is ordered; one more says that it goes on."""
    if len(ids) <= limit:
        return IdPage(tuple(ids), None)
    del ids[limit:]
    last = ids[-1]
    return IdPage(tuple(ids), Key(last, last))


def _limited(statement: Statement, limit: int) -> Statement:
    return Statement(f"{statement.sql} LIMIT {limit + 1}", statement.values)


class Paged:
    """A list of which one statement gives a page."""

    def __init__(self, statements: Statements, branches: Sequence[Branch]) -> None:
        self._statements = statements
        self._newest, self._limit = statements.newest, statements.limit
        self._value_of = statements.value_of
        self._first = _limited(statements.first(branches), self._limit)
        self._next = _limited(statements.next(branches, self._limit + 1), self._limit)

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        state = store.state
        rows = store.fetch(*(self._first if after is None else self._next.behind(after)))
        page = _cut([row[0] for row in rows], self._limit)
        if page.next is None or self._newest:
            return page
        last = page.next.id  # the next page begins behind it as it was here
        found = store.fetch(self._value_of, (last,))
        if state is None or state != store.state:
            with store.read() as connection:
                return self.page_from(connection, after)
        return IdPage(page.ids, Key(found[0][0], last))

    def page_from(self, connection: Connection, after: Key | None) -> IdPage:
        """Return the same within a read that goes on."""
        sql, values = self._first if after is None else self._next.behind(after)
        rows = connection.execute(sql, values).fetchall()
        return self._statements.cut(connection, [row[0] for row in rows])


class Nothing:
    """A list without tickets."""

    def page(self, _store: Store, _after: Key | None) -> IdPage:
        """Return no ids."""
        return IdPage((), None)

    def page_from(self, _connection: Connection, _after: Key | None) -> IdPage:
        """Return no ids."""
        return IdPage((), None)


class Filtered:
    """A list, newest first, of which tickets with absent words are left out."""

    def __init__(self, statements: Statements, branches: Sequence[Branch], plan: Plan) -> None:
        self._statements = statements
        self._first = statements.first(branches)
        self._next = statements.next(branches, statements.limit + 1)
        self._plan = plan

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        sql, values = self._first if after is None else self._next.behind(after)
        with store.read() as connection:
            ids = (row[0] for row in connection.execute(sql, values))
            present = self._plan.present(connection, ids)
            found = list(islice(present, self._statements.limit + 1))
            return self._statements.cut(connection, found)


_OF_HIT = f"message_text.rowid / {PLACES}"
"""SQL for the ticket of a hit."""


def hits(plan: Plan) -> tuple[str, tuple[Any, ...]]:
    """Return what stands behind SELECT for the messages that hold a plan's words.

    They are those of tickets that fit all else, which are looked up in the indexes there are: of
    two words' tickets few may meet, and each row that is read lies elsewhere.
    """
    also = look_up(plan.conditions, plan.seekable, _OF_HIT)
    within = ""
    if plan.ids.above is not None:
        within += f" AND message_text.rowid > {(plan.ids.above + 1) * PLACES}"
    if plan.ids.below is not None:
        within += f" AND message_text.rowid < {plan.ids.below * PLACES}"
    sql = f"FROM message_text{also.joins} WHERE message_text MATCH ?{also.where}{within}"
    return sql, (*also.bound, plan.match, *also.tested)


class Words:
    """Tickets whose messages hold words, newest first: a walk down the search index."""

    def __init__(self, plan: Plan, limit: int) -> None:
        self._plan, self._limit = plan, limit
        # With absent words, each hit is asked for as it comes; the hits of a ticket stand together.
        distinct, end = ("", "") if plan.absent else (" DISTINCT", f" LIMIT {limit + 1}")
        found, values = hits(plan)
        select = f"SELECT{distinct} {_OF_HIT} {found}"
        order = f" ORDER BY message_text.rowid DESC{end}"
        self._first = Statement(f"{select}{order}", values)
        behind = f" AND message_text.rowid < ? * {PLACES}"
        self._next = Statement(f"{select}{behind}{order}", (*values, _Slot.ID))

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        sql, values = self._first if after is None else self._next.behind(after)
        if self._plan.absent:
            with store.read() as connection:
                hits = (row[0] for row in connection.execute(sql, values))
                present = _each_once(self._plan.present(connection, hits))
                ids = list(islice(present, self._limit + 1))
        else:
            ids = [row[0] for row in store.fetch(sql, values)]
        return _cut(ids, self._limit)


def _each_once(ids: Iterable[int]) -> Iterator[int]:
    """Yield ids of which equal ones stand side by side."""
    last = None
    for one in ids:
        if one != last:
            yield one
        last = one


class Together:
    """Tickets newest first of walks that are put together, each then looked up elsewhere."""

    def __init__(
        self, walks: Sequence[Branch], rest: LookUp, limit: int, *, shared: bool = False
    ) -> None:
        """Make it of the walks' tickets or, ``shared``, of those that all of them have."""
        self._limit = limit
        given = tuple(value for walk in walks for value in walk.parameters)
        behind = tuple(value for walk in walks for value in (*walk.parameters, _Slot.ID))
        self._first, self._next = (
            Statement(
                f"SELECT walk.id FROM ({together(walks, shared=shared, key=key)}) AS walk"
                f"{rest.joins} WHERE 1{rest.where} LIMIT {limit + 1}",
                (*values, *rest.bound, *rest.tested),
            )
            for key, values in (("", given), (" AND {} < ?", behind))
        )

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        found = store.fetch(*(self._first if after is None else self._next.behind(after)))
        return _cut([row[0] for row in found], self._limit)


class EachPriority:
    """A list by priority: the tickets of one priority after the other, each by an index."""

    def __init__(self, statements: Statements, walk: Callable[[int], Branch]) -> None:
        """Make it of a walk for each rank of a priority, by the tickets' ids."""
        self._statements, self._walk = statements, walk

    def page_from(self, connection: Connection, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        most, down = self._statements.limit + 1, self._statements.descending
        way, beyond = ("DESC", "<") if down else ("ASC", ">")
        parts: list[str] = []
        values: list[Any] = []
        reached = int(after.value) if after else None
        for rank in sorted(RANK_OF.values(), reverse=down):
            if reached is not None and (rank > reached if down else rank < reached):
                continue
            walk, key = self._walk(rank), ""
            values += walk.parameters
            if after and rank == reached:
                key = f" AND {walk.id} {beyond} ?"
                values.append(after.id)
            order = f"ORDER BY {walk.id} {way} LIMIT {most}"
            parts.append(f"SELECT id FROM (SELECT {walk.id} AS id {walk.source}{key} {order})")
        found = connection.execute(f"{' UNION ALL '.join(parts)} LIMIT {most}", values).fetchall()
        return self._statements.cut(connection, [row[0] for row in found])
