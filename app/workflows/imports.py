"""What imports of mail and of devices share: trying one out, and undoing one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.device import Software
from app.model.identifiers import Identifier, IdentifierKind
from app.model.ticket import PLACES
from app.store import (
    audit,
    cleanup,
    devices,
    doom,
    holds,
    imports,
    people,
    restrictions,
    search_index,
    tickets,
)
from app.store.imports import Batch, BatchRow
from app.store.rows import batches
from app.workflows import destruction
from app.workflows.destruction import Destroyed
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["Batch"]

_EVERY = -1
_TOGETHER = 2_000
"""Rows that are destroyed before somebody may stop it: a part of a second."""


class _TriedOut(Exception):  # noqa: N818 - not an error: it takes a dry run's transaction back
    pass


@contextmanager
def trial(session: Session, *, dry_run: bool) -> Iterator[None]:
    """Take everything back at the end of the block when the import is only tried out.

    Inside, a dry run sees what it did so far, so that it finds a reply to a mail, or a second row
    of a device, which it would have taken in before.
    """
    if not dry_run:
        yield
        return
    try:
        with session.store.write():
            yield
            raise _TriedOut
    except _TriedOut:
        pass


def listed(session: Session, *, limit: int = 200) -> tuple[Batch, ...]:
    """Return the last imports, the newest first."""
    with session.store.read() as connection:
        return imports.listed(connection, limit)


@dataclass(frozen=True, slots=True)
class Import:
    """The files that were imported at once."""

    files: tuple[Batch, ...]
    """The last first, as they are to be undone."""

    @property
    def key(self) -> tuple[int, str, str]:
        """What the files have in common."""
        first = self.files[0]
        return first.at, first.kind, first.staff

    @property
    def created(self) -> int:
        """Rows that it made."""
        return sum(one.created for one in self.files)

    @property
    def updated(self) -> int:
        """Rows that it changed."""
        return sum(one.updated for one in self.files)

    @property
    def rejected(self) -> int:
        """Rows that it rejected."""
        return sum(one.rejected for one in self.files)

    @property
    def undone_at(self) -> int | None:
        """When the last of its files was undone; None while one is not."""
        moments_ = [one.undone_at for one in self.landed]
        return None if None in moments_ else max(filter(None, moments_), default=None)

    @property
    def landed(self) -> tuple[Batch, ...]:
        """The files of which something landed, which alone can be undone."""
        return tuple(one for one in self.files if one.landed)

    @property
    def open(self) -> tuple[int, ...]:
        """The ids of the files that can be undone and are not."""
        return tuple(one.id for one in self.landed if one.undone_at is None)


def note_rejected(session: Session, kind: str, at: int, rejected: int) -> None:
    """Keep how many rows a file had that was rejected whole, with the import it is a file of.

    Where there is no room for that either, the import is listed without them.
    """
    with suppress(KnownError), session.store.write() as connection:
        imports.note_rejected(connection, kind, staff_id=session.staff_id, at=at, rejected=rejected)


def together(files: Iterable[Batch]) -> tuple[Import, ...]:
    """Return files as they were imported, those of one import as one."""
    found: dict[tuple[int, str, str], list[Batch]] = {}
    for one in files:
        found.setdefault((one.at, one.kind, one.staff), []).append(one)
    return tuple(Import(tuple(some)) for some in found.values())


def whole(session: Session, batch_id: int) -> tuple[int, ...]:
    """Return the files that were imported with one and are not undone, the last first."""
    for one in together(listed(session, limit=_EVERY)):
        if batch_id in {file.id for file in one.files}:
            return one.open
    return (batch_id,)


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did."""

    removed: int = 0
    restored: int = 0
    kept: int = 0
    """Rows that somebody has worked on since, left as they are."""
    restricted: int = 0
    """Rows of people who had their data restricted, left as they are."""


def undo(
    session: Session, *batch_ids: int, progress: Progress = no_progress
) -> tuple[Undone, Changes]:
    """Take back what imports made and changed, in this order, save what was worked on since.

    All of them or, where anything is raised, none: the last is to come first. ``progress`` is
    called with how many of their rows are done; where it raises ``Cancelled`` all stay as they
    were. After that the search index may have to be merged: where ``progress`` raises then, or a
    full disk stands in the way, the undo stands and the merge is still owed, which is told after
    the next unlock (:attr:`Session.cleanup_owed`).
    Raises ``KnownError``: ``not_found``, ``undone_already``, ``held``.
    """
    result, found = Destroyed(), Counter[str]()
    try:
        with destruction.thorough(session, result, progress=progress):
            _undo_all(session, batch_ids, result, found, progress)
    except (Cancelled, KnownError):
        if not found:
            raise
        session.cleanup_owed = True
    return Undone(**found), Changes(everything=True)


