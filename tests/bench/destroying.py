"""Erasing one person and a purge of a tenth of all tickets, beside hand-written SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.changes import Progress, no_progress
from app.model.moments import office_day, start_of_day
from app.policy import load_policy
from app.store import engine, fts5
from app.workflows import destruction, purge
from app.workflows.destruction import Destroyed
from app.workflows.session import Session
from tests.bench.figures import Figure, percentile
from tests.bench.stores import NOW

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PEOPLE = 15
PURGED = 10
"""One ticket in so many goes."""
RULE = "closed_tickets"
_OF_MESSAGES = ("message_party", "attachment")
_OF_TICKETS = ("ticket_tag", "ticket_device", "ticket_change", "message")
_TAKE_OUT = (
    "INSERT INTO message_text (message_text, rowid, title, text, files)"
    " SELECT 'delete', id, title, text, files FROM message_text_source WHERE id IN {messages}"
)
_MESSAGES = "(SELECT id FROM message WHERE ticket_id IN temp.going)"


@contextmanager
def _checked_at_commit(connection: Connection) -> Iterator[None]:
    """One transaction in which the order of tables does not matter."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    yield
    connection.execute("COMMIT")


def erasure(session: Session, twin: Connection) -> Figure:
    """Erase some people one by one, each with what they wrote and every mention."""
    chosen = [
        row[0]
        for row in twin.execute("SELECT id FROM person ORDER BY id LIMIT ? OFFSET 3", (PEOPLE,))
    ]
    ours, bare = [], []
    for person in chosen:
        started = time.perf_counter()
        result = Destroyed()
        with destruction.thorough(session, result), session.store.write() as connection:
            destruction.erase_in(connection, (person,), result)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        _erase(twin, person)
        bare.append((time.perf_counter() - started) * 1000)
    return Figure(
        "destroy",
        "erase one person",
        statistics.median(ours),
        statistics.median(bare),
        percentile(ours, 99),
        percentile(bare, 99),
    )


def _erase(twin: Connection, person: int) -> None:
    name, user_name = twin.execute(
        "SELECT display_name, user_name FROM person WHERE id = ?", (person,)
    ).fetchone()
    addresses = [
        row[0]
        for row in twin.execute("SELECT address FROM person_email WHERE person_id = ?", (person,))
    ]
    with _checked_at_commit(twin):
        twin.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
        twin.execute("DELETE FROM temp.going")
        twin.execute(
            "INSERT INTO temp.going SELECT id FROM ticket WHERE requester_id = ?", (person,)
        )
        twin.execute(_TAKE_OUT.format(messages=_MESSAGES))
        twin.execute(
            "INSERT INTO person_text (person_text, rowid, names, addresses)"
            " SELECT 'delete', id, names, addresses FROM person_text_source WHERE id = ?",
            (person,),
        )
        _delete_tickets(twin)
        _let_devices_go(twin, person)
        twin.execute("DELETE FROM device_custody WHERE person_id = ?", (person,))
        twin.execute("DELETE FROM person_email WHERE person_id = ?", (person,))
        twin.execute("DELETE FROM person WHERE id = ?", (person,))
        wanted = [*addresses, user_name]
        if not twin.execute("SELECT 1 FROM person WHERE display_name = ?", (name,)).fetchone():
            wanted.append(name)
        for value in wanted:
            twin.execute(
                "SELECT rowid FROM message_text WHERE message_text MATCH ?", (f'"{value}"',)
            ).fetchall()
    engine.checkpoint(twin)


def _let_devices_go(twin: Connection, person: int) -> None:
    """Empty what a person called their devices, which stay: a name or place may tell of them."""
    rows = twin.execute("SELECT id FROM device WHERE owner_id = ?", (person,)).fetchall()
    source = "SELECT {}id, label, identifiers FROM device_text_source WHERE id = ?"
    for (device,) in rows:
        twin.execute(
            "INSERT INTO device_text (device_text, rowid, label, identifiers) "
            + source.format("'delete', "),
            (device,),
        )
        twin.execute(
            "UPDATE device SET owner_id = NULL, name = '', location = '', external_id = '',"
            " version = version + 1 WHERE id = ?",
            (device,),
        )
        twin.execute(
            "INSERT INTO device_text (rowid, label, identifiers) " + source.format(""), (device,)
        )


