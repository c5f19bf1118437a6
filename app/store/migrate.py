"""From an older schema to the newest, each step in one transaction, after a copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.files import sync_folder
from app.i18n import _
from app.store import engine

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_FOLDER = Path(__file__).with_name("migrations")
_STEP_NAME = re.compile(r"(\d{4})_\w+\.sql")
COPY_PREFIX = "helpdesk.db.before-"
_COPY_NAME = re.compile(re.escape(COPY_PREFIX) + r"(\d{4})-from-(\d{4})")
"""Of a whole copy: the schema that the migration leads to, and the one that the copy has."""
_PART = ".part"
"""Ends the name of a copy that is not whole yet."""


def steps() -> list[tuple[int, str]]:
    """Return every step as (version it leads to, SQL), oldest first."""
    found = ((_STEP_NAME.fullmatch(file.name), file) for file in _FOLDER.iterdir())
    return sorted((int(match[1]), file.read_text("utf-8")) for match, file in found if match)


def statements(script: str) -> list[str]:
    """Split a script into whole statements; a trigger's body stays in one piece."""
    import sqlite3  # noqa: PLC0415 - a second engine, for a store that is made or migrated alone

    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    rest = [line for line in pending.splitlines() if line.strip()]
    if any(not line.lstrip().startswith("--") for line in rest):
        raise ValueError("the last statement of a migration does not end")
    return found


def schema_version(connection: Connection) -> int:
    """Return the schema's version; 0 is an empty database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: Connection, folder: Path) -> None:
    """Bring the schema up to date.

    Before the first step a copy of the store (encrypted, same key) is written beside it and kept
    until a destruction or the next migration removes it. A step that fails leaves the store as
    it was; a migration that was cut short between two steps goes on, and its copy stays beside the
    one of the store as it is then. Raises ``KnownError`` when the store is newer than this program.
    """
    current = schema_version(connection)
    every = steps()
    if current > every[-1][0]:
        raise KnownError(
            "newer_schema",
            _("This store was made by a newer version of the program."),
            _("It was left untouched. Install the newer version on this workstation."),
        )
    due = [(version, script) for version, script in every if version > current]
    if not due:
        return
    if current > 0:
        _keep_copy(connection, folder, current, due[-1][0])
    for version, script in due:
        _apply(connection, version, script)


def _keep_copy(connection: Connection, folder: Path, current: int, newest: int) -> None:
    """Copy the store as it is now, in place of older copies.

    The copy of a migration that was cut short here stays too: it alone has the store as it was
    before that, and it has nothing of what a program of this schema did in the store since.
    """
    for path in copies(folder):
        if not _is_of_before(path, current):
            path.unlink()
    whole = folder / f"{COPY_PREFIX}{newest:04d}-from-{current:04d}"
    part = whole.with_name(whole.name + _PART)
    engine.copy_to(connection, part)
    part.rename(whole)
    sync_folder(folder)


def _is_of_before(path: Path, current: int) -> bool:
    """Whether a file is the copy of a migration that came to the schema ``current`` and not on."""
    named = _COPY_NAME.fullmatch(path.name)
    return named is not None and int(named[2]) < current < int(named[1])


def _apply(connection: Connection, version: int, script: str) -> None:
    with engine.translated_errors():
        connection.execute("BEGIN EXCLUSIVE")
        try:
            for statement in statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk makes the engine roll back by itself
                connection.execute("ROLLBACK")
            raise


def copies(folder: Path) -> list[Path]:
    """Return the copies that earlier migrations left, and nothing has removed yet."""
    return sorted(folder.glob(f"{COPY_PREFIX}*"))


def remove_copies(folder: Path) -> None:
    """Remove the copies that earlier migrations left: they hold what was since destroyed."""
    for path in copies(folder):
        path.unlink(missing_ok=True)  # another clean-up may have come first


def dump_schema(connection: Connection) -> str:
    """Return the schema as SQL text, in a stable order, for ``schema.sql``."""
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND NOT (type = 'table' AND name IN ("
        "   SELECT v.name || suffix.column1 FROM sqlite_master AS v,"
        "   (VALUES ('_data'), ('_idx'), ('_docsize'), ('_config'), ('_content')) AS suffix"
        "   WHERE v.sql LIKE 'CREATE VIRTUAL%'))"
        " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name"
    )
    return ";\n\n".join(row[0] for row in rows) + ";\n"
