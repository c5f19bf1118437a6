"""Drafts of before stay what they were: replies replies, and notes notes."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from app.model.staff_texts import Draft, DraftKind
from app.store import drafts, migrate
from app.store.store import Store

KEY = secrets.token_bytes(32)


def test_drafts_survive_as_what_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = migrate.steps()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "steps", lambda: [step for step in every if step[0] < 8])
        store = Store(tmp_path, KEY, create=True)
        with store.write() as connection:
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
        store.close()
    store = Store(tmp_path, KEY)
    try:
        with store.read() as connection:
            reply, note = (drafts.get(connection, 20260000001, who) for who in (None, 1))
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        store.close()
    assert reply == Draft(DraftKind.REPLY, "Beste")
    assert note == Draft(DraftKind.NOTE, "Uitzoeken")
