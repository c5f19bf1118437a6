"""Conditions on a row of ``ticket``: what a ticket query comes to in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.model.ticket import PLACES
from app.store import search_index
from app.store.remembered import Remembered
from app.store.rows import marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.ticket_terms import TextTerm
    from app.store.ticket_order import Range

NO_DUE_MOMENT = 253_402_300_799
DUE_MOMENT = f"coalesce(ticket.due_at, {NO_DUE_MOMENT})"
"""The expression its index is made on; a ticket without a due moment sorts last."""
MOST_VALUES = 500
"""Statements that the engine joins into one: an index is walked once for each value."""
NEVER = "0"
"""The condition that no ticket fits."""


class Span(NamedTuple):
    """From ``since`` until just before ``until``; None leaves a side open."""

    since: int | None
    until: int | None

    def meet(self, other: Span) -> Span:
        """Return what lies in both."""
        begins = [edge for edge in (self.since, other.since) if edge is not None]
        ends = [edge for edge in (self.until, other.until) if edge is not None]
        return Span(max(begins, default=None), min(ends, default=None))


class Condition(NamedTuple):
    """An SQL condition on ``ticket`` and its parameters.

    ``column`` and ``values`` say the same where it is "this column has one of these values" (None
    is none at all), so that an index can be chosen; the column is one of ``table``, which is
    ``ticket`` or a table of pairs. ``tickets`` is SQL that lists the tickets' ids from elsewhere.
    No ticket outside ``ids`` fits, and with ``whole`` every one inside does. ``about`` is the one
    expression that is compared, so that an index on it tells which tickets fit; where it is a
    moment, ``span`` is the time in which that has to lie. ``by_id`` says that only the ticket's id
    is asked, so that its row need not be read. Where ``without`` is given, a ticket fits that has
    none of these values in the column.
    """

    sql: str
    parameters: tuple[Any, ...] = ()
    column: str = ""
    values: tuple[Any, ...] = ()
    tickets: str = ""
    negated: bool = False
    table: str = "ticket"
    ids: Range | None = None
    whole: bool = False
    about: str = ""
    span: Span | None = None
    by_id: bool = False
    without: tuple[Any, ...] = ()

    def of(self, identity: str) -> str:
        """Return what is asked of the ticket that SQL names, where only its id is asked."""
        return self.sql.replace("ticket.id", identity) if self.by_id else self.sql

    @property
    def is_mixed(self) -> bool:
        """Whether it asks for some values or none, which no one comparison with the column does."""
        return len(self.values) > 1 and None in self.values


def one_of(column: str, values: Sequence[Any], *, negated: bool = False) -> Condition:
    """Return the condition that a column has one of these values; None among them is empty."""
    values = tuple(dict.fromkeys(values))  # each is walked by itself: none may come twice
    given = tuple(value for value in values if value is not None)
    parts = [f"ticket.{column} IN ({marks(given)})"] if given else []
    if len(given) < len(values):
        parts.append(f"ticket.{column} IS NULL")
    sql = f"({' OR '.join(parts)})" if parts else NEVER
    if negated:
        return Condition(f"NOT coalesce({sql}, 0)", given, negated=True)
    if len(values) > MOST_VALUES:
        return Condition(sql, given, tickets=f"SELECT ticket.id AS id FROM ticket WHERE {sql}")
    return Condition(sql, given, column, values)


def between(about: str, span: Span, *, negated: bool = False) -> Condition:
    """Return the condition that a moment lies in a span of time; no moment at all does in none."""
    edges = ((">=", span.since), ("<", span.until))
    sql = " AND ".join(f"{about} {beyond} ?" for beyond, edge in edges if edge is not None) or "1"
    parameters = tuple(edge for _beyond, edge in edges if edge is not None)
    if negated:
        return Condition(f"NOT coalesce({sql}, 0)", parameters, negated=True, about=about)
    tickets = f"SELECT ticket.id AS id FROM ticket WHERE {sql}"
    return Condition(f"({sql})", parameters, tickets=tickets, about=about, span=span)


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that at least one of some holds, each of which can be listed."""
    return Condition(
        f"({' OR '.join(c.sql for c in conditions)})",
        tuple(p for c in conditions for p in c.parameters),
        tickets=" UNION ALL ".join(
            c.tickets or f"SELECT ticket.id AS id FROM ticket WHERE {c.sql}" for c in conditions
        ),
    )


def text_match(
    connection: Connection, terms: Sequence[TextTerm], remembered: Remembered | None = None
) -> str:
    """Return the search index's expression for texts that must all stand in one message.

    Words are looked up in what is ``remembered`` first.
    """
    remembered = Remembered() if remembered is None else remembered
    return " AND ".join(
        search_index.beginning(connection, term.text, remembered)
        if term.prefix
        else search_index.quoted(term.text)
        for term in terms
    )


def text_condition(match: str, *, negated: bool = False) -> Condition:
    """Return the condition that some message of the ticket fits (or none fits) an expression."""
    exists = (
        "EXISTS (SELECT 1 FROM message_text WHERE message_text MATCH ?"
        f" AND message_text.rowid BETWEEN ticket.id * {PLACES}"
        f" AND ticket.id * {PLACES} + {PLACES - 1})"
    )
    sql = f"NOT {exists}" if negated else exists
    return Condition(sql, (match,), negated=negated, by_id=True)
