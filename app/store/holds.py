"""Legal holds, and the one guard that every destruction asks: holds and people's restrictions.

What keeps rows is turned into scopes: SQL conditions on a few tables. A row of any table is kept
where it is in a scope or hangs under a row of one, as the data map says, and where a row that stays
would lose something by its going.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.model import moments
from app.model.keeper import RESTRICTED, order
from app.model.ticket_query import parse
from app.model.ticket_terms import TextTerm
from app.store import restrictions
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import OnTarget, Reference, Table
from app.store.doom import Doom, LetGo, tells_of_people
from app.store.rows import batches, insert, marks, next_in_sequence
from app.store.subject_data import belongs_to
from app.store.ticket_compiler import Compiler
from app.store.ticket_conditions import text_condition, text_match

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

HOLDABLE = ("person", "ticket", "device", "organisation")
"""The tables a hold may point at, by a column of the table's name and ``_id``."""
SEARCH = "search"
"""What a hold is on that keeps the tickets which a query finds at that moment."""

_ACTIVE = "released_at IS NULL AND (until_on = '' OR until_on >= ?)"
_ONE_ACTIVE = f"{_ACTIVE} AND ? IN (0, number)"
"""Active, and of this number; 0 means any."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as a list shows it."""

    number: int
    table: str
    """One of ``HOLDABLE``, or ``SEARCH``."""
    row: int | None
    query: str
    """The ticket query of a hold on a search."""
    ground: str
    until_on: str
    """The last day it holds; empty: until it is released."""
    review_on: str
    """The day to look at it again; empty for none."""
    placed_by: str
    placed_at: int
    released_at: int | None


@dataclass(frozen=True, slots=True)
class _Scope:
    """Rows that something keeps, with what hangs under them: those for which ``sql`` is true."""

    table: str
    sql: str
    parameters: tuple[Any, ...]


def add(
    connection: Connection,
    *,
    table: str,
    row: int | None = None,
    query: str = "",
    ground: str,
    until_on: str,
    review_on: str,
    staff_id: int | None,
    at: int,
) -> int:
    """Place a hold on a row, or with ``SEARCH`` on a query; return its number, given once."""
    number = next_in_sequence(connection, "hold_sequence")
    what = {"query": query} if table == SEARCH else {f"{table}_id": row}
    insert(
        connection,
        "hold",
        {
            "number": number,
            **what,
            "ground": ground,
            "until_on": until_on,
            "review_on": review_on,
            "placed_by_id": staff_id,
            "placed_at": at,
        },
    )
    return number


def release(connection: Connection, number: int, *, staff_id: int | None, at: int) -> bool:
    """Release a hold; False when there is none of that number that still holds."""
    cursor = connection.execute(
        "UPDATE hold SET released_by_id = ?, released_at = ?"
        " WHERE number = ? AND released_at IS NULL",
        (staff_id, at, number),
    )
    return cursor.rowcount == 1


def listed(connection: Connection) -> tuple[Hold, ...]:
    """Return every hold, the newest first."""
    found = []
    columns = ", ".join(f"{table}_id" for table in HOLDABLE)
    for number, query, *rest in connection.execute(
        f"SELECT number, query, {columns}, ground, until_on, review_on,"
        " coalesce(staff.name, ''), placed_at, released_at FROM hold"
        " LEFT JOIN staff ON staff.id = hold.placed_by_id ORDER BY number DESC"
    ):
        rows = dict(zip(HOLDABLE, rest, strict=False))
        table = next((name for name, row in rows.items() if row is not None), SEARCH)
        found.append(Hold(number, table, rows.get(table), query, *rest[len(HOLDABLE) :]))
    return tuple(found)


def in_the_way(
    connection: Connection, doomed: Doom, today: str, asked_by: int | None = None
) -> dict[str, set[int]]:
    """Return the rows of a doom that must stay, by table; empty when none must.

    They are those that an active hold keeps, and those of people who had their data restricted;
    also what such a row refers to and would lose, and the words that sort it, such as its tags.
    Holds on a search are asked now: what their query finds at this moment is kept. Raises
    ``QueryError`` where one cannot be read any more, so that nothing is destroyed in its despite.

    ``asked_by`` is the person whose own request the doom carries out. Their restriction then gives
    way, since the erasure is what they want; that of others keeps what would be destroyed of
    theirs, and gives way where the one who asks is only taken out of it (AVG, article 18(2)).
    """
    found = _kept_by_holds(connection, doomed, today)
    for name, ids in restricted(connection, doomed, asked_by).items():
        found.setdefault(name, set()).update(ids)
    return found


