"""What staff do with organisations. Every function may be called from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.i18n import _
from app.model.changes import Changes
from app.model.person import OrganisationRow, PersonRow
from app.model.ticket_list import IdPage, Key
from app.store import organisations, people
from app.store.rows import not_found
from app.workflows.session import Session

PEOPLE_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, whole."""

    row: OrganisationRow
    tickets: int
    people: tuple[PersonRow, ...]
    """By name, the first ``PEOPLE_AT_ONCE``."""


def page(session: Session, find: str = "", *, after: Key | None = None, limit: int = 200) -> IdPage:
    """Return the next ids of organisations by name whose name holds ``find``."""
    start = (str(after.value), after.id) if after else None
    with session.store.read() as connection:
        found = organisations.page(connection, find, start, limit + 1)
    ids = tuple(row[1] for row in found[:limit])
    return IdPage(ids, Key(*found[limit - 1]) if len(found) > limit else None)


def rows(session: Session, ids: Sequence[int]) -> dict[int, OrganisationRow]:
    """Return what a list shows of these organisations; ids that are gone are left out."""
    with session.store.read() as connection:
        return organisations.rows(connection, ids)


def count(session: Session, find: str = "") -> int:
    """Return how many organisations ``page`` gives in all."""
    with session.store.read() as connection:
        return organisations.count(connection, find)


def get(session: Session, organisation_id: int) -> Organisation:
    """Return an organisation, whole. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        row = organisations.rows(connection, (organisation_id,)).get(organisation_id)
        if row is None:
            raise not_found(_("Organisation"))
        ids = organisations.people(connection, organisation_id, PEOPLE_AT_ONCE)
        found = people.rows(connection, ids)
        tickets = organisations.ticket_count(connection, organisation_id)
    return Organisation(row, tickets, tuple(found[person] for person in ids))


def rename(session: Session, organisation_id: int, name: str, version: int) -> Changes:
    """Give an organisation another name.

    Raises ``KnownError``: ``name_taken``, ``name_needed``, ``changed_meanwhile``.
    """
    with session.store.write() as connection:
        organisations.rename(connection, organisation_id, name, version)
    return Changes(everything=True)  # its name stands in lists of people, tickets and devices
