"""Pages of lists whose statement is worked out once, and asked again until the next write."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any

from app.model import moments
from app.model.ticket_list import IdPage, Key
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

Statement = tuple[str, tuple[Any, ...]]
"""SQL for (what a list is sorted by, id), and its parameters; a later page's key comes first."""


def page(
    session: Session,
    asked: tuple[Hashable, ...],
    plan: Callable[[Connection, bool, int], Statement],
    after: Key | None,
    limit: int,
) -> IdPage:
    """Return the next ids of a list.

    ``plan`` works the statement out, from whether it is for a later page and how many rows are
    wanted; ``asked`` is all else that it depends on.
    """
    store, moment = session.store, moments.now()
    behind = after is not None
    key = (*asked, behind, limit)
    remembered = store.remembered  # what is written meanwhile begins another
    statement: Statement | None = remembered.find(key, moment)
    if statement is None:
        with store.read() as connection:
            statement = plan(connection, behind, limit + 1)
        remembered.keep(key, statement, moments.next_quarter(moment))
    sql, values = statement
    found = store.fetch(sql, values if after is None else (*after, *values))
    ids = tuple([row[1] for row in found[:limit]])
    return IdPage(ids, Key(*found[limit - 1]) if len(found) > limit else None)