def _kept_by_holds(
    connection: Connection, doomed: Doom, today: str, number: int = 0
) -> dict[str, set[int]]:
    """Return the rows of a doom that an active hold keeps; with a ``number`` that hold alone."""
    found = _rows_in_the_way(connection, doomed, _scopes_of_holds(connection, today, number))
    # A hold whose search lost a word would keep other tickets, or none.
    for batch in batches(doomed.blanked.get("hold", ())):
        rows = connection.execute(
            f"SELECT id FROM hold WHERE id IN ({marks(batch)}) AND query <> '' AND {_ONE_ACTIVE}",
            (*batch, today, number),
        ).fetchall()
        if rows:
            found.setdefault("hold", set()).update(row for (row,) in rows)
    return found


def keepers(
    connection: Connection, doomed: Doom, today: str, asked_by: int | None = None
) -> tuple[str, ...]:
    """Return what keeps something of a doom: numbers of active holds, and ``RESTRICTED``."""
    found = [
        str(number)
        for number in active_numbers(connection, today)
        if _kept_by_holds(connection, doomed, today, number)
    ]
    if restricted(connection, doomed, asked_by):
        found.append(RESTRICTED)
    return tuple(sorted(found, key=order))


def restricted(
    connection: Connection, doomed: Doom, asked_by: int | None = None
) -> dict[str, set[int]]:
    """Return those of :func:`in_the_way` that the restriction of a person keeps."""
    if not restrictions.any_(connection):
        return {}
    whose = f"{SUBJECT}.id IN {restrictions.PEOPLE}"
    if asked_by is None:
        return _rows_in_the_way(connection, doomed, [_Scope(SUBJECT, whose, ())])
    others = _Scope(SUBJECT, f"{whose} AND {SUBJECT}.id <> ?", (asked_by,))
    theirs = {name: ids for name, ids in doomed.destroyed.items() if _is_somebodys(name)}
    return _rows_within(connection, theirs, [others])


def _is_somebodys(name: str) -> bool:
    return name == SUBJECT or bool(DATA_MAP[name].paths)


def _rows_in_the_way(
    connection: Connection, doomed: Doom, scopes: list[_Scope]
) -> dict[str, set[int]]:
    """Return the rows of a doom that must stay, by table, for what these scopes keep.

    They are in a scope themselves, or a row in one refers to them and would be another without
    them.
    """
    found: dict[str, set[int]] = {}
    if not scopes:
        return found
    for rows in (doomed.destroyed, doomed.blanked):
        for name, ids in _rows_within(connection, rows, scopes).items():
            found.setdefault(name, set()).update(ids)
    for rows, references in (
        (doomed.destroyed, _references_lost_with),
        (doomed.blanked, lambda name: _references_changed_with(name, doomed.let_go)),
    ):
        for name, ids in rows.items():
            for table, reference in references(name):
                named = _rows_a_kept_one_refers_to(connection, table, reference, ids, scopes)
                if named:
                    found.setdefault(name, set()).update(named)
    return found


def _references_lost_with(name: str) -> Iterator[tuple[Table, Reference]]:
    """Give the references by which a row that stays would change when one of this table goes.

    A person's own rows are asked about by themselves.
    """
    for table, reference in DATA_MAP.referring_to(name) if name != SUBJECT else ():
        goes_along = reference.on_target is OnTarget.CASCADE
        others = any(
            one.on_target is OnTarget.CASCADE for one in table.references if one is not reference
        )
        if reference.on_target is OnTarget.CLEAR or (goes_along and others and not table.key):
            yield table, reference


def _references_changed_with(name: str, let_go: LetGo) -> Iterator[tuple[Table, Reference]]:
    """Give the references by which a row that stays would change when one of this is blanked."""
    if DATA_MAP[name].sorting:  # the words that sort a row say something of it
        yield from DATA_MAP.referring_to(name)
    elif let_go is LetGo.ALL:
        for table, reference in _references_lost_with(name):
            if tells_of_people(table, reference):
                yield table, reference


def _rows_a_kept_one_refers_to(
    connection: Connection, table: Table, reference: Reference, ids: set[int], scopes: list[_Scope]
) -> set[int]:
    """Return those of these rows that a kept row of a table refers to."""
    found: set[int] = set()
    where, parameters = _any_of(table, scopes)
    for batch in batches(ids) if where else ():
        rows = connection.execute(
            f"SELECT DISTINCT {reference.column} FROM {table.name}"
            f" WHERE {reference.column} IN ({marks(batch)}) AND ({where})",
            (*batch, *parameters),
        )
        found.update(row for (row,) in rows)
    return found


