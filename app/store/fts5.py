"""What is FTS5's alone: how a search index is told to merge, to overwrite and to check itself.

What is in an index is kept by ``search_index.py``, and merged by ``index_merge.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

SEARCH_INDEXES = ("message_text", "device_text", "person_text")
_AUTOMERGE = 4
"""Segments of an index that are merged when something is added: FTS5's own number."""
_LEVELS = 10
"""The row of an index's data that tells of its levels; those of its pages have higher numbers."""
_STAND_IN = (-1, "standing in for nothing")


def set_index_secure_delete(connection: Connection, *, on: bool) -> None:
    """Choose whether the search indexes overwrite deleted entries at once."""
    for name in SEARCH_INDEXES:
        _tell_index(connection, name, "secure-delete", int(on))


@contextmanager
def keeping_deleted_entries(connection: Connection, name: str) -> Iterator[None]:
    """Let a search index keep what the block deletes, until it is merged as a whole.

    In the transaction that is open. What anybody deletes after the block is overwritten at once as
    ever, and so is what was deleted before it.
    """
    _tell_index(connection, name, "merge", 0)  # merges nothing, but writes what waits to be
    _tell_index(connection, name, "automerge", 0)  # it would be merged twice
    _tell_index(connection, name, "secure-delete", 0)
    yield
    _tell_index(connection, name, "merge", 0)
    _tell_index(connection, name, "secure-delete", 1)
    _tell_index(connection, name, "automerge", _AUTOMERGE)


def indexed_documents(connection: Connection) -> int:
    """Return how many documents the largest search index holds, that of messages."""
    (count,) = connection.execute("SELECT count(*) FROM message_text_docsize").fetchone()
    return int(count)


def begin_merge(connection: Connection, name: str, pages: int) -> bool:
    """Begin to merge a whole search index into one segment, which drops every deleted entry.

    About so many ``pages`` are written; False when nothing is left to do. What was begun before
    goes on.
    """
    return _merge(connection, name, -pages)


def go_on_merging(connection: Connection, name: str, pages: int) -> bool:
    """Go on with a merge that was begun; False when it is done."""
    return _merge(connection, name, pages)


def _merge(connection: Connection, name: str, pages: int) -> bool:
    before = connection.total_changes
    _tell_index(connection, name, "merge", pages)
    return connection.total_changes - before > 1  # one is the command itself


def index_pages(connection: Connection, name: str, *, stop_at: int) -> int:
    """Return how many pages a search index has, at most ``stop_at``."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {name}_data WHERE id > ? LIMIT ?)"
    return int(connection.execute(sql, (_LEVELS, stop_at)).fetchone()[0])


def index_levels(connection: Connection, name: str) -> bytes:
    """Return the record of a search index's levels, as FTS5 writes it."""
    sql = f"SELECT block FROM {name}_data WHERE id = ?"
    return bytes(connection.execute(sql, (_LEVELS,)).fetchone()[0])


def rebuild_index(connection: Connection, name: str) -> None:
    """Make a search index anew from the rows it is about."""
    connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")


def add_stand_in(connection: Connection, name: str) -> None:
    """Put a document that is of no row in a search index, as a segment of its own."""
    if _has_stand_in(connection, name):
        return  # a merge was cut off
    first = connection.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchone()[0]
    _tell_index(connection, name, "merge", 0)
    connection.execute(f"INSERT INTO {name} (rowid, {first}) VALUES (?, ?)", _STAND_IN)
    _tell_index(connection, name, "merge", 0)


def remove_stand_in(connection: Connection, name: str) -> None:
    """Take the document of :func:`add_stand_in` out, if it is there."""
    if _has_stand_in(connection, name):
        first = connection.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchone()[0]
        connection.execute(
            f"INSERT INTO {name} ({name}, rowid, {first}) VALUES ('delete', ?, ?)", _STAND_IN
        )


def _has_stand_in(connection: Connection, name: str) -> bool:
    sql = f"SELECT 1 FROM {name}_docsize WHERE id = ?"
    return connection.execute(sql, _STAND_IN[:1]).fetchone() is not None


def _tell_index(connection: Connection, name: str, setting: str, value: int) -> None:
    connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)", (setting, value))


def index_is_sound(connection: Connection, name: str) -> bool:
    """Compare a search index with the rows it was made from."""
    try:
        connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
    except dbapi2.DatabaseError:
        return False
    return True
