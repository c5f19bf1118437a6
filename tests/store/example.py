"""A small store of tags, and what every refusal of a store must be like."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.errors import KnownError
from app.store import migrate
from app.store.store import Store
from tests.workflows.conftest import LEAD_PASSPHRASE

KEY = secrets.token_bytes(32)


@contextmanager
def store_before(step: int, folder: Path) -> Iterator[Store]:
    """Make a store as the program did before it knew a migration; the next opening migrates it."""
    every = migrate.steps()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "steps", lambda: [one for one in every if one[0] < step])
        store = Store(folder, KEY, create=True)
        try:
            yield store
        finally:
            store.close()


def keep(store: Store, name: str) -> None:
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES (?)", (name,))


def kept(store: Store) -> set[str]:
    with store.read() as connection:
        return {row[0] for row in connection.execute("SELECT name FROM tag")}


def refusal(code: str, act: Callable[[], object], *, secret: str = "") -> KnownError:
    """Return the error that ``act`` is refused with, which helps and gives nothing away."""
    with pytest.raises(KnownError) as caught:
        act()
    error = caught.value
    assert error.code == code
    assert error.message
    assert error.hint
    for text in (str(error), error.message, error.hint):
        assert LEAD_PASSPHRASE not in text
        assert KEY.hex() not in text
        assert not secret or secret not in text
    return error


def kept_by(folder: Path) -> set[str]:
    store = Store(folder, KEY)
    try:
        return kept(store)
    finally:
        store.close()