def _rows_within(
    connection: Connection, rows: dict[str, set[int]], scopes: list[_Scope]
) -> dict[str, set[int]]:
    """Return those of these rows that are in a scope themselves, by table."""
    found: dict[str, set[int]] = {}
    for name, ids in rows.items():
        table = DATA_MAP[name]
        where, parameters = _any_of(table, scopes)
        if not table.key or not where or name == "hold":
            continue  # a hold is no data that a hold keeps
        for batch in batches(ids):
            held = connection.execute(
                f"SELECT {table.key} FROM {name}"
                f" WHERE {table.key} IN ({marks(batch)}) AND ({where})",
                (*batch, *parameters),
            )
            found.setdefault(name, set()).update(row[0] for row in held)
    return {name: ids for name, ids in found.items() if ids}


def _any_of(table: Table, scopes: list[_Scope]) -> tuple[str, list[Any]]:
    """Return the SQL condition that a row of a table is kept, with its parameters; "" for none."""
    conditions = [c for scope in scopes for c in _conditions_under(table, scope)]
    where = " OR ".join(sql for sql, _parameters in conditions)
    return where, [value for _sql, values in conditions for value in values]


def _scopes_of_holds(connection: Connection, today: str, number: int = 0) -> list[_Scope]:
    """Return a scope for each kind of active hold, and for each search; none for kinds without.

    With a ``number`` of that hold alone.
    """
    found = []
    bound = (today, number)
    held = {
        table: f"(SELECT {table}_id FROM hold WHERE {table}_id IS NOT NULL AND {_ONE_ACTIVE})"
        for table in HOLDABLE
    }
    for table, which in held.items():
        if connection.execute(f"SELECT 1 WHERE EXISTS {which}", bound).fetchone() is None:
            continue
        if table == "organisation":
            found += [
                _Scope(name, f"{name}.organisation_id IN {which}", bound)
                for name in (SUBJECT, "ticket", "device")
            ]
        found.append(_Scope(table, f"{table}.id IN {which}", bound))
    searches = connection.execute(
        f"SELECT query, placed_by_id FROM hold WHERE query <> '' AND {_ONE_ACTIVE}", bound
    ).fetchall()
    return found + [_scope_of_search(connection, query, staff) for query, staff in searches]


def _scope_of_search(connection: Connection, text: str, staff: int | None) -> _Scope:
    """Return what a hold on a search keeps now; ``me`` in it is whoever placed it."""
    now = moments.now()
    compiler = Compiler(connection, me=staff, now=now)
    words, conditions = [], []
    for term in parse(text, now=now).terms:
        if not isinstance(term, TextTerm):
            conditions += compiler.conditions(term)
        elif term.negated:
            conditions.append(text_condition(text_match(connection, [term]), negated=True))
        else:
            words.append(term)
    if words:
        conditions.append(text_condition(text_match(connection, words)))
    sql = " AND ".join(f"({condition.sql})" for condition in conditions) or "1"
    return _Scope("ticket", sql, tuple(v for c in conditions for v in c.parameters))


def _conditions_under(table: Table, scope: _Scope) -> list[tuple[str, tuple[Any, ...]]]:
    """Return SQL conditions, with parameters, that a row is in a scope, or hangs under one that is.

    It is of the scope's table, belongs to a person of the scope, or goes when such a row goes.
    """
    if scope.table == SUBJECT and _is_somebodys(table.name):
        sql = belongs_to(table, f"IN (SELECT id FROM {SUBJECT} WHERE {scope.sql})")
        return [(sql, scope.parameters * sql.count(scope.sql))]
    if table.name == scope.table:
        return [(scope.sql, scope.parameters)]
    found = []
    for reference in table.references:
        if reference.on_target is OnTarget.CASCADE and reference.table != table.name:
            for sql, parameters in _conditions_under(DATA_MAP[reference.table], scope):
                target = reference.table
                exists = (
                    f"EXISTS (SELECT 1 FROM {target}"
                    f" WHERE {target}.id = {table.name}.{reference.column} AND ({sql}))"
                )
                found.append((exists, parameters))
    return found


def any_keeper(connection: Connection, today: str) -> bool:
    """Whether any hold is in force, or anybody's data restricted."""
    row = connection.execute(f"SELECT 1 FROM hold WHERE {_ACTIVE} LIMIT 1", (today,)).fetchone()
    return row is not None or restrictions.any_(connection)


def active_numbers(connection: Connection, today: str, *, review_by: str = "") -> tuple[int, ...]:
    """Return the numbers of the holds in force; with ``review_by`` those to look at by that day."""
    due = " AND review_on <> '' AND review_on <= ?" if review_by else ""
    rows = connection.execute(
        f"SELECT number FROM hold WHERE {_ACTIVE}{due} ORDER BY number",
        (today, review_by) if review_by else (today,),
    )
    return tuple(row[0] for row in rows)
