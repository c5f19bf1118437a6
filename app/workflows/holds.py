"""Legal holds: what they name stays, whoever would destroy it."""

from __future__ import annotations

from datetime import date

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.ticket import parse_number
from app.model.ticket_query import parse
from app.store import audit, device_rows, holds, named, people, tickets
from app.store.holds import Hold
from app.store.rows import not_found
from app.workflows.session import Session

__all__ = ["Hold"]


def resolve(session: Session, text: str) -> tuple[str, int]:
    """Return (table, id) of the ticket, person, device or organisation that a text names.

    A ticket by its number, a person by address, user name or id, a device by its id or a whole
    identifier, an organisation by its name. Raises ``KnownError("not_found")``.
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
        found = device_rows.firsts(connection, text, 2)
        if len(found) == 1:
            return "device", found[0]
        organisation = named.find_organisation(connection, text)
        if organisation is not None:
            return "organisation", organisation
    raise not_found(_("Person, ticket, device or organisation"))


def add(
    session: Session,
    table: str,
    row: int,
    ground: str,
    until: date | None = None,
    *,
    review: date | None = None,
) -> tuple[int, Changes]:
    """Place a hold and return its number. Raises ``KnownError("ground_needed")``.

    ``until`` is the last day it holds, ``review`` the day to look at it again.
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
    ``ground_needed``.
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


def release(session: Session, number: int) -> Changes:
    """Release a hold; only a lead may."""
    session.require_lead()
    with session.store.write() as connection:
        done = holds.release(connection, number, staff_id=session.staff_id, at=moments.now())
        if not done:
            raise not_found(_("Hold"))
        audit.append(connection, session.member, "hold_released", detail={"hold": number})
    return Changes(holds=True)
