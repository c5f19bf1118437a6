"""A ticket tells truly what it has, whatever comes, goes or moves, and in a store of before."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.model import moments
from app.model.ticket import PLACES, Channel
from app.model.ticket_list import TicketSort
from app.store.store import Store
from app.workflows import tickets
from app.workflows.session import Session
from tests.conftest import Clock
from tests.store.example import KEY, store_before
from tests.workflows.what_tickets_have import astray

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TICKETS = (20260000001, 20260000002, 20260000003)
_ALL_THEY_HAVE = (
    "SELECT has_note, has_tag, has_device, has_attachment, has_link FROM ticket WHERE id > ?"
)
_NEW = (
    "INSERT INTO ticket (id, title, channel, created_at, updated_at) VALUES (?, 'T', 'email', 1, 1)"
)
_MESSAGE = (
    "INSERT INTO message (id, ticket_id, direction, created_at, text) VALUES (?, ?, ?, 1, '')"
)
_FILE = (
    "INSERT INTO attachment (message_id, filename, media_type, size, sha256)"
    " VALUES (?, 'a', 'b', 0, '')"
)
_LINK = "INSERT OR IGNORE INTO ticket_link (ticket_id, other_id, kind) VALUES (?, ?, 'related')"


class Tables:
    """Rows that come, go and move between tickets, each by a statement of its own."""

    def __init__(self, connection: Connection, seed: int) -> None:
        self.connection, self.random = connection, random.Random(seed)  # noqa: S311 - an example
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.executemany(_NEW, [(ticket,) for ticket in TICKETS])
        connection.executemany("INSERT INTO tag (id, name) VALUES (?, ?)", [(1, "a"), (2, "b")])
        connection.executemany(
            "INSERT INTO device (id, created_at, updated_at) VALUES (?, 1, 1)", [(1,), (2,)]
        )

    def ticket(self) -> int:
        return self.random.choice(TICKETS)

    def message(self) -> int:
        """Return one of the few that a ticket may have, there or not."""
        return self.ticket() * PLACES + self.random.randrange(3)

    def change(self) -> None:
        run, one, other, message = (
            self.connection.execute,
            self.ticket(),
            self.ticket(),
            self.message(),
        )
        thing, moved = self.random.randint(1, 2), self.message()
        direction = self.random.choice(("in", "out", "note"))
        free = not run("SELECT 1 FROM message WHERE id = ?", (moved,)).fetchone()
        changes: list[Callable[[], object]] = [
            lambda: run(
                f"{_MESSAGE} ON CONFLICT DO NOTHING", (message, message // PLACES, direction)
            ),
            lambda: run("DELETE FROM message WHERE id = ?", (message,)),
            lambda: run("UPDATE message SET direction = ? WHERE id = ?", (direction, message)),
            lambda: (
                free
                and run(
                    "UPDATE message SET id = ?1, ticket_id = ?1 / 65536 WHERE id = ?2",
                    (moved, message),
                )
            ),
            lambda: run(_FILE, (message,)),
            lambda: run("DELETE FROM attachment WHERE message_id = ?", (message,)),
            lambda: run(
                "UPDATE attachment SET message_id = ? WHERE message_id = ?", (moved, message)
            ),
            lambda: run("INSERT OR IGNORE INTO ticket_tag VALUES (?, ?)", (thing, one)),
            lambda: run("DELETE FROM ticket_tag WHERE ticket_id = ? AND tag_id = ?", (one, thing)),
            lambda: run(
                "UPDATE OR IGNORE ticket_tag SET ticket_id = ? WHERE ticket_id = ?", (one, other)
            ),
            lambda: run("INSERT OR IGNORE INTO ticket_device VALUES (?, ?)", (one, thing)),
            lambda: run("DELETE FROM ticket_device WHERE ticket_id = ?", (one,)),
            lambda: run(
                "UPDATE OR IGNORE ticket_device SET ticket_id = ? WHERE ticket_id = ?", (one, other)
            ),
            lambda: run(_LINK, (one, other)),
            lambda: run("DELETE FROM ticket_link WHERE ticket_id = ?", (one,)),
            lambda: run(
                "UPDATE OR IGNORE ticket_link SET other_id = ? WHERE other_id = ?", (one, other)
            ),
        ]
        self.random.choice(changes)()

    def add_one_with_all_one_linked_to_and_one_with_nothing(self) -> None:
        run, last = self.connection.execute, max(TICKETS)
        full, linked, bare = last + 1, last + 2, last + 3
        self.connection.executemany(_NEW, [(full,), (linked,), (bare,)])
        run(_MESSAGE, (full * PLACES, full, "note"))
        run(_FILE, (full * PLACES,))
        run("INSERT INTO ticket_tag VALUES (?, ?)", (1, full))
        run("INSERT INTO ticket_device VALUES (?, ?)", (full, 1))
        run(_LINK, (full, linked))

    def settle(self) -> None:
        """Leave no file without its message, as the end of a transaction asks."""
        self.connection.execute(
            "DELETE FROM attachment WHERE message_id NOT IN (SELECT id FROM message)"
        )


@pytest.mark.parametrize("seed", range(5))
def test_a_ticket_tells_what_it_has_after_every_change(session: Session, seed: int) -> None:
    seen = set()
    with session.store.write() as connection:
        tables = Tables(connection, seed)
        for _ in range(300):
            tables.change()
            tables.settle()
            assert astray(connection) == []
            seen |= set(connection.execute(_ALL_THEY_HAVE, (0,)))
        for table in ("attachment", "message", "ticket_tag", "ticket_device", "ticket_link"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - named above
        assert astray(connection) == []
    assert all({row[place] for row in seen} == {0, 1} for place in range(5))


def test_tickets_of_a_store_of_before_tell_what_they_have(tmp_path: Path) -> None:
    with store_before(16, tmp_path) as old, old.write() as connection:
        tables = Tables(connection, 3)
        for _ in range(40):
            tables.change()
        tables.settle()
        tables.add_one_with_all_one_linked_to_and_one_with_nothing()
    store = Store(tmp_path, KEY)
    try:
        store.rekey(secrets.token_bytes(32))  # which writes every row anew
        with store.read() as connection:
            assert astray(connection) == []
            assert set(connection.execute(_ALL_THEY_HAVE, (max(TICKETS),))) == {
                (1, 1, 1, 1, 1),
                (0, 0, 0, 0, 1),
                (0, 0, 0, 0, 0),
            }
    finally:
        store.close()


@pytest.mark.parametrize("sort", TicketSort)
def test_a_ticket_changed_or_due_before_it_was_made_is_found_by_that_day(
    session: Session, clock: Clock, sort: TicketSort
) -> None:
    """The clock was set back after it was made, or somebody said that it had been due."""
    queries = ("updated-before:2025-06-01", "due-before:2025-06-01", "closed-before:2025-06-01")

    def found() -> list[tuple[int, ...]]:
        return [tickets.page(session, query, sort).ids for query in queries]

    tickets.create(session, title="Ander", channel=Channel.COUNTER)
    ticket, _ = tickets.create(session, title="T", channel=Channel.COUNTER)
    assert found() == [(), (), ()]
    before = moments.from_iso("2025-03-01T08:00:00")
    with session.store.write() as connection:
        connection.execute(
            "UPDATE ticket SET updated_at = ?1, due_at = ?1, closed_at = ?1 WHERE id = ?2",
            (before, ticket),
        )
    assert found() == [(ticket,)] * 3
