"""A span of time in the order of something else: indexes that cut time into blocks.

Tickets that were closed in a spring are found by an index of when, but not in the order of when
they are due; in the index of that order they may all stand far from where a list begins. An index
of (block of time, order) holds each block's in that order, so that the blocks of a span are merged
and left as soon as a page is full. Of the two blocks at its edges each ticket's row is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.model.ticket import RANK_OF
from app.model.ticket_list import TicketSort
from app.store.ticket_conditions import DUE_MOMENT, MOST_VALUES, Condition, one_of
from app.store.ticket_order import Range
from app.store.ticket_walks import Branch, table_walk

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_BITS = 19
"""A block is 2 to this power seconds: six days, so that eight years are 480."""
_MOMENT = {
    "ticket.created_at": "created_at",
    "ticket.updated_at": "updated_at",
    "ticket.closed_at": "closed_at",
    DUE_MOMENT: "due_at",  # a span of it holds no ticket without one
}
"""The columns whose blocks have indexes, by what a span is about."""
_EARLIEST = -(1 << 62)


def has_blocks(condition: Condition) -> bool:
    """Whether a condition asks for a span of time that there are blocks of."""
    return condition.span is not None and condition.about in _MOMENT


def fewest_blocks(
    connection: Connection, spans: Sequence[Condition], sort: TicketSort
) -> tuple[Condition, int]:
    """Return the span of time that has tickets in the fewest blocks, and how many these are."""
    counted = [(span, len(_blocks(connection, span, sort))) for span in spans]
    return min(counted, key=lambda one: one[1])


def walk_of_blocks(
    connection: Connection, condition: Condition, told: Sequence[Condition], sort: TicketSort
) -> list[Branch] | None:
    """Return a walk of each block of a condition's span, in order; None where they are too many.

    ``told`` is what the entries of the order itself tell.
    """
    blocks = _blocks(connection, condition, sort)
    # Within a block and a priority, tickets stand in the order of their ids.
    ranks: tuple[int | None, ...] = (
        tuple(RANK_OF.values()) if sort is TicketSort.NEWEST else (None,)
    )
    if len(blocks) * len(ranks) > MOST_VALUES:
        return None
    edges = {edge >> _BITS for edge in condition.span or () if edge is not None}
    return [
        table_walk(
            [
                Condition(f"{_block(condition)} = ?", (block,)),
                *([] if rank is None else [one_of("priority", (rank,))]),
                *([condition] if block in edges else ()),
                *told,
            ],
            Range(),
            _index(condition, sort),
        )
        for block in blocks
        for rank in ranks
    ]


def _index(condition: Condition, sort: TicketSort) -> str:
    order = TicketSort.PRIORITY if sort is TicketSort.NEWEST else sort
    return f"ticket_{_MOMENT[condition.about].removesuffix('_at')}_{order.value}"


def _block(condition: Condition) -> str:
    return f"ticket.{_MOMENT[condition.about]} >> {_BITS}"


def _blocks(connection: Connection, condition: Condition, sort: TicketSort) -> list[int]:
    """Return the blocks in which a span has tickets at all, no more than one more than may be."""
    since, until = condition.span or (None, None)
    block, index = _block(condition), _index(condition, sort)
    beyond = "" if until is None else f" AND {block} <= {(until - 1) >> _BITS}"
    first = _EARLIEST if since is None else since >> _BITS
    # The next block there is, one seek for each.
    after = (
        f"SELECT {block} FROM ticket INDEXED BY {index} WHERE {block} {{}}{beyond}"
        f" ORDER BY {block} LIMIT 1"
    )
    found = connection.execute(
        f"WITH RECURSIVE every (block) AS (SELECT ({after.format('>= ?')}) UNION ALL"
        f" SELECT ({after.format('> every.block')}) FROM every WHERE every.block IS NOT NULL)"
        f" SELECT block FROM every WHERE block IS NOT NULL LIMIT {MOST_VALUES + 1}",
        (first,),
    )
    return [row[0] for row in found.fetchall()]
