"""After a destruction: nothing stays in the search index, the log, old copies or unused bytes.

The engine overwrites what it deletes (``secure_delete``), but not what it moves: where it spreads
rows or entries over neighbouring pages anew, it leaves them in the unused middle of the page they
were on, and does not see them there when they are deleted later. Only a fresh copy of the database
has nothing of what is gone; so one takes its place after each erasure, purge and correction, and
after the next unlock where an import was undone.

What is owed is noted in the transaction that destroys, so that a crash before the clean-up is
made good: a cut of the log at the next unlock, a merge and a fresh copy after it, beside other
work.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from app.errors import Cancelled, KnownError
from app.model.changes import Progress, no_progress
from app.store import engine, migrate
from app.store.store import Store

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_OWED = "cleanup_owed"
_CHECKPOINT = "checkpoint"
_MERGE = "optimise"
FEWEST = 100
"""Index documents from which on a merge may be cheaper at all."""
_OF = 10_000
"""Documents of an index for which it is; :func:`merge_is_cheaper` says how that grows."""
_GROWTH = 0.7

_COPY_OWED = "fresh_copy_owed"
_ROOM = 64 * 1024 * 1024
"""Bytes of the disk that a copy of the store must leave free."""
_STANDS_IN_THE_WAY = {"store_busy": "busy", "disk_full": "disk_space"}
"""Errors that let a copy stay owed, and what a report says of each."""


class Renewed(NamedTuple):
    """How large the store was and became, in pages of 4,096 bytes."""

    pages_before: int
    pages_after: int
    left: str = ""
    """Why no fresh copy took its place yet: ``disk_space``, ``busy`` or ``stopped``."""


def merge_is_cheaper(connection: Connection, documents: int) -> bool:
    """Whether to merge the index once is cheaper than to overwrite so many documents' entries.

    Both grow with the index: overwriting a document's entries by about the third root of the
    documents it holds, a merge with all of them. So the bound grows between the two.
    """
    if documents <= FEWEST:
        return False  # not worth the count
    from app.store import fts5  # noqa: PLC0415 - after a destruction alone

    held = fts5.indexed_documents(connection)
    return documents > FEWEST * math.pow(max(1.0, held / _OF), _GROWTH)


def owe(connection: Connection, *, merge: bool) -> bool:
    """Note in the open transaction what is to be cleaned up after it.

    Returns whether a merge of the index is owed, also from before: what is destroyed may then
    stay in the index until it (:func:`app.store.fts5.keeping_deleted_entries`).
    """
    owed = _owed(connection)
    what = _MERGE if merge or _is_merge(owed) else _CHECKPOINT
    # One further each time: a clean-up that is under way knows that it missed something.
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_OWED, f"{what}:{_times(owed) + 1}"),
    )
    return what == _MERGE


def _owed(connection: Connection) -> str:
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_OWED,)).fetchone()
    return "" if row is None else str(row[0])


def _is_merge(owed: str) -> bool:
    return owed.startswith(_MERGE)


def _times(owed: str) -> int:
    """Return how often something was owed since the last clean-up."""
    return int(owed.partition(":")[2] or 0)


def owes_merge(store: Store) -> bool:
    """Whether the search index waits to be merged, which takes a minute for a large store."""
    with store.read() as connection:
        return owes_merge_in(connection)


def owes_merge_in(connection: Connection) -> bool:
    """Whether the search index may hold deleted entries, as a read or an open transaction sees."""
    return _is_merge(_owed(connection))


def settle(store: Store, progress: Progress = no_progress) -> bool:
    """Do what is owed; False when a reader held the log back, and it is still owed.

    ``progress`` is called between two pieces of a merge, outside any transaction: it may wait, or
    raise ``Cancelled``. What is left to do is then owed still, and goes on from there.
    """
    with store.read() as connection:
        owed = _owed(connection)
    if not owed:
        return True
    if _is_merge(owed):
        while not _merge_indexes(store, progress):
            pass  # somebody destroyed something meanwhile
    migrate.remove_copies(store.folder)
    store.drop_copy()
    with store.read() as connection:
        owed = _owed(connection)
    with store.maintenance() as connection:
        if not engine.checkpoint(connection):
            return False
    with store.write() as connection:
        # What somebody destroyed since is theirs to clean up.
        connection.execute("DELETE FROM setting WHERE key = ? AND value = ?", (_OWED, owed))
    return True


def _merge_indexes(store: Store, progress: Progress) -> bool:
    """Merge each search index piece by piece, so that no change waits for the whole.

    False where something was destroyed after it was begun: that may still be in the indexes.
    """
    from app.store import fts5, index_merge  # noqa: PLC0415 - after a destruction alone

    with store.read() as connection:
        begun = _owed(connection)
    for name in fts5.SEARCH_INDEXES:
        index_merge.merge(store, name, progress)
    with store.write() as connection:
        fts5.set_index_secure_delete(connection, on=True)
        owed = _owed(connection)
        if _is_merge(owed) and owed != begun:
            return False
        done = f"{_CHECKPOINT}:{_times(owed)}"
        connection.execute("UPDATE setting SET value = ? WHERE key = ?", (done, _OWED))
    return True


def owe_copy(connection: Connection) -> None:
    """Note in the open transaction that a fresh copy is to take the database's place after it."""
    # Another value each time: a copy that is under way knows that it missed something.
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, hex(randomblob(8)))"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_COPY_OWED,),
    )


def owes_copy(store: Store) -> bool:
    """Whether a fresh copy is still to take the database's place."""
    return _copies_owed(store) is not None


def _copies_owed(store: Store) -> str | None:
    with store.read() as connection:
        sql = "SELECT value FROM setting WHERE key = ?"
        row = connection.execute(sql, (_COPY_OWED,)).fetchone()
    return None if row is None else str(row[0])


def renew(
    store: Store, progress: Progress = no_progress, *, copying: Progress | None = None
) -> Renewed:
    """Put a fresh copy in the database's place, in which nothing is left of what was destroyed.

    It gives the free pages back to the disk, too. ``progress`` is called before it is begun; where
    it raises ``Cancelled``, or the disk has no room, it stays owed and is made after a next unlock.
    ``copying`` is called amid it, while all changes wait: it may not wait long, but raise as well.
    """
    store.drop_copy()  # it may take the room that the new one needs
    owed = _copies_owed(store)
    with store.maintenance() as connection:
        pages, free = engine.page_counts(connection)
    left = _put_in_place(store, pages - free, progress, copying)
    if left:
        return Renewed(pages, pages, left)
    with store.write() as connection:
        # What somebody destroyed since is theirs to clean up.
        connection.execute("DELETE FROM setting WHERE key = ? AND value = ?", (_COPY_OWED, owed))
    with store.maintenance() as connection:
        return Renewed(pages, engine.page_counts(connection)[0])


def _put_in_place(store: Store, pages: int, progress: Progress, copying: Progress | None) -> str:
    """Let a copy of so many pages take the place; return why it could not, as a report says it."""
    from app.store import index_borders  # noqa: PLC0415 - after a destruction alone

    try:
        index_borders.put_right(store, progress)
        progress(0, None)
        if not _has_room(store, pages):
            return "disk_space"
        store.compact(copying)
    except Cancelled:
        return "stopped"
    except KnownError as error:
        if error.code not in _STANDS_IN_THE_WAY:
            raise
        return _STANDS_IN_THE_WAY[error.code]
    return ""


def _has_room(store: Store, pages: int) -> bool:
    import shutil  # noqa: PLC0415 - after a destruction alone

    return shutil.disk_usage(store.folder).free >= pages * engine.PAGE_BYTES + _ROOM
