"""What carrying a request out would do, by the data map, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.i18n import N_
from app.model import moments
from app.model.changes import Changes
from app.model.keeper import RESTRICTED
from app.model.subject_request import RequestKind, RequestState, SubjectRequest
from app.model.ticket import format_number
from app.store import doom, findings, holds, mentions, requests, subject_data
from app.store.data_map import DATA_MAP
from app.store.data_map.labels import label_of
from app.store.data_map.types import Form, Table
from app.store.doom import Doom
from app.store.subject_data import Row
from app.workflows.package_mentions import Mentions
from app.workflows.requests.steps import advance, require_identified, require_open, today
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

HELD = "hold"
"""The ground of what a hold keeps."""
_MARKED = {RequestKind.OBJECT, RequestKind.STOP_ACCOUNT}
_SAID = {Form.TEXT, Form.NUMBER, Form.DAY, Form.MOMENT, Form.TICKET}
"""Forms that say something as they stand; the others are codes."""
_OF_OTHERS = N_("Texts of others that name the person")

_Rows = dict[str, set[int]]
"""By table, the ids of rows."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many records of one kind."""

    category: str
    """Code of a P-130 category."""
    label: str
    """English source text of what they are."""
    rows: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One record that must stay."""

    category: str
    """Code of a P-130 category; ``none`` for what only hangs under a record."""
    label: str
    """English source text of what it is."""
    row: int
    title: str
    """How the record shows itself in a package, without its day; may be empty."""
    day: str
    """ISO day of the record; empty where it has none."""
    ground: str
    """``HELD``, ``RESTRICTED`` for what the restriction of another person keeps, or the code of a
    purpose of the policy."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be disclosed, changed or destroyed, in three groups."""

    kind: RequestKind
    can: tuple[Count, ...] = ()
    """Will be disclosed, corrected, restricted or destroyed, as the kind says."""
    anonymous: tuple[Count, ...] = ()
    """Stays without anything of the person."""
    kept: tuple[Kept, ...] = field(default=())


def of(session: Session, number: int) -> Preview:
    """Return what carrying a request out would do; it changes nothing."""
    with session.store.read() as connection:
        request = requests.get(connection, number)
        if request.person_id is None:
            return Preview(request.kind)
        if request.kind is RequestKind.ERASE:
            return _erasure(connection, request, request.person_id)
        return Preview(request.kind, can=_concerned(connection, request, request.person_id))


def seen(session: Session, number: int) -> Changes:
    """Note that the preview was looked at, and go on to the decision."""
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        require_identified(request)
        return advance(session, connection, request, RequestState.PREVIEWED, "request_previewed")


def _concerned(connection: Connection, request: SubjectRequest, person: int) -> tuple[Count, ...]:
    """Count the person's records that a package shows and a restriction keeps.

    A mark or a correction concerns the account, with what is written of it elsewhere.
    """
    tables = subject_data.exported_tables()
    if request.kind in _MARKED:
        tables = tuple(table for table in tables if table.name == "person")
    elif request.kind is RequestKind.RECTIFY:
        concerned = {"person", "person_email", "message_party"}
        tables = tuple(table for table in tables if table.name in concerned)
    counted = ((table, subject_data.count_of(connection, person, table)) for table in tables)
    own = tuple(Count(table.category, table.label, rows) for table, rows in counted if rows)
    if request.kind not in {RequestKind.ACCESS, RequestKind.PORT}:
        return own
    named = sum(
        1 for _passage in Mentions(connection, person, request_number=request.number).chosen()
    )
    return (*own, *((Count("communication", _OF_OTHERS, named),) if named else ()))


def _erasure(connection: Connection, request: SubjectRequest, person: int) -> Preview:
    """Sort what an erasure touches into what goes, what is made anonymous, and what stays."""
    doomed = doom.of_person(connection, person)
    named = _named(connection, request, person)
    named = {name: ids - doomed.destroyed.get(name, set()) for name, ids in named.items()}
    held, restricted = _in_the_way(connection, person, doomed, named)
    kept = [
        *_kept_rows(connection, person, _without(held, restricted), HELD),
        *_kept_rows(connection, person, restricted, RESTRICTED),
        *_left_whole(connection, person, doomed, held),
    ]
    return Preview(
        request.kind,
        can=_count_left(doomed.destroyed, held),
        anonymous=(*_count_left(_made_anonymous(doomed), held), *_count_named(named, held)),
        kept=tuple(kept),
    )


