"""An open store: one writer, a reader for each thread, and the lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.files import sync_folder
from app.model.changes import Progress
from app.store import engine, migrate
from app.store.readers import Readers, Reading
from app.store.remembered import Remembered
from app.store.tenancy import Owner, Tenancy

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

DATABASE = "helpdesk.db"
FRESH_COPY = "helpdesk.db.rekeyed"
"""A copy of it until it takes its place, whether or not it has another key."""


class Store:
    """The encrypted database in a folder.

    ``read()`` may be used from any number of threads at once and sees what was committed when it
    began; ``write()`` is one at a time and wholly happens or not at all.
    """

    def __init__(
        self, folder: Path, key: bytes, *, create: bool = False, tenancy: Tenancy | None = None
    ) -> None:
        """Open the database in ``folder``, or with ``create`` make it.

        ``tenancy`` says that another program has it open and lets this one in; without it this
        program opens it alone. Raises ``KnownError``: ``not_a_store`` when it is missing, empty or
        of another key, ``newer_schema``, ``store_in_use``, ``read_only``, ``disk_full``,
        ``damaged_store``.
        """
        self.folder = folder
        self.readers = Readers(self.path, key)
        self._guests = 0
        self._page_files: list[FileIO] = []
        self._closed = False
        self.remembered = Remembered()
        """Plans for reads that are repeated, until the next write."""
        self._commits_begun = self._commits_ended = 0
        self._changes_before = 0  # rows that the writer had changed when its transaction began
        self._taken_back: BaseException | None = None  # why the engine took that back by itself
        self._tenancy = tenancy or Owner(folder)
        self._write_lock = self._tenancy.writing
        try:
            if self._tenancy.is_guest:
                self._writer = engine.connect(self.path, self._key)
            else:
                self._writer = self._open_alone(create=create)
        except BaseException:
            self._tenancy.release()
            raise

    def _open_alone(self, *, create: bool) -> Connection:
        # A database that is gone must not come back as an empty one that looks whole.
        if not create and not (self.path.exists() and self.path.stat().st_size):
            raise engine.not_a_store()
        self.drop_copy()  # left by a program that was cut off
        return self._open_writer(create=create)

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
    def _key(self) -> bytes:
        return self.readers.key

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def log_path(self) -> Path:
        """The write-ahead log beside it."""
        return self.folder / f"{DATABASE}-wal"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back when anything is raised.

        A ``write`` inside another of the same thread is a part of it: taken back by itself when
        it raises, and with the whole when the whole does.
        """
        with self._write_lock, self._fresh_after_damage(), engine.translated_errors():
            self._require_open()
            within = self._writer.in_transaction or self._taken_back
            with self._part() if within else self._transaction():
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
            reader = self.readers.take()
            try:
                engine.drain_log(reader.connection)
            finally:
                self.readers.give_back(reader)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._writer.execute("BEGIN IMMEDIATE")
        self._changes_before = self._writer.total_changes
        try:
            yield
            self._refuse_if_taken_back()
            self._commits_begun += 1
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:  # a full disk makes the engine roll back by itself
                self._writer.execute("ROLLBACK")
            raise
        finally:
            self._taken_back = None
            self.remembered = Remembered()
            self._commits_ended = self._commits_begun

    @contextmanager
    def _part(self) -> Iterator[None]:
        self._refuse_if_taken_back()
        # What comes first is taken back with the whole: of each page that changes within a part
        # the engine keeps a copy in memory, of thousands for an import that is only tried out.
        first = self._writer.total_changes == self._changes_before
        if not first:
            self._writer.execute("SAVEPOINT part")
        try:
            yield
        except BaseException as error:
            if not self._writer.in_transaction:  # a full disk takes the whole back by itself
                self._taken_back = error
            else:
                self._writer.execute("ROLLBACK" if first else "ROLLBACK TO part")
                self._writer.execute("BEGIN IMMEDIATE" if first else "RELEASE part")
                if first:
                    self._changes_before = self._writer.total_changes
            raise
        if not first:
            self._writer.execute("RELEASE part")

    def _refuse_if_taken_back(self) -> None:
        if self._taken_back is not None:  # what is a part of it would be kept by itself
            raise self._taken_back

    def read(self) -> Reading:
        """A connection that sees one consistent state while the block lasts."""
        return Reading(self)

    def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one statement, which sees one consistent state by itself."""
        try:
            reader = self.readers.take()
            try:
                return reader.connection.execute(sql, values).fetchall()
            finally:
                self.readers.give_back(reader)
        except (dbapi2.Error, OSError) as error:
            self.refuse(error)

    @property
    def state(self) -> int | None:
        """What two reads see alike, if it is the same after them; None while it is changing."""
        begun = self._commits_begun
        return begun if begun == self._commits_ended else None

    def give_memory_back(self) -> None:
        """Forget the pages that connections at rest keep, where other work needs the memory."""
        with engine.translated_errors():
            self.readers.give_memory_back()
            with self._write_lock:
                self._require_open()
                engine.forget_pages(self._writer)

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
                self.readers.drop_own()
                with self._write_lock:
                    if not self._writer.in_transaction:
                        self._writer.close()
                        self._writer = engine.connect(self.path, self._key)
            raise

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

    def compact(self, progress: Progress | None = None) -> None:
        """Put a compact copy of itself in the database's place, which gives free pages back.

        Reads that are under way are stopped. Raises ``KnownError`` and leaves the old file when
        the copy fails, and what ``progress`` raises (:func:`app.store.engine.copy_to`).
        """
        with self._write_lock, engine.translated_errors():
            self._put_copy_in_place(None, progress)

    def _put_copy_in_place(self, key: bytes | None, progress: Progress | None = None) -> None:
        """Write a compact copy, under ``key`` if one is given, and let it take the place."""
        self._require_open()
        self.require_no_guest()  # else the copy would be made for nothing
        from app.store import fresh_copy  # noqa: PLC0415 - after a destruction alone

        # A reader that opened amid the swap would go on reading the file that is replaced.
        made = fresh_copy.written(self._writer, self.folder / FRESH_COPY, key, progress)
        with made as copy, self.readers.opening:
            self.require_no_guest()
            self._swap(copy, key)

    def drop_copy(self) -> None:
        """Remove a copy that a process died at, which has what was destroyed since."""
        with self._write_lock:  # else it may be one that is being written
            self._require_open()
            if any(self.folder.glob(f"{FRESH_COPY}*")):
                from app.store import fresh_copy  # noqa: PLC0415 - as above

                fresh_copy.remove(self.folder / FRESH_COPY)

    def _swap(self, copy: Path, key: bytes | None) -> None:
        """Let a finished copy take the place; the caller holds both locks."""
        with self._tenancy.others_aside():
            if not (self.readers.close() and engine.checkpoint(self._writer)):
                raise engine.busy()
            self._close_writer()
            try:
                copy.replace(self.path)
                self.readers.key = key or self._key
                sync_folder(self.folder)  # before anyone forgets the old key
                self._writer = engine.connect(self.path, self._key)
            except BaseException:
                self._reopen_or_close()
                raise

    def _close_writer(self) -> None:
        """Close the last connection, and then what had to stay open beside it."""
        self._writer.close()
        page_files, self._page_files = self._page_files, []
        for file in page_files:
            file.close()

    def _reopen_or_close(self) -> None:
        """Go on with whichever file is in place; a store that does not open is closed."""
        try:
            self._writer = engine.connect(self.path, self._key)
        except BaseException:
            self._closed = True
            self.readers.key = b""
            self._tenancy.release()
            raise

    @contextmanager
    def page_file(self) -> Iterator[FileIO]:
        """The database's file, to be read beside the engine.

        With any handle on a file that a process closes, some systems let go all its locks on it,
        the engine's too, and another process would take the database for one that nobody has
        open. So a handle stays until no connection is left.
        """
        kept = self._page_files
        file = kept.pop() if kept else FileIO(self.path)
        try:
            yield file
        finally:
            if kept is self._page_files:
                kept.append(file)
            else:
                file.close()  # of a database that gave its place to a copy

    @contextmanager
    def hosting(self) -> Iterator[None]:
        """Have a guest who does long work: what it leaves in the log is moved by itself alone."""
        with self._write_lock:
            self._require_open()
            with self.readers.opening:
                self._guests += 1
            engine.leave_long_log(self._writer, on=True)
        try:
            yield
        finally:
            with self._write_lock:
                with self.readers.opening:
                    self._guests -= 1
                if not self._closed:
                    engine.leave_long_log(self._writer, on=bool(self._guests))

    def require_no_guest(self) -> None:
        """Raise ``KnownError("store_busy")`` where a guest works in the store.

        It would go on in the file that a copy replaces.
        """
        if self._guests:
            raise engine.under_way()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let a guest write while the block lasts, and nobody else."""
        with self._write_lock:
            self._require_open()
            self._commits_begun += 1
            try:
                yield
            finally:
                self.remembered = Remembered()
                self._commits_ended = self._commits_begun

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Have no connection while the block lasts, in which a guest puts a copy in place.

        Reads that are under way are stopped, and new ones wait. Raises ``KnownError("store_busy")``
        where another guest works too.
        """
        with self._write_lock, self.readers.opening:
            self._require_open()
            if self._guests > 1:
                raise engine.under_way()
            if not self.readers.close():
                raise engine.busy()
            self._close_writer()
            try:
                yield
            finally:
                self._reopen_or_close()

    def interrupt(self) -> None:
        """Stop the reads that are under way; each raises in its own thread."""
        self.readers.interrupt()

    def _require_open(self) -> None:
        if self._closed:
            raise engine.locked()

    def close(self) -> None:
        """Close every connection, drop the key and let the store go. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        with self.readers.opening:
            self.readers.key = b""
            alone = self.readers.close() and not self._tenancy.is_guest
        with self._write_lock:
            with suppress(dbapi2.Error):  # a full disk must not keep the store open
                if alone:
                    engine.checkpoint(self._writer)
            self._close_writer()
            self.remembered = Remembered()
            self._tenancy.release()
