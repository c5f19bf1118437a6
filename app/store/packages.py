"""The register of packages that were made: when, by whom, how much, and where they still lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.i18n import _
from app.store.rows import marks, not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

KIND = "package"


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package as the register knows it; what was in it stands nowhere."""

    id: int
    at: int
    staff: str
    person_id: int | None
    """None once the person is erased."""
    person: str
    request_number: int | None
    sha256: str
    """Of the ZIP; of a folder, of its ``manifest.json``."""
    counts: dict[str, int]
    """Records by category of the policy."""
    path: str
    """Where it lies on this workstation; empty when it is removed or known to be gone."""
    removed_at: int | None


_ROW = (
    "SELECT issued_document.id, issued_document.at, staff.name, issued_document.person_id,"
    " person.display_name, subject_request.number, issued_document.sha256,"
    " issued_document.counts, issued_document.path, issued_document.removed_at"
    " FROM issued_document LEFT JOIN staff ON staff.id = issued_document.staff_id"
    " LEFT JOIN person ON person.id = issued_document.person_id"
    " LEFT JOIN subject_request ON subject_request.id = issued_document.request_id"
    f" WHERE issued_document.kind = '{KIND}'"
)


def page(
    connection: Connection, words: Sequence[str], *, kept: bool, after: int | None, limit: int
) -> list[int]:
    """Return the ids of packages, the newest first; ``kept``: only those that still lie here.

    Each word must stand in the person's name, the digest, the staff's name or be the request's
    number.
    """
    where, values = _found(words, kept=kept)
    if after is not None:
        where += " AND issued_document.id < ?"
        values.append(after)
    rows = connection.execute(
        f"SELECT id FROM ({_ROW}{where}) ORDER BY id DESC LIMIT ?",
        (*values, limit),
    )
    return [row[0] for row in rows]


def count(connection: Connection, words: Sequence[str], *, kept: bool) -> int:
    """Return how many packages these words find."""
    where, values = _found(words, kept=kept)
    return int(connection.execute(f"SELECT count(*) FROM ({_ROW}{where})", values).fetchone()[0])


def _found(words: Sequence[str], *, kept: bool) -> tuple[str, list[str | int]]:
    where, values = " AND issued_document.path <> ''" if kept else "", list[str | int]()
    for word in words:
        where += (
            " AND (instr(lower(coalesce(person.display_name, '')), ?)"
            " OR instr(issued_document.sha256, ?) OR instr(lower(coalesce(staff.name, '')), ?)"
            " OR subject_request.number = ?)"
        )
        values += [word.lower()] * 3
        values.append(word)
    return where, values


def rows(connection: Connection, ids: Sequence[int]) -> dict[int, PackageRow]:
    """Return the register's rows of these ids."""
    found = connection.execute(
        f"{_ROW} AND issued_document.id IN ({marks(ids)})",
        tuple(ids),
    )
    return {row[0]: _row(row) for row in found}


def get(connection: Connection, package: int) -> PackageRow:
    """Return one row. Raises ``KnownError("not_found")``."""
    found = rows(connection, (package,)).get(package)
    if found is None:
        raise not_found(_("Package"))
    return found


def paths_of(connection: Connection, person: int) -> tuple[str, ...]:
    """Return where packages of a person lie on this workstation, as far as the register knows."""
    rows = connection.execute(
        "SELECT path FROM issued_document WHERE person_id = ? AND path <> ''", (person,)
    )
    return tuple(row[0] for row in rows)


def forget_path(connection: Connection, package: int, removed_at: int | None) -> None:
    """Note that a package does not lie here any more, and when it was removed, if it was by us."""
    connection.execute(
        "UPDATE issued_document SET path = '', removed_at = ? WHERE id = ?", (removed_at, package)
    )


def _row(row: tuple[object, ...]) -> PackageRow:
    package, at, staff, person_id, person, number, sha256, counts, path, removed_at = row
    return PackageRow(
        int(str(package)),
        int(str(at)),
        str(staff or ""),
        person_id if isinstance(person_id, int) else None,
        str(person or ""),
        number if isinstance(number, int) else None,
        str(sha256),
        dict(json.loads(str(counts))),
        str(path),
        removed_at if isinstance(removed_at, int) else None,
    )
