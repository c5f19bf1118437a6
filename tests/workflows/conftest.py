"""A store with a lead and a technician, cheap to make, and words to plant in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.model.staff import Role
from app.workflows import members
from app.workflows.session import Session, create_store, unlock
from tests.conftest import Clock
from tests.store_copies import CHEAP, StoreCopies
from tests.workflows.what_tickets_have import astray

LEAD, LEAD_PASSPHRASE = "Anna Voorbeeld", "correct horse battery"
TECHNICIAN, TECHNICIAN_PASSPHRASE = "Bram Voorbeeld", "staple wagon onion"
SAMPLES = Path(__file__).resolve().parents[2] / "../shared/samples"


def make_store(folder: Path) -> Session:
    """Make a store with its lead, unlocked."""
    return create_store(folder, LEAD, LEAD_PASSPHRASE, kdf=CHEAP)[0]


def add_technician(session: Session) -> None:
    members.add(session, TECHNICIAN, Role.TECHNICIAN, TECHNICIAN_PASSPHRASE)


def make_office(folder: Path) -> None:
    """Make a store with its lead and a technician, locked."""
    session = make_store(folder)
    add_technician(session)
    session.close()


def reopened(session: Session) -> Session:
    """Lock a store and unlock it again as its lead."""
    session.close()
    return unlock(session.folder, LEAD_PASSPHRASE, LEAD)


def planted() -> str:
    """Make a word up that is nowhere else, from its first letter to its last."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "".join(letters[one % len(letters)] for one in secrets.token_bytes(16))


@pytest.fixture
def session(tmp_path: Path, store_copies: StoreCopies) -> Iterator[Session]:
    """A new store, unlocked by its lead; its technician is Bram."""
    store_copies.copy(make_office, tmp_path / "store")
    opened = unlock(tmp_path / "store", LEAD_PASSPHRASE, LEAD)
    yield opened
    try:
        if not opened.store.closed:  # whatever a test did with tickets
            with opened.store.read() as connection:
                assert astray(connection) == []
    finally:
        opened.close()


@pytest.fixture
def technician(session: Session) -> Callable[[], Session]:
    """Lock the store and unlock it as its technician."""

    def change_places() -> Session:
        session.close()
        return unlock(session.folder, TECHNICIAN_PASSPHRASE, TECHNICIAN)

    return change_places


@pytest.fixture
def plan(session: Session, tmp_path: Path, clock: Clock) -> Path:
    """The approved plan of a purge by every rule that has reached something."""
    from tests.workflows import purging  # noqa: PLC0415 - it needs the words above

    purging.fill(session, clock, count=8)
    return purging.approved(session, tmp_path)
