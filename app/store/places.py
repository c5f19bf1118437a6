"""Where each member of staff left the window, for when they come back to it.

What they had typed may be about anybody, so that a place outlives no destruction, and no correction
on request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_PLACE = "place:"


def keep(connection: Connection, staff: int | None, text: str) -> None:
    """Keep a place instead of the one before; None is whoever came in by the recovery code."""
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_key(staff), text),
    )


def find(connection: Connection, staff: int | None) -> str | None:
    """Return what was kept last, if anything."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_key(staff),)).fetchone()
    return None if row is None else str(row[0])


def forget(connection: Connection, staff: int) -> None:
    """Forget where somebody was who leaves."""
    connection.execute("DELETE FROM setting WHERE key = ?", (_key(staff),))


def forget_all(connection: Connection) -> None:
    """Forget where everybody was: a query or a half-written text may name anybody."""
    bounds = (_PLACE, _PLACE[:-1] + ";")
    connection.execute("DELETE FROM setting WHERE key >= ? AND key < ?", bounds)


def _key(staff: int | None) -> str:
    return f"{_PLACE}{'' if staff is None else staff}"
