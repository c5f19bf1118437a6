"""Canned replies: rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.model.staff_texts import CannedReply
from app.store.rows import insert, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def add(connection: Connection, name: str, text: str, at: int) -> int:
    """Keep a new one and return its id."""
    return insert(connection, "canned_reply", {"name": name, "text": text, "updated_at": at})


def change(
    connection: Connection, reply: int, version: int, *, name: str, text: str, at: int
) -> None:
    """Change one. Raises ``KnownError("changed_meanwhile")``."""
    values = {"name": name, "text": text, "updated_at": at}
    update_version(connection, "canned_reply", reply, version, values)


def remove(connection: Connection, reply: int) -> None:
    """Remove one."""
    connection.execute("DELETE FROM canned_reply WHERE id = ?", (reply,))


def every(connection: Connection) -> tuple[CannedReply, ...]:
    """Return all by name."""
    rows = connection.execute("SELECT id, name, text, version FROM canned_reply ORDER BY name, id")
    return tuple(CannedReply(*row) for row in rows)
