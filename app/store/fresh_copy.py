"""The file of a fresh copy of the database, beside it until it takes its place.

It has nothing in unused bytes of what was destroyed, no free pages, and perhaps another key. A
process that dies while it is written, or before it took the place, leaves it: with all that was
there then, so that it is removed as soon as the store is opened, or something else is destroyed.

It takes as much room as the database, and no memory: VACUUM in place would hold the whole database
in it, since temporary tables may not go to the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.changes import Progress
from app.store import engine

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@contextmanager
def written(
    connection: Connection, file: Path, key: bytes | None, progress: Progress | None
) -> Iterator[Path]:
    """Write a copy, under ``key`` if one is given, which the block lets take the place.

    Nothing is left of it where it cannot be written, or the block raises. ``progress`` and what is
    raised are those of :func:`app.store.engine.copy_to`.
    """
    remove(file)
    try:
        engine.copy_to(connection, file, key, progress)
        yield file
    except BaseException:
        remove(file)
        raise


def remove(file: Path) -> None:
    """Remove a copy that did not take the place, and the journal it was written with."""
    for one in (file, file.with_name(f"{file.name}-journal")):
        one.unlink(missing_ok=True)
