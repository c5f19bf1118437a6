"""An open store: one writer, a reader for each thread, and the lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.files import sync_folder
from app.store import engine, migrate
from app.store.lock import StoreLock
from app.store.remembered import Remembered

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

DATABASE = "helpdesk.db"
REKEYED = "helpdesk.db.rekeyed"
"""A compact copy, as a rule under a new key, until it takes the database's place."""


class Store:
    """The encrypted database in a folder.

    ``read()`` may be used from any number of threads at once and sees what was committed when it
    began; ``write()`` is one at a time and wholly happens or not at all.
    """

    def __init__(self, folder: Path, key: bytes, *, create: bool = False) -> None:
        """Open the database in ``folder``, or with ``create`` make it.

        Raises ``KnownError``: ``not_a_store`` when it is missing, empty or of another key,
        ``newer_schema``, ``store_in_use``, ``read_only``, ``disk_full``, ``damaged_store``.
        """
        self.folder = folder
        self._key = key
        self._write_lock = threading.RLock()
        self._readers_lock = threading.Lock()
        self._readers: list[Connection] = []
        self._local = threading.local()
        self._closed = False
        self.remembered = Remembered()
        """Plans for reads that are repeated, until the next write."""
        self._commits_begun = self._commits_ended = 0
        self._changes_before = 0  # rows that the writer had changed when its transaction began
        self._lock = StoreLock(folder)
        try:
            # A database that is gone must not come back as an empty one that looks whole.
            if not create and not (self.path.exists() and self.path.stat().st_size):
                raise engine.not_a_store()
            (folder / REKEYED).unlink(missing_ok=True)  # left by a rekey that was cut off
            self._writer = self._open_writer(create=create)
        except BaseException:
            self._lock.release()
            raise

    def _open_writer(self, *, create: bool) -> Connection:
        connection = engine.connect(self.path, self._key)
        try:
            if not create and migrate.schema_version(connection) == 0:
                raise engine.not_a_store()
            self.path.chmod(0o600)
            migrate.migrate(connection, self.folder)
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def closed(self) -> bool:
        """Whether the store is locked."""
        return self._closed

    def opens_with(self, key: bytes) -> bool:
        """Whether ``key`` is the one the database is encrypted with now."""
        return not self._closed and self._key == key

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        A ``write`` inside another of the same thread is a part of it: taken back by itself when
        it raises, and with the whole when the whole does.
        """
        with self._write_lock, self._fresh_after_damage(), engine.translated_errors():
            self._require_open()
            with self._part() if self._writer.in_transaction else self._transaction():
                yield self._writer

    @contextmanager
    def write_piece(self) -> Iterator[Connection]:
        """One transaction of long work that goes on where the store says it stopped.

        It does not wait for the disk, so a power cut may take it back as a whole, until a later
        :meth:`write` or a checkpoint has made it last.
        """
        with self._write_lock, self._fresh_after_damage(), engine.translated_errors():
            self._require_open()
            with engine.not_waiting_for_the_disk(self._writer), self._transaction():
                yield self._writer
        with self._fresh_after_damage(), engine.translated_errors():
            engine.drain_log(self.reader())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._writer.execute("BEGIN IMMEDIATE")
        self._changes_before = self._writer.total_changes
        try:
            yield
            self._commits_begun += 1
            self._writer.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self.remembered = Remembered()
            self._commits_ended = self._commits_begun

    @contextmanager
    def _part(self) -> Iterator[None]:
        # What comes first is taken back with the whole: of each page that changes within a part
        # the engine keeps a copy in memory, of thousands for an import that is only tried out.
        first = self._writer.total_changes == self._changes_before
        if not first:
            self._writer.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._writer.in_transaction:  # a full disk takes the whole back by itself
                self._writer.execute("ROLLBACK" if first else "ROLLBACK TO part")
                self._writer.execute("BEGIN IMMEDIATE" if first else "RELEASE part")
                if first:
                    self._changes_before = self._writer.total_changes
            raise
        if not first:
            self._writer.execute("RELEASE part")

    def _roll_back(self) -> None:
        if self._writer.in_transaction:  # a full disk makes the engine roll back by itself
            self._writer.execute("ROLLBACK")

    def read(self) -> Reading:
        """A connection that sees one consistent state while the block lasts."""
        return Reading(self)

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one statement, which sees one consistent state by itself."""
        try:
            connection: Connection = getattr(self._local, "connection", None) or self.reader()
            return connection.execute(sql, values).fetchall()
        except (dbapi2.Error, OSError) as error:
            self.refuse(error)

    @property
    def state(self) -> int | None:
        """What two reads see alike, if it is the same after them; None while it is changing."""
        begun = self._commits_begun
        return begun if begun == self._commits_ended else None

    def refuse(self, error: Exception) -> NoReturn:
        """Raise what became of a read: the ``KnownError`` for an error, or the error itself."""
        with self._fresh_after_damage(), engine.translated_errors():
            raise error

    @contextmanager
    def _fresh_after_damage(self) -> Iterator[None]:
        """Take new connections after a damaged page: one that met it reads no other page either."""
        try:
            yield
        except KnownError as error:
            if error.code == "damaged_store" and not self._closed:
                reader = getattr(self._local, "connection", None)
                if reader is not None and not reader.in_transaction:  # not one around it
                    self._local.connection = None
                    with self._readers_lock:
                        self._readers.remove(reader)
                    reader.close()
                with self._write_lock:
                    if not self._writer.in_transaction:
                        self._writer.close()
                        self._writer = engine.connect(self.path, self._key)
            raise

    def reader(self) -> Connection:
        """Return this thread's own connection for reads."""
        self._require_open()
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._readers_lock:  # held while a copy takes the database's place
                self._require_open()
                connection = engine.connect(self.path, self._key, read_only=True)
                self._local.connection = connection
                self._readers.append(connection)
        return connection

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """The writer outside a transaction, for checkpoints and copies."""
        with self._write_lock, self._fresh_after_damage(), engine.translated_errors():
            self._require_open()
            yield self._writer

    def rekey(self, key: bytes) -> None:
        """Put a compact copy under a new key in the database's place.

        At every moment the file opens with exactly one of the two keys: the copy is whole before
        it takes the place, and the log is empty when it does, since frames of the old key would
        ruin the new file. Raises ``KnownError`` and leaves the old file when the copy fails.
        """
        with self._write_lock, engine.translated_errors():
            self._put_copy_in_place(key)
            migrate.remove_copies(self.folder)  # they open with the old key

    def compact(self) -> None:
        """Put a compact copy of itself in the database's place, which gives free pages back.

        The copy is encrypted like the database and takes as much room; memory stays as it is,
        where VACUUM in place would hold the whole database in it, since temporary tables may not
        go to the disk. Reads that are under way are stopped. Raises ``KnownError`` and leaves
        the old file when the copy fails.
        """
        with self._write_lock, engine.translated_errors():
            self._put_copy_in_place(None)

    def _put_copy_in_place(self, key: bytes | None) -> None:
        """Write a compact copy, under ``key`` if one is given, and let it take the place."""
        self._require_open()
        copy = self.folder / REKEYED
        copy.unlink(missing_ok=True)
        try:
            engine.copy_to(self._writer, copy, key)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        # A reader that opened amid this would go on reading the file that is replaced.
        with self._readers_lock:
            self._swap(copy, key)

    def _swap(self, copy: Path, key: bytes | None) -> None:
        """Let a finished copy take the place; the caller holds both locks."""
        try:
            self._close_readers()
            if not engine.checkpoint(self._writer):
                raise engine.busy()
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        self._writer.close()
        try:
            copy.replace(self.path)
            self._key = key or self._key
            sync_folder(self.folder)  # before anyone forgets the old key
            self._writer = engine.connect(self.path, self._key)
        except BaseException:
            self._reopen_or_close()
            raise

    def _reopen_or_close(self) -> None:
        """Go on with whichever file is in place; a store that does not open is closed."""
        try:
            self._writer = engine.connect(self.path, self._key)
        except BaseException:
            self._closed = True
            self._lock.release()
            raise

    def _close_readers(self) -> None:
        """Stop and close every reader; the caller holds their lock."""
        readers, self._readers = self._readers, []
        self._local = threading.local()
        for connection in readers:
            connection.interrupt()
        for connection in readers:
            connection.close()

    def interrupt(self) -> None:
        """Stop the reads that are under way; each raises in its own thread."""
        with self._readers_lock:
            for connection in self._readers:
                connection.interrupt()

    def _require_open(self) -> None:
        if self._closed:
            raise engine.locked()

    def close(self) -> None:
        """Close every connection, drop the key and let the store go. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        with self._readers_lock:
            self._close_readers()
        with self._write_lock:
            with suppress(dbapi2.Error):  # a full disk must not keep the store open
                engine.checkpoint(self._writer)
            self._writer.close()
            self._key = b""
            self.remembered = Remembered()
            self._lock.release()


class Reading:
    """A block that reads one consistent state; within another of its thread, the same one."""

    __slots__ = ("_connection", "_nested", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Connection:
        """Begin to read."""
        try:
            self._connection = self._store.reader()
            self._nested = self._connection.in_transaction
            if not self._nested:
                self._connection.execute("BEGIN")
        except (dbapi2.Error, OSError) as error:
            self._store.refuse(error)
        return self._connection

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let the state go, and say of the engine's errors what the user can do."""
        try:
            if not self._nested and self._connection.in_transaction:
                self._connection.execute("COMMIT")
        except (dbapi2.Error, OSError) as failure:
            self._store.refuse(failure)
        if isinstance(error, dbapi2.Error | OSError | KnownError):
            self._store.refuse(error)
