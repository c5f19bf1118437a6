"""What an import made and changed, kept so that it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.i18n import _
from app.model.moments import random_id
from app.store.rows import BATCH, insert, not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


_VERSIONED = ("ticket", "person", "device")


@dataclass(frozen=True, slots=True)
class Batch:
    """One file of an import, by which it can be undone."""

    id: int
    kind: str
    staff: str
    at: int
    created: int
    updated: int
    rejected: int
    undone_at: int | None

    @property
    def landed(self) -> bool:
        """Whether anything of it did, so that there is something to undo."""
        return bool(self.created or self.updated)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row that an import made (no image) or changed (the image of what it was)."""

    table: str
    row: int
    version: int | None
    """As the import left it; a row that was edited since is not undone."""
    before: dict[str, Any] | None


class Recording:
    """An import under way: what it made and changed so far, to be undone by.

    Rows are written some at a time, within the transaction that they tell of.
    """

    def __init__(self, connection: Connection, kind: str, *, staff_id: int | None, at: int) -> None:
        """Record the begin of an import."""
        self._connection = connection
        values = {"id": random_id(), "kind": kind, "staff_id": staff_id, "at": at}
        self.id = insert(connection, "import_batch", values)
        self._waiting: dict[tuple[str, int], Mapping[str, Any] | None] = {}
        self._wrote = False

    def take(self, table: str, row: int, *, before: Mapping[str, Any] | None = None) -> None:
        """Note that the import made a row, or with ``before`` that it changed one.

        Of a row that it changes twice the oldest value of each column is kept.
        """
        key = (table, row)
        if key in self._waiting:
            old = self._waiting[key]
            if old is not None and before is not None:
                self._waiting[key] = _older(old, before)
        elif before is None or not (self._wrote and self._written_before(key, before)):
            self._waiting[key] = before
            if len(self._waiting) >= BATCH:
                self._write()

    def _write(self) -> None:
        self._connection.executemany(
            "INSERT INTO import_row (batch_id, table_name, row_id, before_image)"
            " VALUES (?, ?, ?, ?)",
            [
                (self.id, *key, None if before is None else _image(before))
                for key, before in self._waiting.items()
            ],
        )
        self._waiting.clear()
        self._wrote = True

    def _written_before(self, key: tuple[str, int], before: Mapping[str, Any]) -> bool:
        """Whether a row is written already; its image then takes the older values."""
        known = self._connection.execute(
            "SELECT id, before_image FROM import_row"
            " WHERE table_name = ? AND row_id = ? AND batch_id = ?",
            (*key, self.id),
        ).fetchone()
        if known and known[1] is not None:
            self._connection.execute(
                "UPDATE import_row SET before_image = ? WHERE id = ?",
                (_image(_older(json.loads(known[1]), before)), known[0]),
            )
        return known is not None

    def finish(self, *, created: int, updated: int, rejected: int) -> None:
        """Record an import's counts, and at which version it left each row.

        An import that made, changed and rejected nothing leaves no record.
        """
        self._write()
        for table in _VERSIONED:
            self._connection.execute(
                f"UPDATE import_row SET version = (SELECT version FROM {table} WHERE id = row_id)"
                " WHERE batch_id = ? AND table_name = ?",
                (self.id, table),
            )
        if not created and not updated and not rejected:  # nothing to undo or to tell
            self._connection.execute("DELETE FROM import_batch WHERE id = ?", (self.id,))
            return
        self._connection.execute(
            "UPDATE import_batch SET created = ?, updated = ?, rejected = ? WHERE id = ?",
            (created, updated, rejected, self.id),
        )


def note_rejected(
    connection: Connection, kind: str, *, staff_id: int | None, at: int, rejected: int
) -> None:
    """Record a file of an import that was rejected whole: what was recorded of it is taken back."""
    record = Recording(connection, kind, staff_id=staff_id, at=at)
    record.finish(created=0, updated=0, rejected=rejected)


def _image(before: Mapping[str, Any]) -> str:
    return json.dumps(before, ensure_ascii=False)


def _older(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**new, **old}
    if "columns" in old:
        merged["columns"] = {**new["columns"], **old["columns"]}
    if "set_to" in new:
        merged["set_to"] = new["set_to"]
    return merged


def count_rows(connection: Connection, batch: int) -> int:
    """Return how many rows an import made or changed; none once it was undone."""
    found = connection.execute("SELECT count(*) FROM import_row WHERE batch_id = ?", (batch,))
    return int(found.fetchone()[0])


def rows(connection: Connection, batch: int) -> list[BatchRow]:
    """Return what an import made and changed, the last first."""
    found = connection.execute(
        "SELECT table_name, row_id, version, before_image FROM import_row"
        " WHERE batch_id = ? ORDER BY id DESC",
        (batch,),
    )
    return [
        BatchRow(table, row, version, None if before is None else json.loads(before))
        for table, row, version, before in found
    ]


def untouched(connection: Connection, row: BatchRow) -> bool:
    """Whether a row is as the import left it; rows without a version are never edited."""
    if row.table not in _VERSIONED:
        return True
    found = connection.execute(
        f"SELECT version FROM {row.table} WHERE id = ?", (row.row,)
    ).fetchone()
    return found is not None and found[0] == row.version


def carry_on(connection: Connection, row: BatchRow, was: int) -> None:
    """Let earlier imports know a row again that was put back to how it was at version ``was``."""
    connection.execute(
        f"UPDATE import_row SET version = (SELECT version FROM {row.table} WHERE id = row_id)"
        " WHERE table_name = ? AND row_id = ? AND version = ?",
        (row.table, row.row, was),
    )


def forget(connection: Connection, batch: int, at: int) -> None:
    """Mark an import as undone and drop what told how to undo it."""
    connection.execute("DELETE FROM import_row WHERE batch_id = ?", (batch,))
    connection.execute("UPDATE import_batch SET undone_at = ? WHERE id = ?", (at, batch))


_BATCH = (
    "SELECT import_batch.id, kind, coalesce(staff.name, ''), at, created, updated, rejected,"
    " undone_at FROM import_batch LEFT JOIN staff ON staff.id = import_batch.staff_id"
)


def get(connection: Connection, batch: int) -> Batch:
    """Return an import. Raises ``KnownError("not_found")``."""
    row = connection.execute(f"{_BATCH} WHERE import_batch.id = ?", (batch,)).fetchone()
    if row is None:
        raise not_found(_("Import"))
    return Batch(*row)


def listed(connection: Connection, limit: int = 200) -> tuple[Batch, ...]:
    """Return the files of the last imports, the newest first; an import is whole or not listed.

    The files of one import have their moment in common.
    """
    rows_ = connection.execute(
        f"{_BATCH} WHERE at >= (SELECT min(at) FROM"
        " (SELECT DISTINCT at FROM import_batch ORDER BY at DESC LIMIT ?))"
        " ORDER BY at DESC,"
        " (SELECT max(id) FROM import_row WHERE batch_id = import_batch.id) DESC",
        (limit,),
    )
    return tuple(Batch(*row) for row in rows_)
