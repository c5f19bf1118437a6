"""What a destruction takes with it, worked out on the data map before anything is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import OnTarget, Reference, RowFate, Table
from app.store.rows import batches, marks
from app.store.subject_data import belongs_to

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class LetGo(Enum):
    """Which references of a row that is blanked become empty."""

    NOTHING = auto()
    """None: it stays its person's."""
    PEOPLE = auto()
    """Those to people, and those that would lead back to one."""
    ALL = auto()
    """Also those to what is people's, and what hangs under it without a key goes."""


@dataclass(slots=True)
class Doom:
    """Rows to destroy and rows to blank, by table."""

    destroyed: dict[str, set[int]] = field(default_factory=dict)
    blanked: dict[str, set[int]] = field(default_factory=dict)
    let_go: LetGo = LetGo.PEOPLE
    """What the rows that are blanked lose beside their columns."""

    def counts(self) -> dict[str, int]:
        """Return how many rows are destroyed, by table."""
        return {name: len(ids) for name, ids in sorted(self.destroyed.items()) if ids}


def lets_go(table: Table, how: LetGo) -> Iterator[Reference]:
    """Give the references of a table's rows that become empty when they are blanked."""
    for reference in table.references:
        to_person = reference.table == SUBJECT
        cleared = reference.on_target is OnTarget.CLEAR and _is_peoples(reference.table)
        if how is LetGo.NOTHING:
            continue
        if to_person or reference.narrows or (cleared and how is LetGo.ALL):
            yield reference


def tells_of_people(table: Table, but: Reference) -> bool:
    """Whether rows of a table lead to a person by another reference than ``but``."""
    return any(_is_peoples(one.table) for one in table.references if one is not but)


def _is_peoples(name: str) -> bool:
    return name == SUBJECT or bool(DATA_MAP[name].paths)


def of_person(connection: Connection, person: int) -> Doom:
    """Return what erasing a person destroys and blanks."""
    doom = Doom()
    parameters = {"person": person}
    for table in DATA_MAP.tables:
        if not table.key or not (table.paths or table.name == SUBJECT):
            continue
        own = belongs_to(table)
        if table.fate is RowFate.DELETE:
            stays = f" AND NOT ({table.stays_when})" if table.stays_when else ""
            doom.destroyed[table.name] = _ids(connection, table, own + stays, parameters)
        stay = {
            row
            for row in _ids(connection, table, own, parameters)
            if row not in doom.destroyed.get(table.name, set())
        }
        if stay and any(column.blank for column in table.columns):
            doom.blanked[table.name] = stay
    return with_cascades(connection, doom)


def together(dooms: Iterable[Doom]) -> Doom:
    """Return what several erasures destroy and blank as one, so that the holds are asked once."""
    found = Doom()
    for one in dooms:
        for mine, theirs in ((found.destroyed, one.destroyed), (found.blanked, one.blanked)):
            for name, ids in theirs.items():
                mine.setdefault(name, set()).update(ids)
    for name in found.blanked:
        found.blanked[name] -= found.destroyed.get(name, set())
    return found


def of_rows(connection: Connection, rows: Mapping[str, Iterable[int]]) -> Doom:
    """Return what destroying these rows takes with them."""
    return with_cascades(connection, Doom({name: set(ids) for name, ids in rows.items()}))


def _ids(
    connection: Connection, table: Table, where: str, parameters: Mapping[str, int]
) -> set[int]:
    rows = connection.execute(
        f"SELECT {table.name}.{table.key} FROM {table.name} WHERE {where}", parameters
    )
    return {row[0] for row in rows}


def with_cascades(connection: Connection, doom: Doom) -> Doom:
    """Add every row that goes with a row that is destroyed, however far the references lead."""
    fresh = {name: set(ids) for name, ids in doom.destroyed.items() if ids}
    while fresh:
        found: dict[str, set[int]] = {}
        for name, ids in fresh.items():
            for table, reference in DATA_MAP.referring_to(name):
                if reference.on_target is not OnTarget.CASCADE or not table.key:
                    continue
                known = doom.destroyed.setdefault(table.name, set())
                for batch in batches(ids):
                    rows = connection.execute(
                        f"SELECT {table.key} FROM {table.name}"
                        f" WHERE {reference.column} IN ({marks(batch)})",
                        batch,
                    )
                    new = {row[0] for row in rows} - known
                    known |= new
                    found.setdefault(table.name, set()).update(new)
        fresh = {name: ids for name, ids in found.items() if ids}
    for name in doom.blanked:
        doom.blanked[name] -= doom.destroyed.get(name, set())
    return doom