def _named(connection: Connection, request: SubjectRequest, person: int) -> _Rows:
    """Return the rows whose texts name the person: certainly, or as somebody said of them."""
    values = mentions.telling_values(connection, person)
    namesakes = findings.of_namesakes(connection, request.id)
    certain = mentions.find_but(connection, values, namesakes, (request.person,))
    sorting = findings.accepted_sorting(connection, request.id)
    meant = mentions.find_in(connection, sorting, mentions.uncertain_values(connection, person))
    named: _Rows = {"message": findings.accepted_messages(connection, request.id)}
    for found in (certain, meant):
        for name, rows in found.items():
            named.setdefault(name, set()).update(row for row, _texts in rows)
    return named


def _in_the_way(
    connection: Connection, person: int, doomed: Doom, named: _Rows
) -> tuple[_Rows, _Rows]:
    """Return what stands in the way of what would be destroyed or blacked out.

    First all of it, then what the restriction of somebody else alone or with a hold keeps.
    """
    held: _Rows = {}
    for one in (doomed, Doom(blanked=named)):
        kept = holds.in_the_way(connection, one, today().isoformat(), person)
        for name, ids in kept.items():
            held.setdefault(name, set()).update(ids)
    return held, holds.restricted(connection, doomed, person)


def _without(rows: _Rows, less: _Rows) -> _Rows:
    return {name: ids - less.get(name, set()) for name, ids in rows.items()}


def _made_anonymous(doomed: Doom) -> _Rows:
    """Leave out what stays whole on a legal ground though one of its columns is emptied."""
    return {n: ids for n, ids in doomed.blanked.items() if DATA_MAP[n].ground != "obligations"}


def _count_left(rows: _Rows, held: _Rows) -> tuple[Count, ...]:
    found = []
    for name, ids in rows.items():
        table, left = DATA_MAP[name], len(ids - held.get(name, set()))
        if left and table.label and not (name == "hold" and held):
            found.append(Count(table.category, table.label, left))
    return tuple(found)


def _count_named(named: _Rows, held: _Rows) -> tuple[Count, ...]:
    total = sum(len(ids - held.get(name, set())) for name, ids in named.items())
    return (Count("communication", _OF_OTHERS, total),) if total else ()


def _left_whole(connection: Connection, person: int, doomed: Doom, held: _Rows) -> Iterable[Kept]:
    """Yield the person's rows that an erasure leaves whole, each with the ground on the map."""
    for table in subject_data.exported_tables():
        gone = doomed.destroyed.get(table.name, set()) | held.get(table.name, set())
        gone |= _made_anonymous(doomed).get(table.name, set())
        for row in subject_data.titles_of(connection, person, _with_heading(table)):
            if row.id not in gone and table.ground:
                yield _kept(table, row.id, row, table.ground)


def _kept_rows(connection: Connection, person: int, rows: _Rows, ground: str) -> Iterable[Kept]:
    for name, ids in sorted(rows.items()):
        table = DATA_MAP[name]
        titles = {row.id: row for row in _titles(connection, person, name)}
        yield from (_kept(table, row, titles.get(row), ground) for row in sorted(ids))


def _kept(table: Table, number: int, row: Row | None, ground: str) -> Kept:
    """Say of a row that stays what heads it: its day, numbers and texts, and no codes."""
    words, days = [], []
    for form, value in row.title if row else ():
        if value in {None, ""}:
            continue
        if form is Form.MOMENT:
            days.append(moments.office_day(int(value)).isoformat())
        elif form is Form.DAY:
            days.append(str(value))
        elif form is Form.TICKET:
            words.append(format_number(int(value)))
        elif form in _SAID:
            words.append(str(value))
    day = next(iter(days), "")
    return Kept(table.category, label_of(table.name), number, " ".join(words), day, ground)


def _titles(connection: Connection, person: int, name: str) -> Iterable[Row]:
    table = _with_heading(DATA_MAP[name])
    return subject_data.titles_of(connection, person, table) if table.label else ()


def _with_heading(table: Table) -> Table:
    """Return a table of which each row shows something of itself, its ticket before all."""
    items = [item for item in subject_data.shown(table) if item.form in _SAID]
    ticket = [item.name for item in items if item.form is Form.TICKET]
    own = list(table.title) or [item.name for item in items if item.form is not Form.TICKET][:2]
    return replace(table, title=tuple(dict.fromkeys([*ticket, *own])))
