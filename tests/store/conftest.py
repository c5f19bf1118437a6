"""A store without a vault; the session of the workflows' tests serves here too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store
from tests.store.example import KEY
from tests.workflows.conftest import (
    session,
    technician,
)

__all__ = ["session", "store", "technician"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "made").mkdir()
    made = Store(tmp_path / "made", KEY, create=True)
    yield made
    made.close()
