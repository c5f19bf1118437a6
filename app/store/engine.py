"""What is SQLCipher's alone: keys, pragmas, checkpoints and its error texts.

But for this, ``fts5.py`` and ``index_borders.py``, this package is SQL that another engine could
run.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Progress

if TYPE_CHECKING:  # sqlcipher3 has no types; its connection is the standard library's, encrypted
    from sqlite3 import Connection

PAGE_BYTES = 4096
SEARCH_WORDS = "message_words"
"""The words of the index of messages, in order, as a table of each connection's own."""
_LOG = 1_000
"""Pages from which on the write-ahead log is moved into the database: the engine's own number."""
_LOG_OF_LONG_WORK = 16_000
_SHARED_BYTES = 32_768
"""What the file that readers of a database share takes at least."""
_READER_CACHE_KIB = 4_096
_WRITER_CACHE_KIB = 8_192
"""With three times as much, the window would go beyond its memory when it imports."""
_STATEMENTS = 256
"""Statements that a connection keeps ready. A full cache has no place for another that is used
often, and every query of the staff is a statement of its own."""
_STEPS = 1_000
"""Steps of the engine, a few for each row, between two looks at whether a statement goes on."""
LONG_WORK_CACHE_KIB = 24_576
"""More took a destruction no less time in a store of a million tickets."""


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open an encrypted database that exists, or make an empty one when not ``read_only``.

    ``key`` is the raw 32 bytes. Raises ``KnownError`` when the key does not fit or the file is
    no database of ours.
    """
    with translated_errors(path):
        connection: Connection = dbapi2.connect(
            str(path),
            isolation_level=None,
            check_same_thread=False,
            timeout=10.0,
            cached_statements=_STATEMENTS,
        )
        try:
            _prepare(connection, key, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: Connection, key: bytes, *, read_only: bool) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")  # it would write to stderr on each wrong key
    run(f"PRAGMA key = \"x'{key.hex()}'\"")
    run("SELECT count(*) FROM sqlite_master").fetchone()  # the key is tried at the first read
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA temp_store = MEMORY")  # no plaintext in temporary files
    # What reads the search index's words; it stores nothing, and no connection can share it.
    run(f"CREATE VIRTUAL TABLE temp.{SEARCH_WORDS} USING fts5vocab(main, message_text, instance)")
    if read_only:
        run("PRAGMA query_only = ON")
        run(f"PRAGMA cache_size = -{_READER_CACHE_KIB}")
        return
    run(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")
    run("PRAGMA secure_delete = ON")
    run("PRAGMA journal_mode = WAL")
    run("PRAGMA synchronous = FULL")  # what is committed survives a power cut


@contextmanager
def translated_errors(opened: Path | None = None) -> Iterator[None]:
    """Turn the engine's errors that a user can act on into ``KnownError``.

    Of a database that is ``opened`` it calls a full disk, on which it cannot make the file that
    readers share, a disk error.
    """
    try:
        yield
    except dbapi2.Error as error:
        known = _known(str(error).lower())
        if known is None:
            raise
        if known.code == "disk_error" and opened and _free_bytes(opened.parent) < _SHARED_BYTES:
            raise _disk_full() from None
        raise known from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full() from None
        raise


def _free_bytes(folder: Path) -> int:
    import shutil  # noqa: PLC0415 - asked when something went wrong

    return shutil.disk_usage(folder).free


def _disk_full() -> KnownError:
    return KnownError(
        "disk_full",
        _("The disk is full; the last change was not made."),
        _("Everything stored before is safe. Free some space and try again."),
    )


def _disk_error() -> KnownError:
    return KnownError(
        "disk_error",
        _("The disk refused to read or write."),
        _("What was stored before is unchanged. Check the disk, then open the store again."),
    )


def not_a_store() -> KnownError:
    """Return the error for a database that is missing, empty or of another key."""
    return KnownError(
        "not_a_store",
        _("The database does not open with this store's key."),
        _("It was left untouched. Check the folder, or restore the store from a backup."),
    )


def _damaged() -> KnownError:
    return KnownError(
        "damaged_store",
        _("A page of the store is damaged."),
        _("Nothing was changed. Run 'cne-helpdesk doctor' and restore the latest backup."),
    )


def read_only() -> KnownError:
    """Return the error for a store whose folder or file cannot be written."""
    return KnownError(
        "read_only",
        _("The store cannot be written: its folder or file is read-only."),
        _("Nothing was changed. Ask for write access to the folder, or choose another."),
    )


def busy() -> KnownError:
    """Return the error for a store that another program or a long read holds back."""
    return KnownError(
        "store_busy",
        _("Another program is writing to the store."),
        _("Nothing was changed. Try again when it has finished."),
    )


def under_way() -> KnownError:
    """Return the error for what nothing else may be under way beside."""
    return KnownError(
        "store_busy",
        _("Other long work is under way in this store."),
        _("Nothing was changed. Try again when it has ended, or stop it first."),
    )


def locked() -> KnownError:
    """Return the error for a store that was closed or locked meanwhile."""
    return KnownError(
        "store_locked",
        _("The store is locked."),
        _("Everything committed is safe. Unlock it to go on."),
    )


def interrupted() -> KnownError:
    """Return the error for a read that had to give way to a new copy of the store."""
    return KnownError(
        "interrupted",
        _("The store was being made smaller, so this could not be read."),
        _("Nothing was changed. Try again."),
    )


_KNOWN: tuple[tuple[str, Callable[[], KnownError]], ...] = (
    ("disk is full", _disk_full),
    ("disk i/o error", _disk_error),
    ("not a database", not_a_store),
    ("malformed", _damaged),
    ("readonly", read_only),
    ("unable to open", read_only),
    ("closed database", locked),
    ("interrupted", interrupted),
    ("database is locked", busy),
    ("table is locked", busy),
)
"""What the engine's error texts hold, and the error they become; the engine has no better sign."""


