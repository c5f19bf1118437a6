"""Copies of a store that still hold what a purge destroys, as far as they lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.model import moments
from app.store.migrate import copies
from app.store.store import DATABASE

_OWN = frozenset({DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"})


def made_by_program(folder: Path) -> list[str]:
    """Return the names of the copies that the program made itself, before a new schema."""
    return [path.name for path in copies(folder)]


def told(folder: Path, before: list[str]) -> dict[str, Any]:
    """Return what a report says of copies, when its run is over.

    ``before`` are those of the program from before the run: each destruction removes them, and
    they are named under ``removed``. ``left`` tells when each copy was written that somebody else
    put beside the database, by the start of its name; the name itself may be about anybody, and is
    not told. A copy that lies elsewhere is not known here.
    """
    now = set(made_by_program(folder))
    left = [
        path.stat().st_mtime
        for path in folder.glob(f"{DATABASE}*")
        if path.name not in _OWN and path.is_file()
    ]
    return {
        "removed": [name for name in before if name not in now],
        "left": [moments.to_iso(int(written)) for written in sorted(left)],
    }
