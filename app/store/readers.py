"""The connections for reads, one for each thread, and a block that reads one consistent state."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.store import engine

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.store.store import Store

_AGAIN = 0.02
"""Seconds after which a read that did not end is stopped once more, at its next statement."""
_PATIENCE = 2.0
"""Seconds that a thread may take between two statements; then its connection is left to it."""


class Reader:
    """A thread's own connection."""

    __slots__ = ("closing", "connection", "depth", "in_use", "left")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.in_use = threading.RLock()
        """Held by its thread while it reads: to close a connection then may crash the program."""
        self.depth = 0
        """Blocks within each other in which its thread is."""
        self.closing = False
        """Whether its thread may begin nothing more with it."""
        self.left = False
        """Whether it was left to its thread to close it, after what it is at."""


class Readers:
    """Opens a connection for each thread that asks, and closes all of them at once."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.key = key
        """The database's raw key; empty once the store is locked."""
        self.opening = threading.Lock()
        """Held while one is opened, and by whoever lets a copy take the database's place."""
        self._path = path
        self._all: list[Reader] = []
        self._local = threading.local()

    def own(self) -> Reader:
        """Return this thread's own."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            with self.opening:
                reader = Reader(self._connect())
                self._local.reader = reader
                self._all.append(reader)
        return reader

    def _connect(self) -> Connection:
        if not self.key:
            raise engine.locked()
        return engine.connect(self._path, self.key, read_only=True)

    def take(self) -> Reader:
        """Return this thread's own, in use until :meth:`give_back`."""
        while True:
            reader = self.own()
            reader.in_use.acquire()
            if reader.depth or not reader.closing:
                reader.depth += 1
                return reader
            reader.in_use.release()
            self._local.reader = None  # the next is another, once all are closed

    @staticmethod
    def give_back(reader: Reader) -> None:
        """Have read what was to be read."""
        reader.depth -= 1
        if reader.left and not reader.depth:
            reader.connection.close()
        reader.in_use.release()

    def drop_own(self) -> None:
        """Close this thread's own, unless it is amid a block; the next read opens another."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is not None and not reader.connection.in_transaction:
            self._local.reader = None
            with self.opening:
                self._all.remove(reader)
            reader.connection.close()

    def give_memory_back(self) -> None:
        """Let those that are at rest forget the pages they keep, for work that needs the memory."""
        with self.opening:
            for reader in self._all:
                if reader.in_use.acquire(blocking=False):
                    try:
                        engine.forget_pages(reader.connection)
                    finally:
                        reader.in_use.release()

    def interrupt(self) -> None:
        """Stop the reads that are under way; each raises in its own thread."""
        with self.opening:
            for reader in self._all:
                reader.connection.interrupt()

    def close(self) -> bool:
        """Stop every read and close all; the caller holds ``opening``.

        False where a thread was still at something else amid its block: it sees the old state until
        that is over.
        """
        for reader in self._all:
            reader.closing = True
            reader.connection.interrupt()
        ends = time.monotonic() + _PATIENCE
        closed = [_close(reader, ends) for reader in self._all]
        self._all = []
        self._local = threading.local()
        return all(closed)


def _close(reader: Reader, ends: float) -> bool:
    while not reader.in_use.acquire(timeout=_AGAIN):
        if time.monotonic() > ends:
            reader.left = True
            return False
        reader.connection.interrupt()
    reader.connection.close()
    reader.in_use.release()
    return True


class Reading:
    """A block that reads one consistent state; within another of its thread, the same one."""

    __slots__ = ("_nested", "_reader", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Connection:
        """Begin to read."""
        try:
            self._reader = self._store.readers.take()
            connection = self._reader.connection
            try:
                self._nested = connection.in_transaction
                if not self._nested:
                    connection.execute("BEGIN")
            except BaseException:
                self._store.readers.give_back(self._reader)
                raise
        except (dbapi2.Error, OSError) as error:
            self._store.refuse(error)
        return connection

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let the state go, and say of the engine's errors what the user can do."""
        connection = self._reader.connection
        try:
            if not self._nested and connection.in_transaction:
                connection.execute("COMMIT")
        except (dbapi2.Error, OSError) as failure:
            self._store.refuse(failure)
        finally:
            self._store.readers.give_back(self._reader)
        if isinstance(error, dbapi2.Error | OSError | KnownError):
            self._store.refuse(error)
