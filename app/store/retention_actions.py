"""What a retention rule may do to the rows of a table, worked out on the data map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from app.policy import RetentionAction
from app.store import doom
from app.store.data_map import DATA_MAP
from app.store.data_map.types import OnTarget, Reference, Table
from app.store.doom import Doom, LetGo
from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def allowed(name: str) -> tuple[RetentionAction, ...]:
    """Return what may be done to rows of a table so that what is to go is gone."""
    table = DATA_MAP[name]
    found = [RetentionAction.DELETE]
    if all(column.blank for column in table.columns if column.personal):
        if any(doom.lets_go(table, LetGo.ALL)):
            found.append(RetentionAction.ANONYMISE)
        if any(column.personal for column in table.columns):
            found.append(RetentionAction.BLANK)
    return tuple(found)


def doom_of(connection: Connection, name: str, action: RetentionAction, ids: Iterable[int]) -> Doom:
    """Return what an action does to rows of a table and to what hangs under them."""
    rows = set(ids)
    if action is RetentionAction.DELETE:
        return doom.of_rows(connection, {name: rows})
    found = Doom(blanked={name: rows}, let_go=_LET_GO[action])
    for below, reference in _going(DATA_MAP[name], action):
        gone = found.destroyed.setdefault(below.name, set())
        for batch in batches(rows) if below.key else ():
            gone.update(
                row[0]
                for row in connection.execute(
                    f"SELECT {below.key} FROM {below.name}"
                    f" WHERE {reference.column} IN ({marks(batch)})",
                    batch,
                )
            )
    return doom.with_cascades(connection, found)


def done(name: str, action: RetentionAction) -> str:
    """Return the SQL condition that an action was done to a row, which stays."""
    if action is RetentionAction.DELETE:
        return "0"
    table = DATA_MAP[name]
    empty = [f"{name}.{column.name} = ''" for column in table.columns if column.blank]
    empty += [f"{name}.{one.column} IS NULL" for one in doom.lets_go(table, _LET_GO[action])]
    empty += [
        f"NOT EXISTS (SELECT 1 FROM {below.name} AS below"
        f" WHERE below.{reference.column} = {name}.{table.key})"
        for below, reference in _going(table, action)
    ]
    return " AND ".join(empty)


_LET_GO = {RetentionAction.ANONYMISE: LetGo.ALL, RetentionAction.BLANK: LetGo.NOTHING}


def _going(table: Table, action: RetentionAction) -> Iterator[tuple[Table, Reference]]:
    """Give what hangs under rows and goes while they stay themselves.

    It is what holds personal data or words of staff and, where they become anonymous, what refers
    to people too.
    """
    for below, reference in DATA_MAP.referring_to(table.name):
        personal = reference.with_texts or any(column.personal for column in below.columns)
        if action is RetentionAction.ANONYMISE:
            personal = personal or doom.tells_of_people(below, reference)
        if reference.on_target is OnTarget.CASCADE and personal:
            yield below, reference
