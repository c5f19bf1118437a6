"""Stores that are damaged, are none, or are opened with the wrong key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from app.model.ticket import Channel
from app.store import engine
from app.store.store import DATABASE, Store
from app.workflows import tickets
from app.workflows.session import Session, unlock
from tests.forensics.page_reader import read_pages
from tests.store.example import kept_by, refusal
from tests.store.raw import data_rows, everything
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_store, planted, reopened


def test_a_damaged_page_is_named_and_the_others_stay_readable(tmp_path: Path) -> None:
    session = make_store(tmp_path / "store")
    word = planted()
    for number in range(60):
        tickets.create(
            session, title=f"Ticket {number}", channel=Channel.COUNTER, text=f"{word} " * 200
        )
    session.close()
    whole = (session.folder / DATABASE).read_bytes()
    damaged = bytearray(whole)
    pages = read_pages(session.folder / DATABASE, session.unlocked.store_key)
    page = 4096 * (next(p.number for p in pages if word.encode() in p.content) - 1)
    damaged[page + 100 : page + 200] = bytes(100)
    (session.folder / DATABASE).write_bytes(damaged)
    store = Store(session.folder, session.unlocked.store_key)
    try:
        refusal("damaged_store", lambda: read_all(store), secret=word)
        with store.maintenance() as connection:
            assert engine.page_problems(connection)
        with store.read() as connection:
            assert connection.execute("SELECT count(*) FROM staff").fetchone() == (1,)
            assert connection.execute("SELECT name FROM staff").fetchone() == (LEAD,)
    finally:
        store.close()
    assert (session.folder / DATABASE).read_bytes() == damaged


def read_all(store: Store) -> None:
    with store.read() as connection:
        everything(connection)


def broken(session: Session, content: bytes | None) -> None:
    session.close()
    path = session.folder / DATABASE
    path.unlink()
    if content is not None:
        path.write_bytes(content)


PLAIN = b"SQLite format 3\0" + bytes(4080)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"no store at all", PLAIN, bytes(8192), os.urandom(4096)],
    ids=["missing", "empty", "text", "plain sqlite", "zeroes", "noise"],
)
def test_what_is_no_store_is_told_and_left_alone(session: Session, content: bytes | None) -> None:
    broken(session, content)
    for _again in range(2):
        refusal("not_a_store", lambda: unlock(session.folder, LEAD_PASSPHRASE))
    path = session.folder / DATABASE
    assert (path.read_bytes() if path.exists() else None) == content


def test_an_empty_but_real_database_is_no_store(session: Session) -> None:
    broken(session, None)
    connection = engine.connect(session.folder / DATABASE, session.unlocked.store_key)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    refusal("not_a_store", lambda: unlock(session.folder, LEAD_PASSPHRASE))


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    refusal("no_store", lambda: unlock(tmp_path, LEAD_PASSPHRASE))
    assert not list(tmp_path.iterdir())


def test_a_wrong_passphrase_changes_nothing(session: Session) -> None:
    session.close()
    before = {p.name: p.read_bytes() for p in session.folder.iterdir()}
    refusal("wrong_passphrase", lambda: unlock(session.folder, "not the passphrase"))
    assert {p.name: p.read_bytes() for p in session.folder.iterdir()} == before


def test_another_stores_key_opens_nothing(store: Store) -> None:
    store.close()
    refusal("not_a_store", lambda: Store(store.folder, secrets.token_bytes(32)))
    assert kept_by(store.folder) == set()


def test_a_store_that_did_not_open_can_be_opened_again(session: Session) -> None:
    """Nothing of a failed unlock keeps the lock or the database."""
    session.close()
    path = session.folder / DATABASE
    whole = path.read_bytes()
    path.write_bytes(bytes(len(whole)))
    refusal("not_a_store", lambda: unlock(session.folder, LEAD_PASSPHRASE))
    path.write_bytes(whole)
    unlock(session.folder, LEAD_PASSPHRASE).close()


def test_locking_and_unlocking_changes_no_row(session: Session) -> None:
    tickets.create(session, title="Printer", channel=Channel.COUNTER, text="x", tags=["vpn"])
    with session.store.read() as connection:
        before = data_rows(connection)
    again = reopened(session)
    with again.store.read() as connection:
        assert data_rows(connection) == before
    again.close()