def _known(text: str) -> KnownError | None:
    return next((make() for fragment, make in _KNOWN if fragment in text), None)


def checkpoint(connection: Connection) -> bool:
    """Move the write-ahead log into the database and cut it to nothing.

    Old page versions live on in the log until this is done. Returns False when a reader still
    holds the log back; the next checkpoint then finishes it.
    """
    leave_long_log(connection, on=False)  # long work is over
    connection.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")
    busy, _log, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def forget_pages(connection: Connection) -> None:
    """Give back the memory in which a connection keeps pages that it can read again."""
    connection.execute("PRAGMA shrink_memory")


def leave_long_log(connection: Connection, *, on: bool) -> None:
    """Leave a log that long work fills where it is, or move it along with each change as ever."""
    most = 2 * _LOG_OF_LONG_WORK if on else _LOG
    connection.execute(f"PRAGMA wal_autocheckpoint = {most}")


@contextmanager
def not_waiting_for_the_disk(connection: Connection) -> Iterator[None]:
    """Let a transaction in the block stay in the write-ahead log, unsynced.

    A power cut may take it back, as a whole. What is committed outside the block lasts, and with it
    all that was committed before. Until the next :func:`checkpoint` the log is left to
    :func:`drain_log`, since whoever makes a small change should not have to move a long one, and
    more pages are kept in memory.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
    leave_long_log(connection, on=True)
    connection.execute(f"PRAGMA cache_size = -{LONG_WORK_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous = FULL")


def drain_log(reader: Connection) -> None:
    """Move a log that long work filled into the database, while others may write."""
    _busy, pages, moved = reader.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    if pages - moved >= _LOG_OF_LONG_WORK:
        reader.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def page_problems(connection: Connection) -> list[str]:
    """Return what is wrong with the pages: authentication codes first, then the structure."""
    found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    if not found:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        found = [line for line in found if line != "ok"]
    return found


def page_counts(connection: Connection) -> tuple[int, int]:
    """Return how many pages the database has, and how many of them are free."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    return pages, free


def copy_to(
    connection: Connection,
    target: Path,
    key: bytes | None = None,
    progress: Progress | None = None,
) -> None:
    """Write a consistent, compact copy of the database, under ``key`` if one is given.

    A new key is for a store whose member of staff has left. The copy is synced to disk.
    ``progress`` is called often with the pages of the copy that are on the disk, while the writer
    waits; what it raises stops the copy.
    """
    with translated_errors(), _told_often(connection, target, progress):
        if key is None:
            connection.execute("VACUUM INTO ?", (str(target),))
        else:
            _export(connection, target, key)
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    target.chmod(0o600)


@contextmanager
def _told_often(connection: Connection, target: Path, progress: Progress | None) -> Iterator[None]:
    """Call ``progress`` while the engine is at one long statement."""
    if progress is None:
        yield
        return
    pages, free = page_counts(connection)
    raised: list[BaseException] = []

    def look() -> bool:
        try:
            progress(_pages_of(target), pages - free)
        except BaseException as error:
            raised.append(error)  # it cannot go through the engine
        return bool(raised)

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except dbapi2.Error as error:
        if raised:
            raise raised[0] from None
        if str(error) == "interrupted":  # somebody broke off as a look began; none else does
            raise KeyboardInterrupt from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _pages_of(file: Path) -> int:
    try:
        return file.stat().st_size // PAGE_BYTES
    except OSError:  # it is not there yet
        return 0


def _export(connection: Connection, target: Path, key: bytes) -> None:
    connection.execute(f"ATTACH DATABASE ? AS rekeyed KEY \"x'{key.hex()}'\"", (str(target),))
    try:
        connection.execute("SELECT sqlcipher_export('rekeyed')")
        version = connection.execute("PRAGMA main.user_version").fetchone()[0]
        connection.execute(f"PRAGMA rekeyed.user_version = {int(version)}")
    finally:
        connection.execute("DETACH DATABASE rekeyed")
