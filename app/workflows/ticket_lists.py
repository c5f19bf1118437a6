"""Lists and searches of tickets, apart from all that changes one, so that they start at once."""

from __future__ import annotations

from collections.abc import Sequence

from app.model import moments
from app.model.changes import Progress, no_progress
from app.model.ticket import TicketRow, parse_number
from app.model.ticket_list import IdPage, Key, TicketSort
from app.model.ticket_terms import TextTerm, TicketQuery
from app.store import named, search_index, ticket_rows, ticket_search
from app.store.remembered import Remembered
from app.store.rows import BATCH
from app.store.ticket_pages import Listing, Statement
from app.workflows.session import Session

_AT_ONCE = 5_000  # ids of a page where all are wanted
_COUNTED_AT_ONCE = 1_000


def page(
    session: Session,
    query: str | TicketQuery = "",
    sort: TicketSort = TicketSort.NEWEST,
    *,
    descending: bool = True,
    after: Key | None = None,
    limit: int = 200,
    typing: bool = False,
    remembered: Remembered | None = None,
) -> IdPage:
    """Return the next ids of a list. Raises ``QueryError``, which points at its place.

    A query with words comes newest first whatever ``sort`` says. Within a read that goes on,
    ``remembered`` is what the store had when that began.
    """
    store, now = session.store, moments.now()
    asked = ("page", query, typing, sort, descending, limit)
    if remembered is None:
        remembered = store.remembered  # what is written meanwhile begins another
    listing: Listing | None = remembered.find(asked, now)
    if listing is None:
        read = _read(query, now, typing=typing)
        with store.read() as connection:
            listing = ticket_search.listing(
                connection,
                read,
                sort,
                descending=descending,
                limit=limit,
                me=session.staff_id,
                now=now,
                remembered=remembered,
            )
        remembered.keep(asked, listing, ticket_search.lasts_until(read, now))
    return listing.page(store, after)


def rows(session: Session, ids: Sequence[int]) -> dict[int, TicketRow]:
    """Return what a list shows of these tickets; ids that are gone are left out."""
    if len(ids) <= BATCH:
        return ticket_rows.by_id(session.store.fetch(*ticket_rows.asking(ids)))
    with session.store.read() as connection:
        return ticket_rows.rows(connection, ids)


def meant(session: Session, typed: str, limit: int) -> list[TicketRow]:
    """Return the tickets that may be meant by a number, whole or of this year, or by words.

    What cannot be read as a query, half a one for instance, finds nothing.
    """
    from app.model.ticket_query import QueryError  # noqa: PLC0415 - as for a list

    ids: tuple[int, ...] = ()
    if (number := parse_number(typed)) is not None:
        ids = (number,)
    else:
        digits = typed.strip()
        by_number = f"number:{digits}" if digits.isdecimal() else typed
        for query in dict.fromkeys((by_number, typed)):
            try:
                ids += page(session, query, limit=limit, typing=True).ids
            except QueryError:
                continue
    wanted = tuple(dict.fromkeys(ids))[:limit]
    found = rows(session, wanted)
    return [found[ticket] for ticket in wanted if ticket in found]


def count(
    session: Session,
    query: str | TicketQuery = "",
    *,
    stop_at: int | None = None,
    typing: bool = False,
) -> int:
    """Return how many tickets fit a query, counting no further than ``stop_at``."""
    store, now = session.store, moments.now()
    asked = ("count", query, typing, stop_at)
    remembered = store.remembered  # what is written meanwhile begins another
    statement: Statement | None = remembered.find(asked, now)
    if statement is None:
        read = _read(query, now, typing=typing)
        if any(isinstance(term, TextTerm) and term.negated for term in read.terms):
            return _count_listed(session, read, stop_at, remembered)
        with store.read() as connection:
            statement = ticket_search.counted(
                connection,
                read,
                me=session.staff_id,
                now=now,
                stop_at=stop_at,
                remembered=remembered,
            )
        remembered.keep(asked, statement, ticket_search.lasts_until(read, now))
    return int(store.fetch(*statement)[0][0])


def _count_listed(
    session: Session, query: TicketQuery, stop_at: int | None, remembered: Remembered
) -> int:
    """Count page by page: a list looks absent words up for many tickets at once."""
    found = 0
    after: Key | None = None
    with session.store.read():
        while stop_at is None or found < stop_at:
            limit = _COUNTED_AT_ONCE if stop_at is None else min(_COUNTED_AT_ONCE, stop_at - found)
            ids, after = page(session, query, after=after, limit=limit, remembered=remembered)
            found += len(ids)
            if after is None:
                break
    return found


def look_ahead(session: Session, text: str) -> None:
    """Make ready what the next letter of a query that is typed will ask for."""
    remembered = session.store.remembered
    with session.store.read() as connection:
        search_index.look_ahead(connection, text, remembered)


def every_id(
    session: Session,
    query: str | TicketQuery = "",
    *,
    typing: bool = False,
    progress: Progress = no_progress,
) -> list[int]:
    """Return the ids of all tickets that fit a query, newest first. Raises ``QueryError``."""
    found: list[int] = []
    after: Key | None = None
    while True:
        progress(len(found), None)
        ids, after = page(session, query, after=after, limit=_AT_ONCE, typing=typing)
        found += ids
        if after is None:
            return found


def vocabulary(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the names in use, for completion: queues, categories, tags and staff."""
    with session.store.read() as connection:
        return {
            "queue": named.words(connection, "queue"),
            "category": named.words(connection, "category"),
            "tag": named.words(connection, "tag"),
            "assignee": tuple(member.name for member in named.staff(connection)),
        }


def _read(query: str | TicketQuery, now: int, *, typing: bool) -> TicketQuery:
    if isinstance(query, TicketQuery):
        return query
    if not query:
        return TicketQuery()
    from app.model.ticket_query import parse  # noqa: PLC0415 - a list of all tickets needs no words

    return parse(query, now=now, typing=typing)
