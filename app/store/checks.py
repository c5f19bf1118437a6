"""Whether the store is sound: its pages, rows, indexes, audit trail and counters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.model.ticket import format_number
from app.store import audit, engine, fts5
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_MOST_NAMED = 10  # places named in one check; the count says how many there are


def pages(store: Store) -> list[str]:
    """Return what is wrong with the pages, as the engine words it."""
    with store.maintenance() as connection:
        return engine.page_problems(connection)


def rows(store: Store) -> list[str]:
    """Return the tables whose rows refer to rows that are not there."""
    with store.read() as connection:
        found: dict[str, int] = {}
        for table, *_rest in connection.execute("PRAGMA foreign_key_check"):
            found[table] = found.get(table, 0) + 1
    return [
        _("{count} rows of {table} refer to what is not there").format(count=count, table=table)
        for table, count in sorted(found.items())
    ]


def indexes(store: Store) -> list[str]:
    """Return the search indexes that do not fit their rows."""
    with store.write() as connection:
        return [
            _("{name} does not fit its rows").format(name=name)
            for name in fts5.SEARCH_INDEXES
            if not fts5.index_is_sound(connection, name)
        ]


def audit_trail(store: Store) -> list[str]:
    """Return where the chain of the audit trail is broken."""
    with store.read() as connection:
        broken = audit.verify(connection)
    if not broken:
        return []
    places = ", ".join(map(str, broken[:_MOST_NAMED]))
    return [_("{count} broken entries: {places}").format(count=len(broken), places=places)]


def counters(store: Store) -> list[str]:
    """Return the counters that would give a number a second time."""
    with store.read() as connection:
        values = dict(connection.execute("SELECT key, value FROM setting").fetchall())
        used = dict(_numbers_in_use(connection))
    return [
        _("the counter {name} is behind the numbers in use").format(name=name)
        for name, highest in sorted(used.items())
        if not values.get(name, "").isdecimal() or int(values[name]) < highest
    ]


def _numbers_in_use(connection: Connection) -> list[tuple[str, int]]:
    """Return the highest number given by each counter."""
    found = []
    (request,) = connection.execute("SELECT max(number) FROM subject_request").fetchone()
    if request is not None:
        found.append(("request_sequence", int(request)))
    (ticket,) = connection.execute("SELECT max(id) FROM ticket").fetchone()
    if ticket is not None:
        _prefix, year, number = format_number(ticket).split("-")
        found.append((f"ticket_sequence:{year}", int(number)))
    return found
