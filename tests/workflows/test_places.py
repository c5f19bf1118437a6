"""Each member of staff comes back to where they were, and nobody comes to where another was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.staff import Role
from app.model.subject_request import Decision, RequestKind
from app.store.store import Store
from app.workflows import erasure, members, people, places, requests
from app.workflows import session as sessions
from app.workflows.requests import carrying_out
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session
from tests.ui.example_store import PASSPHRASE, make_store
from tests.workflows.residue import granted, plant

PLACE = {"page": "tickets", "kept": {"query": "Jansen", "item": 20260000001}}
ELSEWHERE = {"page": "devices", "kept": {"query": "", "item": None}}
MEES, OTHER = "Mees Jansen", "basalt hamster karwij"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session, _code = make_store(tmp_path / "store")
    yield session
    session.close()


def kept_places(store: Store) -> list[str]:
    with store.read() as connection:
        sql = "SELECT value FROM setting WHERE key LIKE 'place:%'"
        return [value for (value,) in connection.execute(sql)]


def test_each_finds_their_own(session: Session) -> None:
    assert places.find(session) is None
    places.keep(session, ELSEWHERE)
    places.keep(session, PLACE)
    members.add(session, MEES, Role.TECHNICIAN, OTHER)
    session.close()
    mees = sessions.unlock(session.folder, OTHER, MEES)
    assert places.find(mees) is None
    places.keep(mees, ELSEWHERE)
    mees.close()
    again = sessions.unlock(session.folder, PASSPHRASE)
    assert places.find(again) == PLACE
    again.close()


def test_a_place_of_another_version_of_the_program_is_not_taken(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.keep(session, PLACE)
    monkeypatch.setattr(places, "FORM", places.FORM + 1)
    assert places.find(session) is None


def test_it_goes_with_the_member(session: Session) -> None:
    members.add(session, MEES, Role.TECHNICIAN, OTHER)
    session.close()
    mees = sessions.unlock(session.folder, OTHER, MEES)
    places.keep(mees, PLACE)
    mees.close()
    lead = sessions.unlock(session.folder, PASSPHRASE)
    assert len(kept_places(lead.store)) == 1
    members.remove(lead, MEES)
    assert kept_places(lead.store) == []
    lead.close()


def test_a_destruction_leaves_none(session: Session, tmp_path: Path) -> None:
    """What somebody searched for or had half typed may name who is gone."""
    somebody = plant(session, tmp_path / "inbox")
    request = granted(session, somebody.person)
    places.keep(session, PLACE)
    erasure.erase(session, somebody.person, request)
    assert kept_places(session.store) == []


def test_a_correction_leaves_none(session: Session) -> None:
    """The old name may stand in what somebody searched for, and nothing would ever correct it."""
    person, _ = people.add(session, display_name="Sanne Janse")
    request, _ = requests.new(session, RequestKind.RECTIFY, person)
    requests.verify_identity(session, request.number, "in_person")
    requests.decide(session, request.number, Decision.GRANTED)
    places.keep(session, PLACE)
    _corrected, changes = carrying_out.rectify(session, request.number, Correction("Sanne Jansen"))
    assert kept_places(session.store) == []
    assert changes.destroyed  # else the window would keep what was typed there once more
