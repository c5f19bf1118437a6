"""Lists of tickets, each beside the best SQL written by hand for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.model.ticket_list import IdPage, Key, TicketSort
from app.workflows import tickets
from app.workflows.session import Session
from tests.bench.figures import Case

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PAGE = 200
"""Ids a page, as the window asks for."""
VISIBLE = 40
"""Rows that a window shows at once."""
DEPTHS = (0.2, 0.4, 0.6, 0.8)
_DUE = "coalesce(due_at, 253402300799)"
ORDER = {
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


def lists(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """First pages in each order, and steps deep in the list."""
    for sort, (column, hint) in ORDER.items():
        yield _first_page(session, bare, sort, column, hint)
    for sort, (column, hint) in ORDER.items():
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
        lambda _none: ids_and_key(bare, column, sql),
        (None,),
        alike=same_page,
    )


def ids_and_key(
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


def same_page(ours: IdPage, bare: tuple[list[tuple[Any, ...]], Any]) -> bool:
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
        lambda key: ids_and_key(bare, column, sql, {"value": key.value, "id": key.id}),
        keys,
        alike=same_page,
    )


def _keys(bare: Connection, column: str, hint: str) -> tuple[Key, ...]:
    (count,) = bare.execute("SELECT count(*) FROM ticket").fetchone()
    order = "id DESC" if column == "id" else f"{column} DESC, id DESC"
    found = []
    for depth in DEPTHS:
        sql = f"SELECT {column}, id FROM ticket {hint} ORDER BY {order} LIMIT 1 OFFSET ?"
        found.append(Key(*bare.execute(sql, (int(count * depth),)).fetchone()))
    return tuple(found)


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
