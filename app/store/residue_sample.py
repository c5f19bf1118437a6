"""Values of what is destroyed, put by in memory while it is destroyed, to be looked for afterwards.

More are kept of each column than are looked for: which of them tell anything is asked when all is
destroyed (:mod:`app.store.residue_choice`), since what others have too proves nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.data_map import DATA_MAP
from app.store.data_map.types import Column, Reference, Table
from app.store.doom import Doom
from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PER_COLUMN = 64
"""Values put by of each column, chosen evenly over all that is destroyed."""
PER_BATCH = 32
"""Rows of a table looked at each time something is destroyed."""
KEPT = 2_000
"""Characters that are kept of a text."""
PIECE = 40
"""Characters or bytes of a piece that is looked for of a long value."""
LONGEST = 64
"""Characters or bytes of a value that is looked for as a whole."""
_READ = 20_000  # characters or bytes of a value from which a piece is taken
_DIGEST = "sha256"
"""The column of a file's row that tells whether another file has the same content."""
CHANCE = secrets.SystemRandom()

Place = tuple[str, str]
"""A table and its column."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that was destroyed, or a part of a long one."""

    value: str | bytes
    file: str = ""
    """The digest of the file of which it is a piece; empty for what is no file's content."""


class Sample:
    """Values of what is destroyed, to be looked for afterwards. Never written anywhere."""

    def __init__(self) -> None:
        self._taken: dict[Place, list[Candidate]] = {}
        self._seen: dict[Place, int] = {}

    def take(self, connection: Connection, doomed: Doom) -> None:
        """Put values by of rows that are about to be destroyed or blanked."""
        for name, ids in doomed.destroyed.items():
            table = DATA_MAP[name]
            self._take(connection, table, f"{table.key} IN ({{ids}})", ids, _is_personal)
            for owned, reference in DATA_MAP.referring_to(name):
                if not owned.key:  # goes with the row it belongs to
                    self._take_owned(connection, owned, reference, table, ids)
        for name, ids in doomed.blanked.items():
            table = DATA_MAP[name]
            self._take(connection, table, f"{table.key} IN ({{ids}})", ids, _is_blanked)

    def places(self) -> Iterator[tuple[Place, Sequence[Candidate]]]:
        """Give what was put by of each column."""
        yield from self._taken.items()

    def _take(
        self,
        connection: Connection,
        table: Table,
        where: str,
        ids: set[int],
        wanted: Callable[[Column], bool],
    ) -> None:
        columns = [column.name for column in table.columns if wanted(column)]
        if not columns or not ids:
            return
        selected = ", ".join(f"substr({name}, 1, {_READ})" for name in columns)
        for row in _some(connection, f"SELECT {selected} FROM {table.name} WHERE {where}", ids):
            for name, value in zip(columns, row, strict=True):
                self._keep((table.name, name), value)

    def _take_owned(
        self,
        connection: Connection,
        owned: Table,
        reference: Reference,
        owner: Table,
        ids: set[int],
    ) -> None:
        """Put values by of rows without a key, with the digest where they are a file's content."""
        where = f"{reference.column} IN ({{ids}})"
        if owner.content is None or owner.content[0] != owned.name:
            self._take(connection, owned, where, ids, _is_personal)
            return
        column = owner.content[1]
        rows = _some(
            connection,
            f"SELECT substr({column}, 1, {_READ}), (SELECT {_DIGEST} FROM {owner.name}"
            f" WHERE {owner.name}.{owner.key} = {reference.column})"
            f" FROM {owned.name} WHERE {where}",
            ids,
        )
        for value, digest in rows:
            self._keep((owned.name, column), value, str(digest))

    def _keep(self, where: Place, value: object, file: str = "") -> None:
        """Keep each value that comes by with the same chance as any other of its column."""
        if not isinstance(value, str | bytes) or not value:
            return
        taken = self._taken.setdefault(where, [])
        found = Candidate(_part(value), file)
        if any(found == one or (file and file == one.file) for one in taken):
            return
        seen = self._seen[where] = self._seen.get(where, 0) + 1
        if len(taken) < PER_COLUMN:
            taken.append(found)
        elif (place := CHANCE.randrange(seen)) < PER_COLUMN:
            taken[place] = found


def _some(connection: Connection, sql: str, ids: set[int]) -> list[tuple[object, ...]]:
    """Return what is selected of a few rows, chosen evenly among these."""
    chosen = CHANCE.sample(tuple(ids), min(len(ids), PER_BATCH))
    return connection.execute(
        f"{sql.format(ids=marks(chosen))} LIMIT {PER_BATCH}", chosen
    ).fetchall()


def _part(value: str | bytes) -> str | bytes:
    """Return as much of a value as is kept: any part of a long one."""
    most = KEPT if isinstance(value, str) else PIECE if len(value) > LONGEST else LONGEST
    start = CHANCE.randrange(len(value) - most) if len(value) > most else 0
    return value[start : start + most]


def _is_personal(column: Column) -> bool:
    return column.personal


def _is_blanked(column: Column) -> bool:
    return column.personal and column.blank
