"""Which rows are a person's: the data map's paths, walked as SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import Table

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def belongs_to(table: Table, whom: str = "= :person") -> str:
    """Return the SQL condition that a row of ``table`` is ``:person``'s; ``0`` for nobody's.

    ``whom`` says another way who the person is, ``IN (SELECT …)``.
    """
    if table.name == SUBJECT:
        return f"{SUBJECT}.id {whom}"
    parts = []
    for path in table.paths:
        target = next(r.table for r in table.references if r.column == path.column)
        if target == SUBJECT:
            part = f"{table.name}.{path.column} {whom}"
        else:
            inner = belongs_to(DATA_MAP[target], whom)
            part = f"{table.name}.{path.column} IN (SELECT id FROM {target} WHERE {inner})"
        where = f" AND {table.name}.{path.where}" if path.where else ""
        parts.append(f"({part}{where})")
    return "(" + " OR ".join(parts) + ")" if parts else "0"


@dataclass(frozen=True, slots=True)
class SubjectTable:
    """A table of which a person's rows go into a package."""

    table: Table
    labels: tuple[str, ...]
    """English source texts, in the order of the values."""
    columns: tuple[str, ...]
    """The columns that the values come from."""


def exported_tables() -> tuple[SubjectTable, ...]:
    """Return the tables a package holds, in the order of the data map."""
    found = []
    for table in DATA_MAP.tables:
        if not table.label:
            continue
        shown = [r for r in table.references if r.label]
        own = [c for c in table.columns if c.label]
        found.append(
            SubjectTable(
                table,
                tuple(r.label for r in shown) + tuple(c.label for c in own),
                tuple(r.column for r in shown) + tuple(c.name for c in own),
            )
        )
    return tuple(found)


def _selected(table: Table) -> str:
    shown = [
        f"(SELECT {r.show} FROM {r.table} WHERE {r.table}.id = {table.name}.{r.column})"
        for r in table.references
        if r.label
    ]
    own = [f"{table.name}.{c.name}" for c in table.columns if c.label]
    return ", ".join((*shown, *own))


def rows_of(
    connection: Connection, person: int, exported: SubjectTable
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield (id, values) of a person's rows of one table, as ``exported`` names them."""
    table = exported.table
    key = f"{table.name}.{table.key}" if table.key else "0"
    order = f" ORDER BY {table.order}" if table.order else ""
    cursor = connection.execute(
        f"SELECT {key}, {_selected(table)} FROM {table.name} WHERE {belongs_to(table)}{order}",
        {"person": person},
    )
    for row in cursor:
        yield row[0], row[1:]


def count_of(connection: Connection, person: int, table: Table) -> int:
    """Return how many rows of a table are a person's."""
    row = connection.execute(
        f"SELECT count(*) FROM {table.name} WHERE {belongs_to(table)}", {"person": person}
    ).fetchone()
    return int(row[0])
