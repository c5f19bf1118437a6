"""What a look at a plan shows of the rows that it names by id alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.rows import batches, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a plan, in a few words."""

    table: str
    row: int
    what: str
    """A title, a name, a kind: what the row is."""
    whose: str
    """The name of the person it is about; empty where it says nothing of one."""
    since: int | None
    """When its clock started."""
    opens: tuple[str, int] | None
    """(table, id) of what to open to look at it."""


_DEVICE = "coalesce(nullif(device.name, ''), trim(device.manufacturer || ' ' || device.model), '')"
_SQL = {
    "ticket": (
        "SELECT ticket.id, title, coalesce(person.display_name, ''), closed_at, 'ticket', ticket.id"
        " FROM ticket LEFT JOIN person ON person.id = requester_id WHERE ticket.id IN ({ids})"
    ),
    "person": (
        "SELECT person.id, coalesce((SELECT address FROM person_email WHERE person_id = person.id"
        " ORDER BY id LIMIT 1), ''), display_name,"
        " coalesce(account_closed_at, last_contact_at, created_at), 'person', person.id"
        " FROM person WHERE person.id IN ({ids})"
    ),
    "device_custody": (
        f"SELECT device_custody.id, {_DEVICE}, coalesce(person.display_name, ''), until, 'device',"
        " device_id FROM device_custody LEFT JOIN device ON device.id = device_id"
        " LEFT JOIN person ON person.id = device_custody.person_id"
        " WHERE device_custody.id IN ({ids})"
    ),
    "subject_request": (
        "SELECT subject_request.id, kind, coalesce(person.display_name, ''), closed_at,"
        " 'subject_request', subject_request.id FROM subject_request"
        " LEFT JOIN person ON person.id = person_id WHERE subject_request.id IN ({ids})"
    ),
    "consent": (
        "SELECT consent.id, recipient, coalesce(person.display_name, ''), withdrawn_at, 'person',"
        " person_id FROM consent LEFT JOIN person ON person.id = person_id"
        " WHERE consent.id IN ({ids})"
    ),
    "import_row": (
        "SELECT import_row.id, table_name, '', at, '', 0 FROM import_row"
        " JOIN import_batch ON import_batch.id = batch_id WHERE import_row.id IN ({ids})"
    ),
}


def rows(connection: Connection, table: str, ids: Sequence[int]) -> dict[int, PlannedRow]:
    """Return what a look shows of these rows; one that is gone is left out."""
    found: dict[int, PlannedRow] = {}
    for batch in batches(ids):
        for row, what, whose, since, opens, target in connection.execute(
            _SQL[table].format(ids=marks(batch)), batch
        ):
            link = (opens, target) if opens and target is not None else None
            found[row] = PlannedRow(table, row, what, whose, since, link)
    return found
