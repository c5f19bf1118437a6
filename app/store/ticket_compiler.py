"""Terms of a ticket query turned into SQL conditions, with names looked up in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.model.identifiers import normalise_fragment
from app.model.ticket import RANK_OF, UNFINISHED, Channel, Priority, Status
from app.model.ticket_query import due_window
from app.model.ticket_query_words import (
    ANSWERED_WITHIN,
    ME,
    NONE,
    Answered,
    Due,
    Field,
)
from app.model.ticket_terms import NumberTerm, PeriodTerm, ValueTerm
from app.store import named, people, search_index
from app.store.rows import marks
from app.store.ticket_conditions import (
    DUE_MOMENT,
    NO_DUE_MOMENT,
    Condition,
    Span,
    any_of,
    between,
    one_of,
)
from app.store.ticket_order import made_between

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.vocabulary import Vocabulary  # a name for types alone

_FROM_TICKETS = "SELECT ticket.id AS id FROM ticket WHERE "
_MATCHES = 500
"""People, organisations or devices that one value of a query may stand for."""
_WORDS = 30
"""Queues, categories or staff up to which "none of these" is asked as "one of the others"."""
_SOUGHT = 2
"""Tags or devices up to which a ticket is sought among those of each."""
_OVERDUE = ValueTerm(Field.DUE, (Due.OVERDUE.value,))
_NOT_WITHOUT = ValueTerm(Field.DUE, (Due.NONE.value,), negated=True)
_word_key = lru_cache(maxsize=4_096)(named.name_key)
"""Of queues, categories and tags, which every query compares."""


class Compiler:
    """Turns terms into conditions, looking names up in the store."""

    def __init__(self, connection: Connection, *, me: int | None, now: int) -> None:
        self._connection = connection
        self._me = me
        self._now = now

    def conditions(self, term: ValueTerm | NumberTerm | PeriodTerm) -> list[Condition]:
        """Return what one term asks of a ticket, and what follows from it that an index knows."""
        if isinstance(term, ValueTerm) and term.negated and term.field in _APART:
            # None of them: each is asked by itself, by its own index.
            return [self._condition(term._replace(values=(value,))) for value in term.values]
        found = [self._condition(term)]
        if term == _OVERDUE:
            found.append(one_of("status", [status.value for status in UNFINISHED]))
        return found

    def _condition(self, term: ValueTerm | NumberTerm | PeriodTerm) -> Condition:
        if isinstance(term, NumberTerm):
            return one_of("id", term.tickets, negated=term.negated)
        if isinstance(term, PeriodTerm):
            return self._period(term)
        return _BY_FIELD[term.field](self, term)

    def _period(self, term: PeriodTerm) -> Condition:
        if term.negated and (turned := _turned(term)):
            return self._period(turned)
        column = {
            Field.CREATED: "ticket.created_at",
            Field.UPDATED: "ticket.updated_at",
            Field.CLOSED: "ticket.closed_at",
            Field.DUE: DUE_MOMENT,
        }[term.field]
        # The moment that stands for none lies after every day: only an open end reaches it.
        until = NO_DUE_MOMENT if term.field is Field.DUE and term.until is None else term.until
        found = between(column, Span(term.since, until), negated=term.negated)
        if term.field is Field.CREATED and not term.negated:
            ids, whole = made_between(self._connection, term.since, term.until)
            return found._replace(ids=ids, whole=whole)
        if term.until is not None and not term.negated and self._made_first(term.field):
            ids, _whole = made_between(self._connection, None, term.until)
            return found._replace(ids=ids)
        return found

    def _made_first(self, field: Field) -> bool:
        """Whether what a field of time tells of came after each ticket was made, for all."""
        sql = f"SELECT 1 FROM ticket INDEXED BY ticket_{field}_early WHERE {field}_at < created_at"
        return self._connection.execute(f"{sql} LIMIT 1").fetchone() is None

    def _status(self, term: ValueTerm) -> Condition:
        if term.negated:  # an index knows where the others stand
            return one_of("status", [s.value for s in Status if s.value not in term.values])
        return one_of("status", term.values)

    def _channel(self, term: ValueTerm) -> Condition:
        every = [channel.value for channel in Channel]
        return _of("channel", term.values, every, negated=term.negated)

    def _priority(self, term: ValueTerm) -> Condition:
        ranks = [RANK_OF[Priority(value)] for value in term.values]
        return _of("priority", ranks, list(RANK_OF.values()), negated=term.negated)

    def _vocabulary(self, term: ValueTerm) -> Condition:
        table: Vocabulary = "queue" if term.field is Field.QUEUE else "category"
        return self._of_table(table, f"{table}_id", self._ids(table, term.values), term)

    def _of_table(
        self, table: str, column: str, found: Sequence[int | None], term: ValueTerm
    ) -> Condition:
        """Return the condition that a column that refers to a small table has one of some."""
        if not term.negated:
            return one_of(column, found)
        rows = self._connection.execute(f"SELECT id FROM {table} LIMIT {_WORDS + 1}").fetchall()
        if len(rows) > _WORDS:
            return one_of(column, found, negated=True)
        sql = f"SELECT 1 FROM ticket WHERE {column} IS NULL LIMIT 1"
        none = [None] if self._connection.execute(sql).fetchone() else []
        return _of(column, found, [*(row[0] for row in rows), *none], negated=True)

    def _assignee(self, term: ValueTerm) -> Condition:
        found: list[int | None] = []
        for value in term.values:
            if value == NONE:
                found.append(None)
            elif value == ME:
                found.append(self._me if self._me is not None else -1)
            else:
                # What somebody left unfinished is to be found, and given to others.
                found += named.staff_ids(self._connection, value) or [-1]
        return self._of_table("staff", "assignee_id", found, term)

    def _requester(self, term: ValueTerm) -> Condition:
        found: list[int | None] = []
        for value in term.values:
            if value == NONE:
                found.append(None)
                continue
            exact = people.by_email(self._connection, value)
            found += (
                [exact]
                if exact is not None
                else [
                    row[1]
                    for row in self._connection.execute(
                        *people.paged(self._connection, value, behind=False, limit=_MATCHES)
                    )
                ]
            )
        return one_of("requester_id", found, negated=term.negated)

    def _organisation(self, term: ValueTerm) -> Condition:
        found: list[int | None] = []
        for value in term.values:
            if value == NONE:
                found.append(None)
                continue
            rows = self._connection.execute(
                "SELECT id FROM organisation WHERE instr(name_key, ?) > 0 LIMIT ?",
                (named.name_key(value), _MATCHES),
            )
            found += [row[0] for row in rows]
        return one_of("organisation_id", found, negated=term.negated)

    def _tag(self, term: ValueTerm) -> Condition:
        tagged = one_of("has_tag", (int(term.negated),))
        if term.values == (NONE,):
            return tagged
        ids = self._ids("tag", [value for value in term.values if value != NONE])
        found = _paired("ticket_tag", "tag_id", ids, negated=term.negated)
        return any_of((tagged, found)) if NONE in term.values else found

    def _device(self, term: ValueTerm) -> Condition:
        linked = one_of("has_device", (int(term.negated),))
        if term.values == (NONE,):
            return linked
        ids: list[int] = []
        for value in term.values:
            if value == NONE:
                continue
            fragment = normalise_fragment(value)
            if not search_index.is_fragment(fragment):
                continue
            rows = self._connection.execute(
                "SELECT rowid FROM device_text WHERE device_text MATCH ? LIMIT ?",
                (f"identifiers : {search_index.quoted(fragment)}", _MATCHES),
            )
            ids += [row[0] for row in rows]
        found = _paired("ticket_device", "device_id", ids, negated=term.negated)
        return any_of((linked, found)) if NONE in term.values else found

    def _due(self, term: ValueTerm) -> Condition:
        parts, parameters = [], []
        for value in term.values:
            due = Due(value)
            if due is Due.NONE:  # of what is equal to one value, the engine would sort all
                parts.append(f"{DUE_MOMENT} >= {NO_DUE_MOMENT}")
                continue
            window = between(DUE_MOMENT, Span(*due_window(due, self._now)))
            unfinished = ""
            if due is Due.OVERDUE:
                unfinished = f" AND ticket.status IN ({marks(UNFINISHED)})"
            parts.append(window.sql + unfinished)
            parameters += [
                *window.parameters,
                *(s.value for s in UNFINISHED if due is Due.OVERDUE),
            ]
        sql = "(" + " OR ".join(parts) + ")"
        if term == _NOT_WITHOUT:  # told so, its index is left where those without begin
            return Condition(f"{DUE_MOMENT} < {NO_DUE_MOMENT}", negated=True, about=DUE_MOMENT)
        if term.negated:
            about = "" if Due.OVERDUE in term.values else DUE_MOMENT
            return Condition(f"NOT {sql}", tuple(parameters), negated=True, about=about)
        tickets = "" if {Due.NONE, Due.OVERDUE} & set(term.values) else _FROM_TICKETS + sql
        return Condition(sql, tuple(parameters), tickets=tickets, about=DUE_MOMENT)

    def _answered(self, term: ValueTerm) -> Condition:
        slots = {slot for value in term.values for slot in _ANSWERED[Answered(value)]}
        return _of("answered", sorted(slots), range(len(_ANSWERED)), negated=term.negated)

    def _has(self, term: ValueTerm) -> Condition:
        found = [one_of(f"has_{value}", (int(not term.negated),)) for value in term.values]
        return found[0] if len(found) == 1 else any_of(found)

    def _is(self, term: ValueTerm) -> Condition:
        return one_of("merged", (int(not term.negated),))

    def _ids(self, table: Vocabulary, values: Sequence[str]) -> list[Any]:
        wanted = {named.name_key(value) for value in values if value != NONE}
        rows = self._connection.execute(f"SELECT id, name FROM {table}")
        found: list[int | None] = [row[0] for row in rows if _word_key(row[1]) in wanted]
        return [*found, None] if NONE in values else found


_BY_FIELD: dict[Field, Callable[[Compiler, ValueTerm], Condition]] = {
    Field.STATUS: Compiler._status,
    Field.CHANNEL: Compiler._channel,
    Field.PRIORITY: Compiler._priority,
    Field.QUEUE: Compiler._vocabulary,
    Field.CATEGORY: Compiler._vocabulary,
    Field.ASSIGNEE: Compiler._assignee,
    Field.REQUESTER: Compiler._requester,
    Field.ORGANISATION: Compiler._organisation,
    Field.TAG: Compiler._tag,
    Field.DEVICE: Compiler._device,
    Field.DUE: Compiler._due,
    Field.ANSWERED: Compiler._answered,
    Field.HAS: Compiler._has,
    Field.IS: Compiler._is,
}

_APART = frozenset({Field.TAG, Field.DEVICE, Field.HAS})
"""Fields of which a ticket may have several values at once."""
_ANSWERED = {
    answered: range(place + 1) if answered in ANSWERED_WITHIN else (place,)
    for place, answered in enumerate(Answered)
}
"""The values of the column ``answered`` that each answers: what was soon was within longer too."""


def _of(column: str, values: Sequence[Any], every: Sequence[Any], *, negated: bool) -> Condition:
    """Return the condition that a column has one of some values, or one of all others."""
    if negated:  # an index knows where the others stand
        others = [value for value in every if value not in values]
        without = () if None in values else tuple(dict.fromkeys(values))
        return one_of(column, others)._replace(negated=True, without=without)
    return one_of(column, values)


def _turned(term: PeriodTerm) -> PeriodTerm | None:
    """Return the other side of a negated day, of what each ticket has; None where it has two."""
    if term.field not in {Field.CREATED, Field.UPDATED} or None not in (term.since, term.until):
        return None
    return PeriodTerm(term.field, term.until, term.since)


def _paired(table: str, column: str, ids: Sequence[int], *, negated: bool) -> Condition:
    """Return the condition that a table of pairs has the ticket with one of these."""
    ids = tuple(dict.fromkeys(ids))  # of one alone the index may be walked
    found = _exists(table, column, ids, negated=negated)
    return found if negated else found._replace(column=column, values=ids, table=table)


def _exists(table: str, column: str, ids: tuple[int, ...], *, negated: bool) -> Condition:
    inside = f"{column} IN ({marks(ids)})" if ids else "0"
    # What a ticket has is soon looked through; else it would be sought among those of each value.
    asked = f"+{inside}" if len(ids) > _SOUGHT else inside
    sql = f"EXISTS (SELECT 1 FROM {table} WHERE {asked} AND ticket_id = ticket.id)"
    if negated:
        return Condition(f"NOT {sql}", ids, negated=True, by_id=True)
    tickets = f"SELECT DISTINCT ticket_id AS id FROM {table} WHERE {inside}"
    return Condition(sql, ids, tickets=tickets, by_id=True)
