"""A list in an order whose index is walked in stretches, since many tickets fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from app.model.ticket_list import IdPage, Key
from app.store.store import Store
from app.store.ticket_pages import Statements, Way
from app.store.ticket_walks import Branch, LookUp

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

WALKED = (2_000, 4_000, 8_000, 16_000, 32_000)
"""How many places of a list a stretch may pass: the first the least, others as many as it takes."""
ROW = 20
"""Places of an index that are passed in the time in which a row elsewhere is read."""
_MORE = 1.25
"""A stretch goes so much further than the page would need by what was found before."""
_FURTHER = 4
"""How many times as far a stretch goes where nothing is known of how far a page would take."""
_PATIENCE = 24
"""How many times what was walked so far another way may take, which may be for nothing."""
_TRIED = 2
"""Stretches that are long enough where another way is sure to be short."""
_TO_THE_END = -1


class Walk(Protocol):
    """A walk of a list in its order, and what else there is where it fills no page soon."""

    @property
    def reads_rows(self) -> bool:
        """Whether the row of each ticket is read."""

    def plain(self) -> Sequence[Branch]:
        """Return the walk alone."""

    def asking(self) -> tuple[str, LookUp]:
        """Return what the tickets of the walk are to be called, and what is asked of each."""

    @property
    def may_be_cut(self) -> bool:
        """Whether another way is sure to be short: what is walked before it is soon for nothing."""

    def is_short(self, connection: Connection) -> bool:
        """Whether the walk ends soon, so that nothing is gained by another way."""

    def other_way(self, connection: Connection, places: int) -> Way | None:
        """Return another way to all that fit that is less than to walk so many places."""


class SomeWay:
    """A list that is walked some way in its order, and each ticket there looked up elsewhere.

    First a little way. What that finds tells how far a page would take: where that is too far, and
    another way is less, it is left for that.
    """

    def __init__(self, statements: Statements, walk: Walk, *, long: bool = False) -> None:
        """Make it of a walk, in ``long`` stretches where its rows stand side by side."""
        self._statements, self._walk = statements, walk
        self._plain = walk.plain()
        self._name, self._also = walk.asking()
        walked = WALKED[-3:] if long else WALKED
        self._stretches = tuple(far // ROW if walk.reads_rows else far for far in walked)
        self._soon = self._stretches[:_TRIED] if walk.may_be_cut else self._stretches
        self._short = False

    def page(self, store: Store, after: Key | None) -> IdPage:
        """Return the ids behind a key, or the first ones."""
        with store.read() as connection:
            return self.page_from(connection, after)

    def page_from(self, connection: Connection, after: Key | None) -> IdPage:
        """Return the same within a read that goes on."""
        fills = self._statements.limit + 1
        ids: list[int] = []
        place, passed = after, 0
        short = self._short  # threads share it
        far = _TO_THE_END if short else self._stretches[0]
        while True:
            found = self._fitting(connection, place, far, fills - len(ids))
            ids += found
            if len(ids) == fills or far == _TO_THE_END:
                break
            place = self._end(connection, place, far)
            if place is None:
                break
            passed += far
            # What fits may stand at the beginning alone: the last stretch tells of what is to come.
            places = max(passed / max(len(ids), 1), far / max(len(found), 1))
            needed = int(_MORE * places * (fills - len(ids)))
            far = next((s for s in self._soon if s >= needed), _TO_THE_END)
            if far != _TO_THE_END:
                continue
            self._short = short = self._walk.is_short(connection)
            if not short:
                way = self._walk.other_way(connection, min(needed, _PATIENCE * passed))
                if way:
                    return way.page_from(connection, after)
                further = (s for s in self._stretches if s >= _FURTHER * passed)
                far = next(further, self._stretches[-1])
        return self._statements.cut(connection, ids)

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