def _undo_all(
    session: Session,
    batch_ids: Sequence[int],
    result: Destroyed,
    found: Counter[str],
    progress: Progress,
) -> None:
    """Undo imports in one transaction, and count what that did once it is over."""
    counts = Counter[str]()
    with session.store.write() as connection:
        wanted = [imports.get(connection, batch_id) for batch_id in batch_ids]
        if any(batch.undone_at is not None for batch in wanted):
            raise KnownError(
                "undone_already",
                _("This import was taken back already."),
                _("Nothing was changed."),
            )
        sizes = [imports.count_rows(connection, batch_id) for batch_id in batch_ids]
        # Owed in this transaction: where it is stopped nothing is left to merge.
        if cleanup.merge_is_cheaper(connection, sum(sizes)):
            cleanup.owe(connection, merge=True)
        before = 0
        for batch_id, size in zip(batch_ids, sizes, strict=True):
            report = partial(_report, progress, before, sum(sizes))
            done = _undo(connection, imports.rows(connection, batch_id), result, report)
            imports.forget(connection, batch_id, moments.now())
            audit.append(
                connection,
                session.member,
                "import_undone",
                table="import_batch",
                row=batch_id,
                detail=asdict(done),
            )
            counts.update(asdict(done))
            before += size
    found.update(counts)


def _report(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _undo(
    connection: Connection,
    rows: list[BatchRow],
    result: Destroyed,
    report: Callable[[int], None],
) -> Undone:
    report(0)
    restricted = _restricted(connection, rows)
    free = [
        row
        for row in rows
        if (row.table, row.row) not in restricted and imports.untouched(connection, row)
    ]
    made = [row for row in free if row.before is None]
    removed = [row for row in made if row.table != "person"]
    restored = 0
    for row in free:
        if row.before is not None:
            _RESTORE[row.table](connection, row.row, row.version or 0, row.before)
            if "version" in row.before:
                imports.carry_on(connection, row, row.before["version"])
            restored += 1
            report(restored)
    for done, some in enumerate(batches(removed, _TOGETHER)):
        report(restored + done * _TOGETHER)
        _destroy(connection, some, result)
    # Somebody who has written since, or was given a device, is no longer the import's alone.
    alone = [row for row in made if row.table == "person" and people.is_alone(connection, row.row)]
    people.let_recipients_be(connection, (row.row for row in alone))  # of mails that stay
    _destroy(connection, alone, result)
    gone = len(removed) + len(alone)
    return Undone(gone, restored, len(rows) - gone - restored - len(restricted), len(restricted))


def _restricted(connection: Connection, rows: list[BatchRow]) -> set[tuple[str, int]]:
    """Return which rows tell of restricted people, or would be theirs again."""
    found: set[tuple[str, int]] = set()
    if not restrictions.any_(connection):
        return found
    for table in {row.table for row in rows}:
        ids = [row.row for row in rows if row.table == table]
        found.update((table, row) for row in restrictions.among(connection, table, ids))
    for row in rows:
        if row.before is None:
            doomed = doom.of_rows(connection, {row.table: (row.row,)})
            if holds.restricted(connection, doomed):
                found.add((row.table, row.row))
        else:
            owner = row.before.get("columns", {}).get("owner_id") or 0
            if restrictions.is_restricted(connection, owner):
                found.add((row.table, row.row))
    # A ticket whose answer stays stays open for it.
    found |= {("ticket", row // PLACES) for table, row in found if table == "message"}
    return found & {(row.table, row.row) for row in rows}


def _destroy(connection: Connection, rows: Sequence[BatchRow], result: Destroyed) -> None:
    by_table: dict[str, set[int]] = {}
    for row in rows:
        by_table.setdefault(row.table, set()).add(row.row)
    destruction.destroy_rows(connection, by_table, result)


def _restore_ticket(
    connection: Connection, ticket: int, version: int, before: dict[str, Any]
) -> None:
    tickets.restore(connection, ticket, version, before, at=moments.now())


def _restore_person(
    connection: Connection, person: int, _version: int, before: dict[str, Any]
) -> None:
    people.take_back_contact(connection, person, before["set_to"], before["last_contact_at"])


def _restore_device(
    connection: Connection, device: int, version: int, before: dict[str, Any]
) -> None:
    with search_index.changing(connection, devices.INDEX, (device,)):
        devices.restore(connection, device, version, before)
        devices.set_identifiers(
            connection,
            device,
            [
                Identifier(IdentifierKind(kind), canonical, as_given, valid, matchable)
                for kind, canonical, as_given, valid, matchable in before["identifiers"]
            ],
        )
        if "software" in before:
            devices.set_software(
                connection, device, [Software(*program) for program in before["software"]]
            )


_RESTORE: dict[str, Callable[[Connection, int, int, dict[str, Any]], None]] = {
    "ticket": _restore_ticket,
    "person": _restore_person,
    "device": _restore_device,
}
