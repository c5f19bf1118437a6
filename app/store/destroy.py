"""The SQL of destruction: rows, references to them, index entries and undo images, as one.

Only ``app.workflows.destruction`` calls this, after it has asked the holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.store import fts5, search_index
from app.store.data_map import DATA_MAP, UNDO_OF
from app.store.data_map.types import OnTarget, Table
from app.store.doom import Doom, LetGo, lets_go, tells_of_people
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def documents(connection: Connection, doom: Doom) -> dict[str, set[int]]:
    """Return the search index documents that hold texts of what is destroyed or blanked."""
    found: dict[str, set[int]] = {}
    for rows in (doom.destroyed, doom.blanked):
        for name, ids in rows.items():
            indexed = DATA_MAP[name].indexed_as
            if indexed is None:
                continue
            for batch in batches(ids):
                sql = indexed.documents.format(ids=marks(batch))
                found.setdefault(indexed.index, set()).update(
                    row[0] for row in connection.execute(sql, batch)
                )
    return found


def count_documents(connection: Connection, name: str, ids: Iterable[int]) -> int:
    """Return how many search index documents hold texts of rows of one table."""
    indexed = DATA_MAP[name].indexed_as
    if indexed is None:
        return 0
    found = 0
    for batch in batches(ids):
        sql = f"SELECT count(*) FROM ({indexed.documents.format(ids=marks(batch))})"
        found += connection.execute(sql, batch).fetchone()[0]
    return found


def execute(
    connection: Connection, doom: Doom, affected: dict[str, set[int]], *, merged_later: bool
) -> dict[str, int]:
    """Destroy and blank in the transaction that is open. References never stand in the way.

    Returns, by table, how many rows went that nothing referred to any more (``goes_unused``).

    ``affected`` are the :func:`documents` of the doom. With ``merged_later`` the search index may
    keep the entries of those that go until it is merged.
    """
    stay = {}
    for index, ids in affected.items():
        gone = ids & doom.destroyed.get(search_index.ROW_OF[index], set())
        stay[index] = ids - gone
        search_index.remove(connection, index, stay[index])
        if merged_later:
            with fts5.keeping_deleted_entries(connection, index):
                search_index.remove(connection, index, gone)
        else:
            search_index.remove(connection, index, gone)
    connection.execute("PRAGMA defer_foreign_keys = ON")  # the order of tables then matters not
    for name, ids in doom.blanked.items():
        _blank(connection, DATA_MAP[name], ids, doom.let_go)
        _forget_undo(connection, name, ids)  # an image of the row holds what was blanked
    for name, ids in doom.destroyed.items():
        _let_go(connection, name, ids)
        _forget_undo(connection, name, ids)
        _forget_undo_of_parents(connection, DATA_MAP[name], ids)
    for name, ids in doom.destroyed.items():
        _delete(connection, DATA_MAP[name], ids)
    for index, ids in stay.items():
        search_index.add(connection, index, ids)
    return _forget_unused(connection, doom)


def _blank(connection: Connection, table: Table, ids: set[int], let_go: LetGo) -> None:
    emptied = [f"{column.name} = ''" for column in table.columns if column.blank]
    emptied += [f"{one.column} = NULL" for one in lets_go(table, let_go)]
    if table.has_version:  # whoever has the row open must not write the old values back
        emptied.append("version = version + 1")
    changes = ", ".join(emptied)
    for batch in batches(ids):
        connection.execute(
            f"UPDATE {table.name} SET {changes} WHERE {table.key} IN ({marks(batch)})", batch
        )
    if let_go is LetGo.ALL:
        _cut_loose(connection, table, ids)


def _cut_loose(connection: Connection, table: Table, ids: set[int]) -> None:
    """Let no row that stays lead from a person to these: what was merged into them, say."""
    for below, reference in DATA_MAP.referring_to(table.name):
        if not tells_of_people(below, reference):
            continue
        if reference.on_target is OnTarget.CLEAR:
            sql = f"UPDATE {below.name} SET {reference.column} = NULL"
        elif not below.key:
            sql = f"DELETE FROM {below.name}"
        else:
            continue
        for batch in batches(ids):
            connection.execute(f"{sql} WHERE {reference.column} IN ({marks(batch)})", batch)


def _let_go(connection: Connection, name: str, ids: set[int]) -> None:
    """Empty the references to rows, or delete the rows without a key that belong to them."""
    for table, reference in DATA_MAP.referring_to(name):
        if reference.on_target is OnTarget.CLEAR:
            sql = f"UPDATE {table.name} SET {reference.column} = NULL"
        elif reference.on_target is OnTarget.CASCADE and not table.key:
            sql = f"DELETE FROM {table.name}"
        else:
            continue
        for batch in batches(ids):
            connection.execute(f"{sql} WHERE {reference.column} IN ({marks(batch)})", batch)


def _forget_undo(connection: Connection, name: str, ids: set[int]) -> None:
    undo, table_column, row_column = UNDO_OF
    kept = connection.execute(f"SELECT 1 FROM {undo} WHERE {table_column} = ? LIMIT 1", (name,))
    if kept.fetchone() is None:
        return  # no import ever changed a row of this table
    for batch in batches(ids):
        connection.execute(
            f"DELETE FROM {undo} WHERE {table_column} = ? AND {row_column} IN ({marks(batch)})",
            (name, *batch),
        )


def _forget_undo_of_parents(connection: Connection, table: Table, ids: set[int]) -> None:
    """Drop the images of rows that a destroyed row tells of: whose a device once was."""
    for reference in table.references:
        if not reference.in_image:
            continue
        for batch in batches(ids):
            parents = connection.execute(
                f"SELECT DISTINCT {reference.column} FROM {table.name}"
                f" WHERE {table.key} IN ({marks(batch)})",
                batch,
            )
            _forget_undo(connection, reference.table, {row[0] for row in parents.fetchall()})


def _forget_unused(connection: Connection, doom: Doom) -> dict[str, int]:
    """Destroy tags and the like that were used by what is gone alone; return rows, by table."""
    touched = {name for rows in (doom.destroyed, doom.blanked) for name, ids in rows.items() if ids}
    found = {}
    for table in DATA_MAP.tables:
        using = DATA_MAP.referring_to(table.name) if table.goes_unused else ()
        if not any(_goes_with(one, touched) for one, _reference in using):
            continue
        unused = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {one.name} AS used"
            f" WHERE used.{reference.column} = {table.name}.{table.key})"
            for one, reference in using
        )
        if table.needed_when:
            unused += f" AND NOT ({table.needed_when})"
        count = connection.execute(f"DELETE FROM {table.name} WHERE {unused}").rowcount
        if count:
            found[table.name] = count
    return found


def _goes_with(table: Table, touched: set[str]) -> bool:
    """Whether rows of a table may go with rows of these tables."""
    return table.name in touched or (
        not table.key and any(one.table in touched for one in table.references)
    )


def _delete(connection: Connection, table: Table, ids: set[int]) -> None:
    for batch in batches(ids):
        connection.execute(f"DELETE FROM {table.name} WHERE {table.key} IN ({marks(batch)})", batch)
