"""A list in an order whose index is walked in stretches, since many tickets fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from app.model.ticket_list import IdPage, Key
from app.store.store import Store
from app.store.ticket_pages import Paged, Statements
from app.store.ticket_walks import Branch, LookUp

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

WALKED = (2_000, 4_000, 8_000, 16_000, 32_000)
"""How many places of a list a stretch may pass: the first the least, others as many as it takes."""
_MORE = 1.25
"""A stretch goes so much further than the page would need by what was found before."""
_TO_THE_END = -1


class Walk(Protocol):
    """A walk of a list, and what else there is where it fills no page soon, each found out once."""

    def plain(self) -> Sequence[Branch]:
        """Return the walk alone."""

    def asking(self) -> tuple[str, LookUp]:
        """Return what the tickets of the walk are to be called, and what is asked of each."""

    def is_short(self, connection: Connection) -> bool:
        """Whether the walk ends soon, so that nothing is gained by another way."""

    def of_few(self, connection: Connection) -> Branch | None:
        """Return all that fit, where they are few and soon found."""

    def of_all(self, connection: Connection) -> Branch | None:
        """Return all that fit, where it is less to sort them than to walk all the list."""


class SomeWay:
    """A list that is walked some way in its order, and each ticket there looked up elsewhere.

    First a little way. What that finds tells how far a page would take: where that is too far, the
    other ways are found out.
    """

    def __init__(self, statements: Statements, walk: Walk) -> None:
        self._statements, self._walk = statements, walk
        self._plain = walk.plain()
        self._name, self._also = walk.asking()
        self._found: dict[str, Paged | None] = {}
        self._short = False

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        fills = self._statements.limit + 1
        ids: list[int] = []
        place, passed = after, 0
        with store.read() as connection:
            while True:
                far: int | None = _TO_THE_END
                if not self._short:
                    far = _next_stretch(passed, len(ids), fills)
                if far is None:
                    paged, far = self._other_way(connection, passed)
                    if paged:
                        return paged.page_from(connection, after)
                ids += self._fitting(connection, place, far, fills - len(ids))
                if len(ids) < fills and far != _TO_THE_END:
                    place = self._end(connection, place, far)
                    passed += far
                    if place is not None:
                        continue
                return self._statements.cut(connection, ids)

    def _other_way(self, connection: Connection, passed: int) -> tuple[Paged | None, int]:
        """Return another way where there is one, and how far to walk on where there is none."""
        walk = self._walk
        if not self._found and walk.is_short(connection):
            self._short = True
            return None, _TO_THE_END
        way, far = ("few", WALKED[-1]) if passed < WALKED[-1] else ("all", _TO_THE_END)
        if way not in self._found:
            branch = walk.of_few(connection) if way == "few" else walk.of_all(connection)
            self._found[way] = Paged(self._statements, [branch]) if branch else None
        return self._found[way], far

    def _stretch(self, after: Key | None, far: int) -> tuple[str, list[Any]]:
        """Return SQL for the places behind a key, in order, and what it is given."""
        if after is None:
            statement = self._statements.first(self._plain)
            return statement.sql, list(statement.values)
        return self._statements.next(self._plain, far).behind(after)

    def _fitting(self, connection: Connection, after: Key | None, far: int, most: int) -> list[int]:
        """Return the ids on a stretch that fit."""
        also = self._also
        sql, values = self._stretch(after, far)
        found = connection.execute(  # the limit inside keeps its order, as each join does
            f"SELECT {self._name}.id FROM ({sql} LIMIT {far}) AS {self._name}{also.joins}"
            f" WHERE 1{also.where} LIMIT {most}",
            (*values, *also.bound, *also.tested),
        )
        return [row[0] for row in found.fetchall()]

    def _end(self, connection: Connection, after: Key | None, far: int) -> Key | None:
        """Return the last place of a stretch; None where the list ends before."""
        sql, values = self._stretch(after, far)
        row = connection.execute(f"{sql} LIMIT 1 OFFSET {far - 1}", values).fetchone()
        if row is None:
            return None
        (value,) = connection.execute(self._statements.value_of, (row[0],)).fetchone()
        return Key(value, row[0])


def _next_stretch(passed: int, found: int, fills: int) -> int | None:
    """Return how far to walk on for a page; None where that is too far."""
    if not passed:
        return WALKED[0]
    if not found or passed >= WALKED[-1]:
        return None
    needed = _MORE * passed * (fills - found) / found
    return next((far for far in WALKED if far >= needed), None)
