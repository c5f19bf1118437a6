"""Which rows are a person's: the data map's paths, walked as SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from app.model.conversation import AttachmentRow
from app.model.date_range import EVERYTHING, DateRange
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import Form, Reference, Table

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def belongs_to(table: Table, whom: str = "= :person", under: str | None = None) -> str:
    """Return the SQL condition that a row of ``table`` is ``:person``'s; ``0`` for nobody's.

    ``whom`` says another way who the person is, ``IN (SELECT …)``. ``under`` is a column that is
    known to refer to a row of theirs.
    """
    if table.name == SUBJECT:
        return f"{SUBJECT}.id {whom}"
    parts = []
    for path in table.paths:
        target = next(r.table for r in table.references if r.column == path.column)
        if path.column == under:
            part = "1"
        elif target == SUBJECT:
            part = f"{table.name}.{path.column} {whom}"
        else:
            inner = belongs_to(DATA_MAP[target], whom)
            part = f"{table.name}.{path.column} IN (SELECT id FROM {target} WHERE {inner})"
        where = f" AND {table.name}.{path.where}" if path.where else ""
        parts.append(f"({part}{where})")
    return "(" + " OR ".join(parts) + ")" if parts else "0"


def is_within(table: Table) -> str:
    """Return the SQL condition that a row is of the days ``:begin`` to ``:end``.

    So is a row under which something of these days stands: a ticket, for its messages.
    """
    if table.dated_by:
        target = next(r.table for r in table.references if r.column == table.dated_by)
        return (
            f"EXISTS (SELECT 1 FROM {target} WHERE {target}.id = {table.name}.{table.dated_by}"
            f" AND {_held(DATA_MAP[target])})"
        )
    if not table.when:
        return "1"
    under = (
        f"EXISTS (SELECT 1 FROM {child.name} WHERE {child.name}.{reference.column} ="
        f" {table.name}.id AND {belongs_to(child)} AND {_held(child)})"
        for child, reference in nested_under(table.name)
        if child.when
    )
    return f"({' OR '.join([_held(table), *under])})"


def _held(table: Table) -> str:
    days = {column.name for column in table.columns if column.form is Form.DAY}

    def column(name: str) -> str:
        return f"{table.name}.{name}"

    def before_end(name: str) -> str:
        if name in days:
            return f"{column(name)} <= :last_day"
        return f"coalesce({column(name)}, :begin) < :end"

    def after_begin(name: str) -> str:
        bound = ":first_day" if name in days else ":begin"
        return f"{column(name)} >= {bound}"

    start, *stop = table.when
    conditions = [before_end(start)]
    if not stop:
        conditions.append(after_begin(start))
    elif stop[0]:
        conditions.append(f"({column(stop[0])} IS NULL OR {after_begin(stop[0])})")
    return f"({' AND '.join(conditions)})"


def whose(table: Table, person: int, days: DateRange) -> tuple[str, dict[str, Any]]:
    """Return the condition that a row is a person's and of these days, with its parameters."""
    if days.is_everything:
        return belongs_to(table), {"person": person}
    where = f"{belongs_to(table)} AND {is_within(table)}"
    return where, {"person": person, **days.bounds()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One value of a row that a package shows."""

    name: str
    label: str
    """English source text."""
    form: Form
    sql: str


def shown(table: Table) -> tuple[Shown, ...]:
    """Return what a package shows of a row: what it refers to, then its own columns."""
    referred = [
        Shown(
            r.column.removesuffix("_id"),
            r.label,
            r.form,
            f"(SELECT {r.show} FROM {r.table} WHERE {r.table}.id = {table.name}.{r.column})",
        )
        for r in table.references
        if r.label
    ]
    own = [
        Shown(c.name, c.label, c.form, f"{table.name}.{c.name}") for c in table.columns if c.label
    ]
    return (*referred, *own)


def exported_tables() -> tuple[Table, ...]:
    """Return the tables a package holds, in the order of the data map."""
    return tuple(table for table in DATA_MAP.tables if table.label)


@cache
def nested_under(name: str) -> tuple[tuple[Table, Reference], ...]:
    """Return the tables whose rows stand under a row of this one in a package."""
    return tuple(
        (table, reference)
        for table, reference in DATA_MAP.referring_to(name)
        if reference.nested and table.label
    )


def rows_of(
    connection: Connection,
    person: int,
    table: Table,
    parent: tuple[Reference, int] | None = None,
    days: DateRange = EVERYTHING,
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield (id, values as ``shown`` lists them) of a person's rows of one table and these days.

    With a ``parent`` only the rows under that row, which is the person's; without one, of a table
    that stands under another only the rows whose parent is not the person's.
    """
    under = None if parent is None else parent[0].column
    parameters: dict[str, Any] = {"person": person}
    if parent is not None:
        parameters["parent"] = parent[1]
    if not days.is_everything:
        parameters |= days.bounds()
    for row in connection.execute(_rows_sql(table.name, under, days.is_everything), parameters):
        yield row[0], row[1:]


@cache  # asked for every row that others stand under
def _rows_sql(name: str, under: str | None, everything: bool) -> str:
    table = DATA_MAP[name]
    where = belongs_to(table, under=under)
    if not everything:
        where += f" AND {is_within(table)}"
    nested = next((r for r in table.references if r.nested), None)
    if under is not None:
        where += f" AND {name}.{under} = :parent"
    elif nested is not None:
        owned = belongs_to(DATA_MAP[nested.table])
        where += (
            f" AND {table.name}.{nested.column} NOT IN"
            f" (SELECT {nested.table}.id FROM {nested.table} WHERE {owned})"
        )
    values = ", ".join(item.sql for item in shown(table))
    order = f" ORDER BY {table.order}" if table.order else ""
    return f"SELECT {name}.{table.key}, {values} FROM {name} WHERE {where}{order}"


def count_of(
    connection: Connection, person: int, table: Table, days: DateRange = EVERYTHING
) -> int:
    """Return how many of a person's rows of these days a table has."""
    where, parameters = whose(table, person, days)
    sql = f"SELECT count(*) FROM {table.name} WHERE {where}"
    return int(connection.execute(sql, parameters).fetchone()[0])


def size_of(connection: Connection, person: int, table: Table, days: DateRange) -> int:
    """Return how many bytes the files have that a person's rows of these days describe."""
    where, parameters = whose(table, person, days)
    sql = f"SELECT coalesce(sum({table.name}.size), 0) FROM {table.name} WHERE {where}"
    return int(connection.execute(sql, parameters).fetchone()[0])


def texts_of(
    connection: Connection,
    person: int,
    table: Table,
    columns: Sequence[str],
    days: DateRange = EVERYTHING,
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield (id, values of these columns) of a person's rows of one table and these days."""
    where, parameters = whose(table, person, days)
    order = f" ORDER BY {table.order}" if table.order else ""
    names = ", ".join(f"{table.name}.{column}" for column in columns)
    for row, *values in connection.execute(
        f"SELECT {table.name}.{table.key}, {names} FROM {table.name} WHERE {where}{order}",
        parameters,
    ):
        yield row, tuple(values)


def text_of(connection: Connection, table: Table, row: int, column: str) -> str | None:
    """Return one text of a row; None where the row or the text is gone."""
    found = connection.execute(
        f"SELECT {column} FROM {table.name} WHERE {table.key} = ?", (row,)
    ).fetchone()
    return None if found is None or found[0] is None else str(found[0])


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its id and what heads it in a package."""

    id: int
    title: tuple[tuple[Form, Any], ...]
    """Each value with how it is shown."""


def titles_of(connection: Connection, person: int, table: Table) -> Iterator[Row]:
    """Yield a person's rows of one table by what heads them."""
    by_name = {item.name: item for item in shown(table)}
    heads = [by_name[name] for name in table.title if name in by_name]
    columns = [f"{table.name}.{table.key or 'rowid'}", *(head.sql for head in heads)]
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM {table.name} WHERE {belongs_to(table)}",
        {"person": person},
    )
    for row, *values in rows:
        yield Row(row, tuple(zip((head.form for head in heads), values, strict=True)))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a person's, and the message that it came with."""

    file: AttachmentRow
    ticket: int
    at: int
    """When the message was sent: UTC seconds."""


def files_of(
    connection: Connection, person: int, days: DateRange = EVERYTHING
) -> Iterator[FileRow]:
    """Yield what describes each file among a person's rows of these days, in their order."""
    table = DATA_MAP["attachment"]
    where, parameters = whose(table, person, days)
    rows = connection.execute(
        "SELECT attachment.id, filename, media_type, size, sha256, content_id, inline,"
        " message.ticket_id, message.created_at"
        " FROM attachment JOIN message ON message.id = attachment.message_id"
        f" WHERE {where} ORDER BY attachment.message_id, attachment.id",
        parameters,
    )
    for row, name, media_type, size, sha256, content_id, inline, ticket, at in rows:
        file = AttachmentRow(row, name, media_type, size, sha256, content_id, bool(inline))
        yield FileRow(file, ticket, at)


def content_of(connection: Connection, table: Table, row: int) -> Iterator[bytes]:
    """Yield the pieces of the file that a row describes."""
    if table.content is None:
        return
    pieces, column = table.content
    reference = next(r for r in DATA_MAP[pieces].references if r.table == table.name)
    for (piece,) in connection.execute(
        f"SELECT {column} FROM {pieces} WHERE {reference.column} = ?"
        f" ORDER BY {DATA_MAP[pieces].order}",
        (row,),
    ):
        yield bytes(piece)