def _delete_tickets(twin: Connection) -> None:
    twin.execute(
        "DELETE FROM attachment_chunk WHERE attachment_id IN"
        f" (SELECT id FROM attachment WHERE message_id IN {_MESSAGES})"
    )
    for table in _OF_MESSAGES:
        twin.execute(f"DELETE FROM {table} WHERE message_id IN {_MESSAGES}")
    for table in _OF_TICKETS:
        twin.execute(f"DELETE FROM {table} WHERE ticket_id IN temp.going")
    twin.execute("DELETE FROM ticket WHERE id IN temp.going")


def purge_some(session: Session, twin: Connection, scratch: Path) -> Sequence[Figure]:
    """Purge the tickets closed longest ago: the plan, and the run with its clean-up."""
    (total,) = twin.execute("SELECT count(*) FROM ticket").fetchone()
    as_of, before = day_that_reaches(twin, total // PURGED)
    started = time.perf_counter()
    made = purge.plan(session, [RULE], as_of)
    planned = (time.perf_counter() - started) * 1000
    started = time.perf_counter()
    twin.execute(
        "SELECT id, version FROM ticket WHERE closed_at < ? AND status = 'closed' ORDER BY id",
        (before,),
    ).fetchall()
    bare_planned = (time.perf_counter() - started) * 1000
    file, report = scratch / "plan.json", scratch / "report.json"
    purge.write(session, made, file)
    purge.approve(session, file, "a measurement")
    started = time.perf_counter()
    with _search_timed() as spent:
        purge.run(session, file, report)
    searched = sum(spent) * 1000
    ran = (time.perf_counter() - started) * 1000 - searched
    twin.execute(f"PRAGMA cache_size = -{engine.LONG_WORK_CACHE_KIB}")
    started = time.perf_counter()
    _purge(twin, before)
    bare_ran = (time.perf_counter() - started) * 1000
    started = time.perf_counter()
    twin.execute("PRAGMA cipher_integrity_check").fetchall()
    bare_searched = (time.perf_counter() - started) * 1000
    return (
        Figure("destroy", "plan a purge, holds asked", planned, bare_planned, rows=made.total),
        Figure("destroy", "purge one ticket in ten", ran, bare_ran, rows=made.total),
        Figure("destroy", "search every page for what is left", searched, bare_searched),
    )


@contextmanager
def _search_timed() -> Iterator[list[float]]:
    """Measure the search of the pages apart: bare SQL has nothing like it."""
    spent: list[float] = []
    search = destruction.search_pages

    def timed(session: Session, result: Destroyed, progress: Progress = no_progress) -> None:
        started = time.perf_counter()
        search(session, result, progress)
        spent.append(time.perf_counter() - started)

    destruction.search_pages = timed
    try:
        yield spent
    finally:
        destruction.search_pages = search


def day_that_reaches(twin: Connection, wanted: int) -> tuple[date, int]:
    """Return the day as of which about so many tickets are due, and the moment it stands for."""
    (closed_at,) = twin.execute(
        "SELECT closed_at FROM ticket WHERE closed_at IS NOT NULL ORDER BY closed_at"
        " LIMIT 1 OFFSET ?",
        (wanted,),
    ).fetchone()
    period = load_policy().retention[RULE].period
    day = office_day(closed_at)
    while period.latest_start(day) < office_day(closed_at):
        day += timedelta(days=1)
    day = min(day, office_day(NOW))
    return day, start_of_day(period.latest_start(day))


def _purge(twin: Connection, before: int) -> None:
    fts5.set_index_secure_delete(twin, on=False)
    with _checked_at_commit(twin):
        twin.execute("CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY)")
        twin.execute("DELETE FROM temp.going")
        twin.execute(
            "INSERT INTO temp.going SELECT id FROM ticket WHERE closed_at < ? AND"
            " status = 'closed'",
            (before,),
        )
        twin.execute(_TAKE_OUT.format(messages=_MESSAGES))
        _delete_tickets(twin)
    for name in fts5.SEARCH_INDEXES:
        twin.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    fts5.set_index_secure_delete(twin, on=True)
    engine.checkpoint(twin)
