"""Whole databases compared, and stores opened without the program around them."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

Rows = dict[str, list[tuple[Any, ...]]]


def everything(connection: Connection, *, without: tuple[str, ...] = ()) -> Rows:
    """Return every row of every table, the search indexes' own among them, in a stable order."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
    ]
    return {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608 - names from the schema
        for name in names
        if name not in without
    }


def data_rows(connection: Connection, *, without: tuple[str, ...] = ()) -> Rows:
    """Return every row of every table of the data map."""
    shadows = ("_data", "_idx", "_docsize", "_config", "_content")
    return {
        name: rows
        for name, rows in everything(connection, without=without).items()
        if not name.endswith(shadows)
    }
