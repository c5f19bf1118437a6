"""Filters of tickets, each beside the best SQL written by hand for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.model import moments
from app.model.moments import office_day, start_of_day
from app.model.ticket_list import TicketSort
from app.workflows import tickets
from app.workflows.session import Session
from tests.bench.figures import Case
from tests.bench.lists import ORDER, PAGE, ids_and_key, same_page
from tests.bench.stores import NOW

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


_UNFINISHED = "('new', 'open', 'waiting_person', 'waiting_third_party')"
_IS_UNFINISHED = f"status IN {_UNFINISHED}"
_BY_STATUS_DUE = "INDEXED BY ticket_status_due WHERE status <> 'closed'"
_TAGGED_AVG = (
    "id IN (SELECT ticket_id FROM ticket_tag"
    " WHERE tag_id = (SELECT id FROM tag WHERE name = 'avg'))"
)
_BY_DUE = (TicketSort.DUE, False)


@dataclass(frozen=True, slots=True)
class _Filter:
    name: str
    query: str
    sql: str
    parameters: tuple[Any, ...] = ()


def filters(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """Filters, alone and together."""
    for wanted in _filters(session, bare):
        yield _filter_case(session, bare, wanted)


def ordered(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """Filters in another order than the newest first."""
    for query, source, sort, down in (
        ("status:open", f"{_BY_STATUS_DUE} AND status = 'open'", TicketSort.DUE, False),
        ("status:open", "WHERE status = 'open'", TicketSort.UPDATED, True),
        ("status:unfinished", f"{_BY_STATUS_DUE} AND {_IS_UNFINISHED}", TicketSort.DUE, False),
        (
            "assignee:me status:unfinished",
            f"INDEXED BY ticket_assignee WHERE assignee_id = {session.staff_id} AND"
            f" {_IS_UNFINISHED}",
            TicketSort.DUE,
            False,
        ),
        ("priority:urgent", "WHERE priority = 4", TicketSort.DUE, False),
        ("tag:avg", f"WHERE {_TAGGED_AVG}", TicketSort.UPDATED, True),
        ("tag:avg", f"WHERE {_TAGGED_AVG}", TicketSort.PRIORITY, True),
        ("closed:2025-02", f"INDEXED BY ticket_closed WHERE {_in_february('closed_at')}", *_BY_DUE),
        ("updated:2025-02", f"WHERE {_in_february('updated_at')}", *_BY_DUE),
        ("on:2025-02", f"WHERE {_in_february('created_at')}", TicketSort.UPDATED, True),
    ):
        yield _ordered(session, bare, query, source, sort, descending=down)


def _in_february(column: str) -> str:
    first, behind = start_of_day(date(2025, 2, 1)), start_of_day(date(2025, 3, 1))
    return f"{column} >= {first} AND {column} < {behind}"


def _ordered(
    session: Session,
    bare: Connection,
    query: str,
    source: str,
    sort: TicketSort,
    *,
    descending: bool,
) -> Case[Any]:
    direction, way = ("DESC", "descending") if descending else ("ASC", "ascending")
    sql = (
        f"SELECT id FROM ticket {source}"
        f" ORDER BY {ORDER[sort][0]} {direction}, id {direction} LIMIT {PAGE + 1}"
    )
    return Case(
        "filter",
        f"{query} by {sort.value}, {way}",
        lambda _none: tickets.page(session, query, sort, descending=descending, limit=PAGE),
        lambda _none: ids_and_key(bare, ORDER[sort][0], sql),
        (None,),
        repeats=100,
        alike=same_page,
    )


def _filter_case(session: Session, bare: Connection, wanted: _Filter) -> Case[Any]:
    return Case(
        "filter",
        wanted.name,
        lambda _none: tickets.page(session, wanted.query, limit=PAGE),
        lambda _none: ids_and_key(bare, "id", f"{wanted.sql} LIMIT {PAGE + 1}", wanted.parameters),
        (None,),
        repeats=100,
        alike=same_page,
    )


def _filters(session: Session, bare: Connection) -> Iterator[_Filter]:
    me = session.staff_id
    today = office_day(NOW)
    month, year = today - timedelta(days=30), today - timedelta(days=365)
    _person, address = bare.execute(
        "SELECT requester_id, address FROM ticket JOIN person_email"
        " ON person_email.person_id = requester_id ORDER BY ticket.id LIMIT 1"
    ).fetchone()
    newest = "ORDER BY id DESC"
    queue = "(SELECT id FROM queue WHERE name = ?)"
    tag = "(SELECT id FROM tag WHERE name = ?)"
    category = "(SELECT id FROM category WHERE name = ?)"
    organisation = "(SELECT id FROM organisation WHERE name = ?)"
    yield _Filter(
        "status:open", "status:open", f"SELECT id FROM ticket WHERE status = 'open' {newest}"
    )
    yield _Filter(
        "status:closed", "status:closed", f"SELECT id FROM ticket WHERE status = 'closed' {newest}"
    )
    yield _Filter(
        "status:unfinished",
        "status:unfinished",
        f"SELECT id FROM ticket INDEXED BY ticket_status WHERE status IN {_UNFINISHED} {newest}",
    )
    yield _Filter(
        "assignee:me status:open",
        "assignee:me status:open",
        f"SELECT id FROM ticket INDEXED BY ticket_assignee"
        f" WHERE assignee_id = ? AND status = 'open' {newest}",
        (me,),
    )
    yield _Filter(
        "assignee:me",
        "assignee:me",
        f"SELECT id FROM ticket NOT INDEXED WHERE assignee_id = ? {newest}",
        (me,),
    )
    yield _Filter(
        "queue:Netwerk",
        "queue:Netwerk",
        f"SELECT id FROM ticket NOT INDEXED WHERE queue_id = {queue} {newest}",
        ("Netwerk",),
    )
    yield _Filter(
        "queue:Privacy status:new",
        "queue:Privacy status:new",
        f"SELECT id FROM ticket INDEXED BY ticket_queue"
        f" WHERE queue_id = {queue} AND status = 'new' {newest}",
        ("Privacy",),
    )
    yield _Filter(
        "tag:vpn",
        "tag:vpn",
        f"SELECT ticket_id FROM ticket_tag WHERE tag_id = {tag} ORDER BY ticket_id DESC",
        ("vpn",),
    )
    yield _Filter(
        "category:VPN",
        "category:VPN",
        f"SELECT id FROM ticket INDEXED BY ticket_category WHERE category_id = {category} {newest}",
        ("VPN",),
    )
    yield _Filter(
        "requester:ADDRESS",
        f"requester:{address}",
        f"SELECT id FROM ticket WHERE requester_id ="
        f" (SELECT person_id FROM person_email WHERE address_key = ?) {newest}",
        (address.lower(),),
    )
    yield _Filter(
        "before:YEAR-AGO",
        f"before:{year}",
        "SELECT id FROM ticket WHERE created_at < ? ORDER BY created_at DESC, id DESC",
        (start_of_day(year),),
    )
    yield _Filter(
        "after:MONTH-AGO",
        f"after:{month}",
        f"SELECT id FROM ticket NOT INDEXED WHERE created_at >= ? {newest}",
        (start_of_day(month),),
    )
    yield _Filter(
        "due:overdue",
        "due:overdue",
        f"SELECT id FROM ticket INDEXED BY ticket_status WHERE status IN {_UNFINISHED}"
        f" AND due_at < ? {newest}",
        (moments.now(),),
    )
    yield _Filter(
        "tag:vpn status:open",
        "tag:vpn status:open",
        f"SELECT id FROM ticket INDEXED BY ticket_status WHERE status = 'open' AND EXISTS"
        f" (SELECT 1 FROM ticket_tag WHERE tag_id = {tag} AND ticket_id = ticket.id) {newest}",
        ("vpn",),
    )
    yield _Filter(
        "tag:server priority:urgent",
        "tag:server priority:urgent",
        f"SELECT id FROM ticket_tag CROSS JOIN ticket ON ticket.id = ticket_id"
        f" WHERE tag_id = {tag} AND priority = 4 ORDER BY ticket_id DESC",
        ("server",),
    )
    yield _Filter(
        "queue:Privacy priority:urgent (rare)",
        "queue:Privacy priority:urgent",
        f"SELECT id FROM ticket INDEXED BY ticket_queue"
        f" WHERE queue_id = {queue} AND priority = 4 {newest}",
        ("Privacy",),
    )
    yield _Filter(
        "tag:avg queue:Netwerk (none)",
        "tag:avg queue:Netwerk",
        f"SELECT id FROM ticket_tag CROSS JOIN ticket ON ticket.id = ticket_id"
        f" WHERE tag_id = {tag} AND queue_id = {queue} ORDER BY ticket_id DESC",
        ("avg", "Netwerk"),
    )
    yield _Filter(
        "organisation:Kruimel category:Server channel:website",
        "organisation:Kruimel category:Server channel:website",
        f"SELECT id FROM ticket INDEXED BY ticket_category WHERE category_id = {category}"
        f" AND organisation_id = {organisation} AND channel = 'website' {newest}",
        ("Server", "Bakkerij Kruimel"),
    )
    yield _Filter(
        "status:closed tag:account before:YEAR-AGO",
        f"status:closed tag:account before:{year}",
        f"SELECT id FROM ticket_tag CROSS JOIN ticket ON ticket.id = ticket_id"
        f" WHERE tag_id = {tag} AND status = 'closed' AND created_at < ?"
        f" AND ticket_id < (SELECT max(id) + 1 FROM ticket WHERE created_at < ?)"
        " ORDER BY ticket_id DESC",
        ("account", start_of_day(year), start_of_day(year)),
    )
