"""The table of requests is made anew without losing a row or a reference to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store import engine, migrate
from app.store.store import Store
from tests.store.example import KEY, store_before

BAD = "INSERT INTO no_such_table VALUES (1);\n"


@pytest.fixture
def old_store(tmp_path: Path) -> Path:
    """A store from before, with a person, two requests and what points at them."""
    with store_before(3, tmp_path) as old, old.write() as connection:
        connection.execute(
            "INSERT INTO person (id, display_name, created_at, updated_at)"
            " VALUES (7, 'Sanne de Boer', 1, 1)"
        )
        connection.executemany(
            "INSERT INTO subject_request (id, number, kind, person_id, state, received_on,"
            " due_on, due_statutory_on, identity_method, decision, closed_at, version)"
            " VALUES (?, ?, ?, ?, ?, '2026-11-02', '2026-11-16', '2026-12-02', ?, ?, ?, ?)",
            [
                (11, 1, "access", 7, "closed", "code", "granted", 99, 4),
                (12, 2, "erase", None, "received", "", None, None, 1),
            ],
        )
        connection.execute(
            "INSERT INTO issued_document (kind, person_id, request_id, at, sha256, counts)"
            " VALUES ('package', 7, 11, 1, 'ab', '{}')"
        )
    return tmp_path


def test_requests_and_references_to_them_survive(old_store: Path) -> None:
    store = Store(old_store, KEY)
    try:
        with store.read() as connection:
            rows = connection.execute(
                "SELECT id, number, kind, person_id, state, received_on, due_on,"
                " due_statutory_on, identity_method, decision, closed_at, version, paused_on,"
                " extended_on, approved_own FROM subject_request ORDER BY id"
            ).fetchall()
            (document,) = connection.execute("SELECT request_id FROM issued_document").fetchone()
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        store.close()
    days = ("2026-11-02", "2026-11-16", "2026-12-02")
    assert rows == [
        (11, 1, "access", 7, "closed", *days, "code", "granted", 99, 4, "", "", 0),
        (12, 2, "erase", None, "received", *days, "", None, None, 1, "", "", 0),
    ]
    assert document == 11


def test_a_store_that_is_cut_off_meanwhile_is_as_before(
    old_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [
        (version, script + (BAD if version == 3 else "")) for version, script in migrate.steps()
    ]
    monkeypatch.setattr(migrate, "steps", lambda: broken)
    with pytest.raises(Exception, match="no_such_table"):
        Store(old_store, KEY)
    connection = engine.connect(old_store / "helpdesk.db", KEY)
    try:
        assert migrate.schema_version(connection) == 2
        assert connection.execute("SELECT count(*) FROM subject_request").fetchone() == (2,)
    finally:
        connection.close()
