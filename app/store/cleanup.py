"""After a destruction: nothing stays in the search index, the log or old copies.

What is owed is noted in the transaction that destroys, so that a crash before the clean-up is
made good at the next unlock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.store import engine, migrate
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_OWED = "cleanup_owed"
_CHECKPOINT = "checkpoint"
_OPTIMISE = "optimise"
LARGE = 400
"""From so many index documents on, one merge of the whole index is cheaper than overwriting
each document's entries as it goes."""


FREE_SHARE = 0.2
"""From this share of free pages on, the store is made smaller after a destruction."""
FREE_PAGES = 256
"""Fewer free pages than this are not worth a copy of the store."""
_ROOM = 64 * 1024 * 1024
"""Bytes of the disk that a copy of the store must leave free."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """How large the store was and became, in pages of 4,096 bytes."""

    pages_before: int
    pages_after: int
    left: str = ""
    """Why it was left as it was: ``few_free_pages``, ``disk_space`` or ``busy``; else empty."""


def is_large(documents: int) -> bool:
    """Whether a destruction of so many index documents is to use the plan for large ones."""
    return documents > LARGE


def owe(connection: Connection, *, large: bool) -> None:
    """Note in the open transaction what is to be cleaned up after it.

    A large destruction lets the index keep what it deletes until it is merged as a whole.
    """
    (owed,) = connection.execute(
        "SELECT coalesce((SELECT value FROM setting WHERE key = ?), '')", (_OWED,)
    ).fetchone()
    if large and owed != _OPTIMISE:
        engine.set_index_secure_delete(connection, on=False)
    note = _OPTIMISE if large or owed == _OPTIMISE else _CHECKPOINT
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_OWED, note),
    )


def settle(store: Store) -> bool:
    """Do what is owed; False when a reader held the log back, and it is still owed."""
    with store.read() as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (_OWED,)).fetchone()
    if row is None:
        return True
    if row[0] == _OPTIMISE:
        with store.write() as connection:
            engine.optimise_indexes(connection)
            engine.set_index_secure_delete(connection, on=True)
            _note_checkpoint(connection)
    migrate.remove_copies(store.folder)
    with store.maintenance() as connection:
        if not engine.checkpoint(connection):
            return False
    with store.write() as connection:
        connection.execute("DELETE FROM setting WHERE key = ?", (_OWED,))
    return True


def _note_checkpoint(connection: Connection) -> None:
    connection.execute("UPDATE setting SET value = ? WHERE key = ?", (_CHECKPOINT, _OWED))


def shrink(store: Store) -> Shrunk:
    """Give the free pages back to the disk where there are many of them and room for a copy."""
    with store.maintenance() as connection:
        pages, free = engine.page_counts(connection)
        if free < FREE_PAGES or free < pages * FREE_SHARE:
            return Shrunk(pages, pages, "few_free_pages")
        needed = (pages - free) * engine.PAGE_BYTES + _ROOM
        import shutil  # noqa: PLC0415 - as a rule never

        if shutil.disk_usage(store.folder).free < needed:
            return Shrunk(pages, pages, "disk_space")
        try:
            store.compact()
        except KnownError as error:
            if error.code not in {"store_busy", "disk_full"}:
                raise
            return Shrunk(pages, pages, "busy" if error.code == "store_busy" else "disk_space")
    with store.maintenance() as connection:
        return Shrunk(pages, engine.page_counts(connection)[0])
