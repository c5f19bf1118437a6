"""Lists, filters and searches of tickets, each beside the best SQL written by hand for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.model import moments
from app.model.moments import office_day, start_of_day
from app.model.ticket_list import IdPage, Key, TicketSort
from app.workflows import tickets
from app.workflows.session import Session
from tests.bench.figures import Case
from tests.bench.stores import NOW

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PAGE = 200
"""Ids a page, as the window asks for."""
VISIBLE = 40
"""Rows that a window shows at once."""
DEPTHS = (0.2, 0.4, 0.6, 0.8)
_DUE = "coalesce(due_at, 253402300799)"
_ORDER = {
    TicketSort.NEWEST: ("id", "NOT INDEXED"),
    TicketSort.UPDATED: ("updated_at", "INDEXED BY ticket_updated"),
    TicketSort.DUE: (_DUE, "INDEXED BY ticket_due"),
    TicketSort.PRIORITY: ("priority", "INDEXED BY ticket_priority"),
}
_ROW = """
SELECT ticket.id, title, status, priority, channel, queue.name, category.name, requester_id,
    person.display_name, organisation.name, staff.name, ticket.created_at, ticket.updated_at,
    due_at, ticket.version
FROM ticket
LEFT JOIN queue ON queue.id = queue_id
LEFT JOIN category ON category.id = category_id
LEFT JOIN person ON person.id = requester_id
LEFT JOIN organisation ON organisation.id = ticket.organisation_id
LEFT JOIN staff ON staff.id = assignee_id
"""


def same_ids(ours: IdPage, bare: list[tuple[Any, ...]]) -> bool:
    """Whether a page holds the ids that bare SQL gave, in their order."""
    return list(ours.ids) == [row[0] for row in bare]


@dataclass(frozen=True, slots=True)
class _Filter:
    name: str
    query: str
    sql: str
    parameters: tuple[Any, ...] = ()


def lists(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """First pages in each order, and steps deep in the list."""
    for sort, (column, hint) in _ORDER.items():
        yield _first_page(session, bare, sort, column, hint)
    for sort, (column, hint) in _ORDER.items():
        yield _step(session, bare, sort, column, hint)


def _first_page(
    session: Session, bare: Connection, sort: TicketSort, column: str, hint: str
) -> Case[Any]:
    order = "id DESC" if column == "id" else f"{column} DESC, id DESC"
    sql = f"SELECT id FROM ticket {hint} ORDER BY {order} LIMIT {PAGE + 1}"
    return Case(
        "list",
        f"first page by {sort.value}",
        lambda _none: tickets.page(session, "", sort, limit=PAGE),
        lambda _none: _ids_and_key(bare, column, sql),
        (None,),
        alike=_same_page,
    )


def _ids_and_key(
    bare: Connection, column: str, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()
) -> tuple[list[tuple[Any, ...]], Any]:
    """Return the ids of a page, and where the next page begins if there is one."""
    rows = bare.execute(sql, values).fetchall()
    if len(rows) <= PAGE:
        return rows, None
    del rows[PAGE:]
    if column == "id":
        return rows, rows[-1][0]
    found = bare.execute(f"SELECT {column} FROM ticket WHERE id = ?", rows[-1])
    return rows, found.fetchone()[0]


def _same_page(ours: IdPage, bare: tuple[list[tuple[Any, ...]], Any]) -> bool:
    """Whether a page holds the ids that bare SQL gave and goes on where it does."""
    rows, value = bare
    return same_ids(ours, rows) and (ours.next.value if ours.next else None) == value


def _step(
    session: Session, bare: Connection, sort: TicketSort, column: str, hint: str
) -> Case[Any]:
    more = PAGE + 1
    sql = f"SELECT id FROM ticket WHERE id < :id ORDER BY id DESC LIMIT {more}"
    if column != "id":  # in two parts, each of which seeks in the index
        sql = (
            f"SELECT * FROM (SELECT id FROM ticket {hint} WHERE {column} = :value AND id < :id"
            f" ORDER BY id DESC LIMIT {more}) UNION ALL SELECT * FROM (SELECT id FROM ticket"
            f" {hint} WHERE {column} < :value ORDER BY {column} DESC, id DESC LIMIT {more})"
            f" LIMIT {more}"
        )
    keys = _keys(bare, column, hint)
    return Case(
        "list",
        f"step deep in the list by {sort.value}",
        lambda key: tickets.page(session, "", sort, after=key, limit=PAGE),
        lambda key: _ids_and_key(bare, column, sql, {"value": key.value, "id": key.id}),
        keys,
        alike=_same_page,
    )


def _keys(bare: Connection, column: str, hint: str) -> tuple[Key, ...]:
    (count,) = bare.execute("SELECT count(*) FROM ticket").fetchone()
    order = "id DESC" if column == "id" else f"{column} DESC, id DESC"
    found = []
    for depth in DEPTHS:
        sql = f"SELECT {column}, id FROM ticket {hint} ORDER BY {order} LIMIT 1 OFFSET ?"
        found.append(Key(*bare.execute(sql, (int(count * depth),)).fetchone()))
    return tuple(found)


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


_BY_DUE = (TicketSort.DUE, False)


def _in_february(column: str) -> str:
    first, behind = start_of_day(date(2025, 2, 1)), start_of_day(date(2025, 3, 1))
    return f"{column} >= {first} AND {column} < {behind}"


_UNFINISHED = "('new', 'open', 'waiting_person', 'waiting_third_party')"
_IS_UNFINISHED = f"status IN {_UNFINISHED}"
_BY_STATUS_DUE = "INDEXED BY ticket_status_due WHERE status <> 'closed'"
_TAGGED_AVG = (
    "id IN (SELECT ticket_id FROM ticket_tag"
    " WHERE tag_id = (SELECT id FROM tag WHERE name = 'avg'))"
)


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
        f" ORDER BY {_ORDER[sort][0]} {direction}, id {direction} LIMIT {PAGE + 1}"
    )
    return Case(
        "filter",
        f"{query} by {sort.value}, {way}",
        lambda _none: tickets.page(session, query, sort, descending=descending, limit=PAGE),
        lambda _none: _ids_and_key(bare, _ORDER[sort][0], sql),
        (None,),
        repeats=100,
        alike=_same_page,
    )


def _filter_case(session: Session, bare: Connection, wanted: _Filter) -> Case[Any]:
    return Case(
        "filter",
        wanted.name,
        lambda _none: tickets.page(session, wanted.query, limit=PAGE),
        lambda _none: _ids_and_key(bare, "id", f"{wanted.sql} LIMIT {PAGE + 1}", wanted.parameters),
        (None,),
        repeats=100,
        alike=_same_page,
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


def rows_and_counts(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """Rows of one screen and of one page, and counts that stop at a bound."""
    for count in (VISIBLE, PAGE):
        yield _rows(session, bare, count)
    yield Case(
        "list",
        "first page and its first screen",
        lambda _none: tickets.rows(session, tickets.page(session, limit=PAGE).ids[:VISIBLE]),
        lambda _none: _first_screen(bare),
        (None,),
        alike=lambda ours, rows: set(ours) == {row[0] for row in rows},
    )
    for query, sql in (
        ("", "SELECT 1 FROM ticket"),
        ("status:closed", "SELECT 1 FROM ticket INDEXED BY ticket_status WHERE status = 'closed'"),
        ("status:open", "SELECT 1 FROM ticket WHERE status = 'open'"),
    ):
        yield _count(session, bare, query, sql)


def _first_screen(bare: Connection) -> list[tuple[Any, ...]]:
    """Return the rows of one screen, after the ids of a page."""
    found = bare.execute(f"SELECT id FROM ticket ORDER BY id DESC LIMIT {PAGE}").fetchall()
    ids = [row[0] for row in found[:VISIBLE]]
    marks = ", ".join("?" * len(ids))
    return bare.execute(f"{_ROW} WHERE ticket.id IN ({marks})", ids).fetchall()


def _rows(session: Session, bare: Connection, count: int) -> Case[Any]:
    marks = ", ".join("?" * count)
    variants = []
    for key in _keys(bare, "id", ""):
        found = bare.execute(
            "SELECT id FROM ticket WHERE id < ? ORDER BY id DESC LIMIT ?", (key.id, count)
        )
        variants.append(tuple(row[0] for row in found))
    return Case(
        "list",
        f"rows of {count} tickets",
        lambda ids: tickets.rows(session, ids),
        lambda ids: bare.execute(f"{_ROW} WHERE ticket.id IN ({marks})", ids).fetchall(),
        variants,
        alike=lambda ours, rows: sorted(ours) == sorted(row[0] for row in rows),
    )


def _count(session: Session, bare: Connection, query: str, sql: str) -> Case[Any]:
    bound = 10_000
    counted = f"SELECT count(*) FROM ({sql} LIMIT {bound})"
    return Case(
        "count",
        f"{query or 'all'}, up to {bound:,}",
        lambda _none: tickets.count(session, query, stop_at=bound),
        lambda _none: bare.execute(counted).fetchall(),
        (None,),
        alike=lambda ours, rows: ours == rows[0][0],
    )
