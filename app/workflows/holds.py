"""Legal holds: what they name stays, whoever would destroy it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.ticket import parse_number
from app.model.ticket_query import parse
from app.store import (
    audit,
    device_pages,
    device_rows,
    holds,
    named,
    organisations,
    people,
    ticket_rows,
    tickets,
)
from app.store.holds import Hold
from app.store.rows import not_found
from app.workflows import devices
from app.workflows import tickets as ticket_workflow
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["Hold"]


def resolve(session: Session, text: str) -> tuple[str, int]:
    """Return (table, id) of the ticket, person, device or organisation that a text names.

    A ticket by its number, a person by address, user name or id, a device by its id, a whole
    identifier or the name that it alone has, an organisation by its name. Raises
    ``KnownError("not_found")``.
    """
    with session.store.read() as connection:
        ticket = parse_number(text)
        if ticket is not None and tickets.status_of(connection, ticket):
            return "ticket", ticket
        person = people.by_email(connection, text) or people.by_user_name(connection, text)
        if person is not None:
            return "person", person
        number = moments.parse_id(text)
        if number is not None:
            if people.rows(connection, (number,)):
                return "person", number
            if device_rows.rows(connection, (number,)):
                return "device", number
    device = devices.identified(session, text)
    if device is not None:
        return "device", device
    with session.store.read() as connection:
        organisation = named.find_organisation(connection, text)
    if organisation is not None:
        return "organisation", organisation
    raise KnownError(
        "not_found",
        not_found(_("Person, ticket, device or organisation")).message,
        _("No hold was placed. Look it up in the list; what a query finds is held with --search."),
    )


def add(
    session: Session,
    table: str,
    row: int,
    ground: str,
    until: date | None = None,
    *,
    review: date | None = None,
) -> tuple[int, Changes]:
    """Place a hold and return its number.

    ``until`` is the last day it holds, ``review`` the day to look at it again, not after it.
    Raises ``KnownError``: ``ground_needed``, ``review_too_late``.
    """
    return _place(session, table, ground, row=row, until=until, review=review)


def add_search(
    session: Session,
    query: str,
    ground: str,
    until: date | None = None,
    *,
    review: date | None = None,
) -> tuple[int, Changes]:
    """Place a hold on the tickets that a query finds whenever something is to be destroyed.

    Raises ``QueryError`` for a query that cannot be read, or ``KnownError``: ``query_needed``,
    ``ground_needed``, ``review_too_late``.
    """
    query = query.strip()
    if not parse(query, now=moments.now()).terms:
        raise KnownError(
            "query_needed",
            _("A hold on a search needs something to search for."),
            _("Nothing was held. Write the query as in the list of tickets."),
        )
    return _place(session, holds.SEARCH, ground, query=query, until=until, review=review)


def _place(
    session: Session,
    table: str,
    ground: str,
    *,
    row: int | None = None,
    query: str = "",
    until: date | None,
    review: date | None,
) -> tuple[int, Changes]:
    if not ground.strip():
        raise KnownError(
            "ground_needed",
            _("A hold needs a ground."),
            _("Nothing was held. Say which obligation, dispute or agreement demands it."),
        )
    if until is not None and review is not None and review > until:
        raise KnownError(
            "review_too_late",
            _("A hold cannot be looked at again after its last day."),
            _("Nothing was held. Choose an earlier day to look at it, or a later last day."),
        )
    with session.store.write() as connection:
        number = holds.add(
            connection,
            table=table,
            row=row,
            query=query,
            ground=ground.strip(),
            until_on=until.isoformat() if until else "",
            review_on=review.isoformat() if review else "",
            staff_id=session.staff_id,
            at=moments.now(),
        )
        audit.append(
            connection,
            session.member,
            "hold_placed",
            table="" if row is None else table,
            row=row,
            detail={"hold": number, "on": table},
        )
    return number, Changes(holds=True)


def listed(session: Session) -> tuple[Hold, ...]:
    """Return every hold, the newest first."""
    with session.store.read() as connection:
        return holds.listed(connection)


@dataclass(frozen=True, slots=True)
class Held:
    """A hold with what it is on, in words."""

    hold: Hold
    label: str
    """The ticket, person, device or organisation, or the query."""
    active: bool
    review_due: bool
    """It is in force and the day to look at it again has come."""


def described(session: Session) -> tuple[Held, ...]:
    """Return every hold with what it is on, the newest first."""
    today = moments.office_day(moments.now()).isoformat()
    with session.store.read() as connection:
        found = holds.listed(connection)
        active = set(holds.active_numbers(connection, today))
        due = set(holds.active_numbers(connection, today, review_by=today))
        labels = {
            table: _labels(connection, table, [h.row for h in found if h.table == table and h.row])
            for table in holds.HOLDABLE
        }
    return tuple(
        Held(
            hold,
            hold.query if hold.row is None else labels[hold.table].get(hold.row, ""),
            active=hold.number in active,
            review_due=hold.number in due,
        )
        for hold in found
    )


def _labels(connection: Connection, table: str, ids: Sequence[int]) -> dict[int, str]:
    match table:
        case "ticket":
            shown = ticket_rows.rows(connection, ids)
            return {row: f"{shown[row].number} {shown[row].title}" for row in shown}
        case "person":
            found = people.rows(connection, ids)
            return {row: one.display_name or one.email for row, one in found.items()}
        case "device":
            devices = device_rows.rows(connection, ids)
            return {
                row: one.name or f"{one.manufacturer} {one.model}".strip() or one.serial
                for row, one in devices.items()
            }
    return {row: one.name for row, one in organisations.rows(connection, ids).items()}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a hold would be on, to be looked at before it is placed."""

    table: str
    row: int | None
    """None for a search."""
    label: str
    tickets: int = 0
    """How many tickets a search finds now."""


def look(session: Session, table: str, text: str) -> Meant | None:
    """Return what a text names: a ticket, device or organisation, or a query of tickets.

    None where it names nothing, or more than one. Raises ``QueryError`` for a query that cannot
    be read.
    """
    text = text.strip()
    if table == holds.SEARCH:
        if not parse(text, now=moments.now()).terms:
            return None
        return Meant(table, None, text, ticket_workflow.count(session, text))
    with session.store.read() as connection:
        row = _named(connection, table, text)
        label = "" if row is None else _labels(connection, table, (row,)).get(row, "")
    return None if row is None or not label else Meant(table, row, label)


def _named(connection: Connection, table: str, text: str) -> int | None:
    if table == "ticket":
        return parse_number(text)
    if table == "device":
        found = device_pages.firsts(connection, text, 2) if text else ()
        return found[0] if len(found) == 1 else None
    return named.find_organisation(connection, text)


def release(session: Session, number: int) -> Changes:
    """Release a hold; only a lead may."""
    session.require_lead()
    with session.store.write() as connection:
        done = holds.release(connection, number, staff_id=session.staff_id, at=moments.now())
        if not done:
            raise not_found(_("Hold"))
        audit.append(connection, session.member, "hold_released", detail={"hold": number})
    return Changes(holds=True)
