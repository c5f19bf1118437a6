"""What is kept over a lock can be read by the same person on the same store, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.staff import Role
from app.workflows import keepsake, members
from app.workflows import session as sessions
from app.workflows.session import Session
from tests.ui.example_store import LEAD, PASSPHRASE, make_store

PLACE = {"page": "tickets", "kept": {"query": "Jansen", "item": 20260000001}}
OTHER = "basalt hamster karwij"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session, _code = make_store(tmp_path / "store")
    yield session
    session.close()


def test_it_comes_back_to_the_same_person_after_unlocking(session: Session) -> None:
    kept = keepsake.seal(session, PLACE)
    assert b"Jansen" not in kept.ciphertext
    assert "Jansen" not in repr(kept)
    session.close()
    again = sessions.unlock(session.folder, PASSPHRASE)
    try:
        assert keepsake.unseal(again, kept) == PLACE
    finally:
        again.close()


def test_nobody_else_reads_it(session: Session, tmp_path: Path) -> None:
    kept = keepsake.seal(session, PLACE)
    members.add(session, "Mees Jansen", Role.TECHNICIAN, OTHER)
    session.close()
    mees = sessions.unlock(session.folder, OTHER, "Mees Jansen")
    try:
        assert keepsake.unseal(mees, kept) is None
    finally:
        mees.close()
    elsewhere, _code = make_store(tmp_path / "elsewhere")
    try:
        assert elsewhere.member.name == LEAD
        assert keepsake.unseal(elsewhere, kept) is None
    finally:
        elsewhere.close()
