"""Everything about a person by kind, and what a merge of two records would move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.i18n import _, current_language
from app.model.date_range import EVERYTHING, DateRange
from app.model.device import DeviceRow
from app.model.package import FieldKind
from app.model.person import Person
from app.model.ticket import TicketRow
from app.store import device_rows, people, person_rows, ticket_rows
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Form, Table
from app.store.subject_data import shown
from app.workflows.package_words import FIELD_KINDS, in_words
from app.workflows.requests import of_person
from app.workflows.requests.steps import require_nothing_granted
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

AT_ONCE = 8
"""Tickets and devices that the page of a person shows itself."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind of what is kept about a person."""

    table: str
    label: str
    """In the user's language."""
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A person with everything about them: the last of it, and how much there is of each kind."""

    person: Person
    kinds: tuple[KindCount, ...]
    tickets: tuple[TicketRow, ...]
    devices: tuple[DeviceRow, ...]
    privacy: of_person.Standing
    """What they had marked, agreed to and asked."""

    def count(self, table: str) -> int:
        """Return how many rows there are of one kind."""
        return next((kind.count for kind in self.kinds if kind.table == table), 0)


def overview(session: Session, person_id: int) -> Overview:
    """Return everything about a person by kind. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        person = people.get(connection, person_id)
        kinds = person_rows.counts(connection, person_id)
        ticket_ids = person_rows.last_tickets(connection, person_id, AT_ONCE)
        tickets = ticket_rows.rows(connection, ticket_ids)
        device_ids = person_rows.devices(connection, person_id, AT_ONCE)
        devices = device_rows.rows(connection, device_ids)
        privacy = of_person.standing(connection, person_id)
    return Overview(
        person,
        tuple(KindCount(table.name, _(table.label), count) for table, count in kinds),
        tuple(tickets[ticket] for ticket in ticket_ids),
        tuple(devices[device] for device in device_ids),
        privacy,
    )


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of one kind as a table."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[FieldKind, str | int | None], ...], ...]


def records(
    session: Session,
    person_id: int,
    table: str,
    limit: int = 500,
    days: DateRange = EVERYTHING,
) -> Records:
    """Return the last rows of one kind and these days that are a person's.

    With what a package shows of them, before anybody is blacked out.
    """
    found = DATA_MAP[table]
    items = shown(found)
    with session.store.read() as connection:
        rows = person_rows.rows(connection, person_id, found, limit, days)
    return Records(
        _(found.label),
        tuple(_(item.label) for item in items),
        tuple(
            tuple(_value(item.form, value) for item, value in zip(items, row, strict=True))
            for row in rows
        ),
    )


def _value(form: Form, value: Any) -> tuple[FieldKind, str | int | None]:
    return FIELD_KINDS.get(form, FieldKind.TEXT), in_words(form, value, current_language())


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging one record into another would do."""

    merged: Person
    """The record that is gone afterwards."""
    kept: Person
    moves: tuple[KindCount, ...]
    """How many rows of each kind become the kept person's; kinds without any are left out."""
    filled: tuple[str, ...]
    """Properties that the kept record lacks and takes over, in the user's language."""


def merge_preview(session: Session, person_id: int, into_id: int) -> MergePreview:
    """Say what ``people.merge`` would do; nothing is changed.

    Raises ``KnownError`` where it would be refused: ``not_found``, ``restricted``,
    ``granted_waits``.
    """
    with session.store.read() as connection:
        merged, kept = people.get(connection, person_id), people.get(connection, into_id)
        require_unrestricted(connection, "person", person_id, into_id)
        require_nothing_granted(connection, person_id, into_id)
        moves = person_rows.referring(connection, person_id)
    filled = [
        label
        for label, ours, theirs in (
            (_("Name"), kept.row.display_name, merged.row.display_name),
            (_("User name"), kept.row.user_name, merged.row.user_name),
            (_("Organisation"), kept.row.organisation, merged.row.organisation),
            (_("Language"), kept.language, merged.language),
        )
        if theirs and not ours
    ]
    counted = tuple(KindCount(table.name, _label(table), count) for table, count in moves if count)
    return MergePreview(merged, kept, counted, tuple(filled))


def _label(table: Table) -> str:
    return _(table.label) if table.label else table.name
