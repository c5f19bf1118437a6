"""The stores that are measured: built once for each size, copied for work that changes them."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.staff import Role
from app.store import engine, migrate
from app.store.store import DATABASE
from app.vault import KdfParameters, Vault
from app.workflows import members, upkeep
from app.workflows.example_data.devices import devices
from app.workflows.example_data.load import Loader
from app.workflows.example_data.names import STAFF
from app.workflows.example_data.people import organisations, people
from app.workflows.example_data.stream import stream_tickets
from app.workflows.session import Session, create_store, unlock
from tests.bench.secret import LEAD, PASSPHRASE

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SEED = 7
NOW = 1_795_000_000
"""The moment until which the example tickets run; fixed, so that every run has the same store."""
TICKETS_A_PERSON = 20
CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)  # the key derivation is not measured


@dataclass(frozen=True, slots=True)
class Built:
    """A store that is never changed, and how fast it was filled."""

    folder: Path
    tickets: int
    seconds: float
    """Filling it; 0 for one that an earlier run left."""


class UnfitStoreError(Exception):
    """The store that is there is none that can be measured."""


def build(parent: Path, tickets: int) -> Built:
    """Make a store of so many tickets, or take the one that is there.

    Raises :class:`UnfitStoreError` for one that does not have the schema its name says.
    """
    newest = migrate.steps()[-1][0]  # an older one would be migrated, which is not measured
    folder = parent / f"store-{tickets}-schema-{newest}"
    if (folder / DATABASE).exists():
        _require_schema(folder, newest)
        return Built(folder, tickets, 0.0)
    making = parent / f"making-{tickets}"
    shutil.rmtree(making, ignore_errors=True)
    started = time.perf_counter()
    session, _code = create_store(making, LEAD, PASSPHRASE, kdf=CHEAP)
    for name in STAFF[1:]:
        members.add(session, name, Role.TECHNICIAN, f"{PASSPHRASE} {name}")
    served = people(SEED, max(20, tickets // TICKETS_A_PERSON), NOW)
    equipment = devices(SEED, max(20, tickets // TICKETS_A_PERSON), served, NOW)
    loader = Loader(session)
    loader.load_organisations(organisations())
    loader.load_people(served)
    loader.load_devices(equipment, NOW)
    loader.load_tickets(stream_tickets(SEED, tickets, now=NOW, people=served, devices=equipment))
    seconds = time.perf_counter() - started
    upkeep.gather(session)  # as the window does a while after it is unlocked
    session.close()
    making.rename(folder)
    return Built(folder, tickets, seconds)


def _require_schema(folder: Path, wanted: int) -> None:
    """Refuse a store that would first be migrated: with a million tickets that takes minutes."""
    key = Vault.open(folder).unlock(PASSPHRASE, LEAD).store_key
    connection = engine.connect(folder / DATABASE, key, read_only=True)
    try:
        found = migrate.schema_version(connection)
    finally:
        connection.close()
    if found != wanted:
        raise UnfitStoreError(
            f"{folder} has schema {found}, and this program has {wanted}: an older store would be"
            " migrated first, which is not what is measured. Remove it; the next run makes another."
        )


def copy(built: Built, parent: Path, name: str) -> Path:
    """Return a copy of a store that may be changed."""
    folder = parent / f"{name}-{built.tickets}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built.folder, folder)
    return folder


def open_session(folder: Path) -> Session:
    """Unlock a store as its lead."""
    return unlock(folder, PASSPHRASE, LEAD)


def empty_folder(parent: Path, name: str) -> Path:
    """Return a folder of that name with nothing in it."""
    folder = parent / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@contextmanager
def bare(session: Session) -> Iterator[Connection]:
    """A second connection on a session's store, with the same pragmas and nothing around it."""
    connection = engine.connect(session.store.path, session.unlocked.store_key, read_only=True)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def bare_writer(folder: Path, session: Session) -> Iterator[Connection]:
    """A connection that writes to a copy of a session's store, and nothing around it."""
    connection = engine.connect(folder / DATABASE, session.unlocked.store_key)
    try:
        yield connection
    finally:
        connection.close()


def say(text: str) -> None:
    """Tell how far the run is, beside the table that goes to stdout."""
    print(text, file=sys.stderr, flush=True)
