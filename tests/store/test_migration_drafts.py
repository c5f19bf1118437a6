"""Drafts of before stay what they were: replies replies, and notes notes."""

from __future__ import annotations

from pathlib import Path

from app.model.staff_texts import Draft, DraftKind
from app.store import drafts
from app.store.store import Store
from tests.store.example import KEY, store_before


def test_drafts_survive_as_what_they_were(tmp_path: Path) -> None:
    with store_before(8, tmp_path) as old, old.write() as connection:
        connection.execute(
            "INSERT INTO ticket (id, title, status, priority, channel, created_at, updated_at)"
            " VALUES (20260000001, 'Scherm', 'open', 2, 'email', 1, 1)"
        )
        connection.execute("INSERT INTO staff (id, name, role) VALUES (1, 'Noor', 'lead')")
        connection.executemany(
            "INSERT INTO draft (ticket_id, staff_id, kind, text, updated_at)"
            " VALUES (20260000001, ?, ?, ?, 5)",
            [(None, "out", "Beste"), (1, "note", "Uitzoeken")],
        )
    store = Store(tmp_path, KEY)
    try:
        with store.read() as connection:
            reply, note = (drafts.get(connection, 20260000001, who) for who in (None, 1))
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        store.close()
    assert reply == Draft(DraftKind.REPLY, "Beste")
    assert note == Draft(DraftKind.NOTE, "Uitzoeken")
