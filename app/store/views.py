"""Saved views: rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.model.staff_texts import SavedView
from app.model.ticket_list import TicketSort
from app.store.rows import insert, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def add(connection: Connection, values: dict[str, Any]) -> int:
    """Keep a new one and return its id."""
    return insert(connection, "saved_view", values)


def change(connection: Connection, view: int, version: int, values: dict[str, Any]) -> None:
    """Change one. Raises ``KnownError("changed_meanwhile")``."""
    update_version(connection, "saved_view", view, version, values)


def remove(connection: Connection, view: int) -> None:
    """Remove one."""
    connection.execute("DELETE FROM saved_view WHERE id = ?", (view,))


def every(connection: Connection) -> tuple[SavedView, ...]:
    """Return all by name."""
    rows = connection.execute(
        "SELECT id, name, query, sort, descending, columns, version FROM saved_view"
        " ORDER BY name, id"
    )
    return tuple(
        SavedView(
            row[0],
            row[1],
            row[2],
            TicketSort(row[3]),
            bool(row[4]),
            tuple(row[5].split()),
            row[6],
        )
        for row in rows
    )
