"""Lists of tickets, ready to be read page by page: each kind of plan as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from app.model.ticket import PLACES
from app.model.ticket_list import IdPage, Key, TicketSort
from app.store.store import Store
from app.store.ticket_conditions import Condition
from app.store.ticket_plan import Plan
from app.store.ticket_walks import INDEX, ORDER, Branch, look_up, walks

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


class Statements:
    """Writes the statements of a list in some order."""

    def __init__(self, sort: TicketSort, *, descending: bool, limit: int) -> None:
        self.sort = sort
        self.limit = limit
        self._direction, self._beyond = ("DESC", "<") if descending else ("ASC", ">")
        self._before = ">" if descending else "<"
        self.newest = sort is TicketSort.NEWEST
        """Whether the order is that of the ids."""
        self.value_of = f"SELECT {ORDER[sort]} FROM ticket WHERE id = ?"
        """SQL for what a ticket is ordered by."""

    def first(self, branches: Sequence[Branch]) -> Statement:
        """Return the statement for the ids of the first page, without its limit."""
        return self._joined([(b, self._value(b.id), "", ()) for b in branches])

    def next(self, branches: Sequence[Branch]) -> Statement:
        """Return the statement for the ids behind a key, without its limit."""
        parts = [(b, *bound) for b in branches for bound in self.bounds(b.id)]
        if len(branches) > 1 or len(parts) == 1:
            return self._joined(parts)
        # The parts of one branch follow each other, so that the second is rarely begun.
        sql = " UNION ALL ".join(
            f"SELECT * FROM (SELECT {b.id} {b.source}{key_sql}"
            f" {self.order(value, b.id)} LIMIT {self.limit + 1})"
            for b, value, key_sql, _key in parts
        )
        return Statement(sql, tuple(v for b, _o, _s, key in parts for v in (*b.parameters, *key)))

    def _joined(self, parts: Sequence[tuple[Branch, str, str, tuple[Any, ...]]]) -> Statement:
        values = tuple(v for branch, _o, _s, key in parts for v in (*branch.parameters, *key))
        if len(parts) == 1:
            branch, value, key_sql, _key = parts[0]
            order = self.order(value, branch.id)
            return Statement(f"SELECT {branch.id} {branch.source}{key_sql} {order}", values)
        value = "" if self.newest else f", {ORDER[self.sort]} AS value"
        joined = " UNION ALL ".join(
            f"SELECT {b.id} AS id{value} {b.source}{key_sql}" for b, _o, key_sql, _k in parts
        )
        return Statement(f"{joined} {self.order('id' if self.newest else 'value', 'id')}", values)

    def _value(self, identity: str) -> str:
        return identity if self.newest else ORDER[self.sort]

    def order(self, value: str, identity: str) -> str:
        """Return how ids are ordered by a value, and by themselves where it is the same."""
        second = "" if value == identity else f", {identity} {self._direction}"
        return f"ORDER BY {value} {self._direction}{second}"

    def bounds(self, identity: str) -> Iterator[tuple[str, str, tuple[_Slot, ...]]]:
        """Yield what stands behind the key, in parts that an index on (value, id) can seek to.

        Each with what it is ordered by, before the id.
        """
        if self.newest:
            yield identity, f" AND {identity} {self._beyond} ?", (_Slot.ID,)
            return
        # As one comparison of pairs, the engine would walk all tickets of the same value;
        # told to order by a value that is one and the same, it would sort them.
        value = ORDER[self.sort]
        same = f" AND {value} = ? AND {identity} {self._beyond} ?"
        yield identity, same, (_Slot.VALUE, _Slot.ID)
        yield value, f" AND {value} {self._beyond} ?", (_Slot.VALUE,)

    def until(self) -> str:
        """Return the condition that a ticket stands before a place or at it: value, value, id."""
        value = ORDER[self.sort]
        return f" AND {value} {self._before}= ? AND ({value} <> ? OR ticket.id {self._before}= ?)"

    def cut(self, connection: Connection, ids: list[int]) -> IdPage:
        """Return the page of these ids, of which one more than fits says that the list goes on."""
        if len(ids) <= self.limit:
            return IdPage(tuple(ids), None)
        del ids[self.limit :]
        last = ids[-1]
        if self.newest:
            return IdPage(tuple(ids), Key(last, last))
        (value,) = connection.execute(self.value_of, (last,)).fetchone()
        return IdPage(tuple(ids), Key(value, last))


def _limited(statement: Statement, limit: int) -> Statement:
    return Statement(f"{statement.sql} LIMIT {limit + 1}", statement.values)


class Paged:
    """A list of which one statement gives a page."""

    def __init__(self, statements: Statements, branches: Sequence[Branch]) -> None:
        self._statements = statements
        self._newest, self._limit = statements.newest, statements.limit
        self._value_of = statements.value_of
        self._first = _limited(statements.first(branches), self._limit)
        self._next = _limited(statements.next(branches), self._limit)

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        state = store.state
        rows = store.fetch(*(self._first if after is None else self._next.behind(after)))
        if len(rows) <= self._limit:
            return IdPage(tuple([row[0] for row in rows]), None)
        del rows[-1]
        ids = tuple([row[0] for row in rows])
        last = value = ids[-1]
        if not self._newest:  # the next page begins behind the last ticket as it was here
            found = store.fetch(self._value_of, (last,))
            if state is None or state != store.state:
                with store.read() as connection:
                    return self.page_from(connection, after)
            value = found[0][0]
        return IdPage(ids, Key(value, last))

    def page_from(self, connection: Connection, after: Key | None) -> IdPage:
        """Return the same within a read that goes on."""
        sql, values = self._first if after is None else self._next.behind(after)
        rows = connection.execute(sql, values).fetchall()
        return self._statements.cut(connection, [row[0] for row in rows])


class Filtered:
    """A list, newest first, of which tickets with absent words are left out."""

    def __init__(self, statements: Statements, branches: Sequence[Branch], plan: Plan) -> None:
        self._statements = statements
        self._first, self._next = statements.first(branches), statements.next(branches)
        self._plan = plan

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        sql, values = self._first if after is None else self._next.behind(after)
        with store.read() as connection:
            ids = (row[0] for row in connection.execute(sql, values))
            present = self._plan.present(connection, ids)
            found = list(islice(present, self._statements.limit + 1))
            return self._statements.cut(connection, found)


class Words:
    """Tickets whose messages hold words, newest first: a walk down the search index."""

    def __init__(self, plan: Plan, limit: int) -> None:
        self._plan, self._limit = plan, limit
        ticket = f"message_text.rowid / {PLACES}"
        joined = ""
        where = " AND ".join(["", *(c.sql for c in plan.conditions)])
        if plan.conditions:
            joined = f" CROSS JOIN ticket ON ticket.id = {ticket}"
        if plan.ids.above is not None:
            where += f" AND message_text.rowid > {(plan.ids.above + 1) * PLACES}"
        if plan.ids.below is not None:
            where += f" AND message_text.rowid < {plan.ids.below * PLACES}"
        # With absent words, each hit is asked for as it comes; the hits of a ticket stand together.
        distinct, end = ("", "") if plan.absent else (" DISTINCT", f" LIMIT {limit + 1}")
        select = f"SELECT{distinct} {ticket} FROM message_text{joined} WHERE message_text MATCH ?"
        order = f" ORDER BY message_text.rowid DESC{end}"
        values = (plan.match, *(p for c in plan.conditions for p in c.parameters))
        self._first = Statement(f"{select}{where}{order}", values)
        behind = f" AND message_text.rowid < ? * {PLACES}"
        self._next = Statement(f"{select}{where}{behind}{order}", (*values, _Slot.ID))

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
        if len(ids) <= self._limit:
            return IdPage(tuple(ids), None)
        return IdPage(tuple(ids[:-1]), Key(ids[-2], ids[-2]))


def _each_once(ids: Iterable[int]) -> Iterator[int]:
    """Yield ids of which equal ones stand side by side."""
    last = None
    for one in ids:
        if one != last:
            yield one
        last = one


class SideBySide:
    """Tickets that two terms have in common, newest first: their indexes are read in step."""

    def __init__(self, plan: Plan, pair: tuple[Condition, Condition], limit: int) -> None:
        self._limit = limit
        (one,), (other,) = (walks(condition, plan.ids) for condition in pair)
        rest = look_up([c for c in plan.conditions if c not in pair], plan.seekable, "walk.id")

        def behind(key: str, *slot: _Slot) -> Statement:
            # Without a limit of its own, the engine would let the order inside be lost.
            sql = (
                f"SELECT walk.id FROM (SELECT {one.id} AS id {one.source}{key.format(one.id)}"
                f" INTERSECT SELECT {other.id} {other.source}{key.format(other.id)}"
                f" ORDER BY 1 DESC LIMIT -1) AS walk{rest.joins} WHERE 1{rest.where}"
                f" LIMIT {limit + 1}"
            )
            given = (*one.parameters, *slot, *other.parameters, *slot)
            return Statement(sql, (*given, *rest.bound, *rest.tested))

        self._first, self._next = behind(""), behind(" AND {} < ?", _Slot.ID)

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        found = store.fetch(*(self._first if after is None else self._next.behind(after)))
        ids = tuple([row[0] for row in found[: self._limit]])
        return IdPage(ids, Key(ids[-1], ids[-1]) if len(found) > self._limit else None)


class SomeWay:
    """A list in an order whose index is walked some way, since many tickets fit.

    First a little way: to find where it ends is work too. Where that does not fill the page, it is
    counted whether so many fit that a longer way is worth a try. Where no way fills the page, all
    that fit are read and sorted.
    """

    def __init__(
        self,
        statements: Statements,
        walk: Branch,
        far: Sequence[int],
        *,
        many: Callable[[Connection], bool],
        whole: Callable[[Connection], Sequence[Branch]],
    ) -> None:
        """Make it of a walk; ``far`` is how many tickets each stretch of it passes.

        ``many`` counts whether a second stretch is worth it, and ``whole`` finds out how to read
        all that fit, each once that is needed.
        """
        self._statements, self._walk, self._far = statements, walk, far
        self._count, self._find_whole = many, whole
        self._many: bool | None = None
        self._whole: Paged | None = None
        self._index = f"FROM ticket INDEXED BY {INDEX[statements.sort]}"

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        fills = self._statements.limit + 1
        ids: list[int] = []
        reached = after
        with store.read() as connection:
            for far in self._stretches(connection):
                found, reached = self._stretch(connection, reached, far, fills - len(ids))
                ids += found
                if len(ids) == fills or reached is None:
                    return self._statements.cut(connection, ids)
            if self._whole is None:
                self._whole = Paged(self._statements, self._find_whole(connection))
            return self._whole.page_from(connection, after)

    def _stretches(self, connection: Connection) -> Iterator[int]:
        """Yield how far to walk, each time that the way so far was not enough."""
        first, *further = self._far
        yield first
        if self._many is None:
            self._many = self._count(connection)
        if self._many:
            yield from further

    def _stretch(
        self, connection: Connection, after: Key | None, far: int, limit: int
    ) -> tuple[list[int], Key | None]:
        """Return the ids that stand not far behind a key, and the place up to which that is known.

        None for the place is the end of the list.
        """
        statements = self._statements
        value = ORDER[statements.sort]
        ids: list[int] = []
        start: tuple[str, str, tuple[_Slot, ...]] = (value, "", ())
        for by, key_sql, slots in [start] if after is None else statements.bounds("ticket.id"):
            _sql, key = Statement("", slots).behind(after) if after else ("", [])
            order = statements.order(by, "ticket.id")
            reached = connection.execute(
                f"SELECT {value}, ticket.id {self._index} WHERE 1{key_sql} {order}"
                f" LIMIT 1 OFFSET {far}",
                key,
            ).fetchone()
            until, place = (statements.until(), (reached[0], *reached)) if reached else ("", ())
            found = connection.execute(
                f"SELECT ticket.id {self._walk.source}{key_sql}{until}"
                f" {order} LIMIT {limit - len(ids)}",
                (*self._walk.parameters, *key, *place),
            )
            ids += [row[0] for row in found.fetchall()]
            if reached or len(ids) == limit:
                return ids, Key(*reached) if reached else None
        return ids, None
