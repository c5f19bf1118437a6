"""An open store: one writer, a reader for each thread, and the lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from app.store import engine, migrate
from app.store.lock import StoreLock

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

DATABASE = "helpdesk.db"


class Store:
    """The encrypted database in a folder.

    ``read()`` may be used from any number of threads at once and sees what was committed when it
    began; ``write()`` is one at a time and wholly happens or not at all.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = key
        self._write_lock = threading.RLock()
        self._readers_lock = threading.Lock()
        self._readers: list[Connection] = []
        self._local = threading.local()
        self._closed = False
        self._lock = StoreLock(folder)
        try:
            self._writer = engine.connect(self.path, key)
            self.path.chmod(0o600)
            migrate.migrate(self._writer, folder)
        except BaseException:
            self._lock.release()
            raise

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        A ``write`` inside another of the same thread joins it.
        """
        with self._write_lock, engine.translated_errors():
            self._require_open()
            if self._writer.in_transaction:
                yield self._writer
                return
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._writer.in_transaction:  # a full disk makes the engine roll back by itself
            self._writer.execute("ROLLBACK")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state while the block lasts."""
        with engine.translated_errors():
            connection = self._reader()
            nested = connection.in_transaction
            if not nested:
                connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if not nested and connection.in_transaction:
                    connection.execute("COMMIT")

    def _reader(self) -> Connection:
        self._require_open()
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = engine.connect(self.path, self._key, read_only=True)
            self._local.connection = connection
            with self._readers_lock:
                self._readers.append(connection)
        return connection

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """The writer outside a transaction, for checkpoints and copies."""
        with self._write_lock, engine.translated_errors():
            self._require_open()
            yield self._writer

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
            readers, self._readers = self._readers, []
        for connection in readers:
            connection.interrupt()
        with self._write_lock:
            for connection in readers:
                connection.close()
            with suppress(dbapi2.Error):  # a full disk must not keep the store open
                engine.checkpoint(self._writer)
            self._writer.close()
            self._key = b""
            self._lock.release()
