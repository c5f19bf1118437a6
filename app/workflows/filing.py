"""What tickets must become to belong to a list, for whoever drags them onto it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.model import moments
from app.model.ticket import Priority, Status
from app.model.ticket_edit import Edit
from app.model.ticket_query import QueryError, parse
from app.model.ticket_query_words import ME, NONE, Field
from app.model.ticket_terms import Term, ValueTerm
from app.workflows import tickets
from app.workflows.session import Session


def edit_into(session: Session, query: str) -> Edit | None:
    """Return the edit after which tickets have what a query asks for.

    None where no edit does: the query is empty or cannot be read, or it asks for what nobody can
    give a ticket, such as words, a day or a requester. Where a query takes any of several
    statuses, a ticket keeps its own.
    """
    try:
        terms = parse(query, now=moments.now()).terms
    except QueryError:
        return None
    wanted = Edit()
    known = tickets.vocabulary(session)
    for term in terms:
        taken = _with(session, wanted, term, known)
        if taken is None:
            return None
        wanted = taken
    return None if wanted == Edit() else wanted


def _with(
    session: Session, edit: Edit, term: Term, known: Mapping[str, tuple[str, ...]]
) -> Edit | None:
    """Return an edit that does what one more term asks for, None where none does."""
    if not isinstance(term, ValueTerm) or term.negated:
        return None
    if term.field is Field.STATUS and len(term.values) > 1:
        return edit
    value = "" if term.values == (NONE,) else term.values[0]
    if len(term.values) > 1 or term.field not in _PROPERTIES:
        return None
    # A query is read without regard to case; a second spelling of a name is not to be made.
    same = (name for name in known.get(term.field.value, ()) if name.casefold() == value.casefold())
    value = next(same, value)
    if term.field is Field.TAG:
        return edit._replace(add_tags=(*edit.add_tags, value)) if value else None
    if term.field is Field.ASSIGNEE and value == ME:
        value = session.member.name
    name, read = _PROPERTIES[term.field]
    values: dict[str, Any] = {name: read(value)}
    return edit._replace(**values)


_PROPERTIES: dict[Field, tuple[str, Callable[[str], str]]] = {
    Field.STATUS: ("status", Status),
    Field.PRIORITY: ("priority", Priority),
    Field.QUEUE: ("queue", str),
    Field.CATEGORY: ("category", str),
    Field.ASSIGNEE: ("assignee", str),
    Field.TAG: ("add_tags", str),
}
"""The properties of an edit that a term can ask for, and how their values are read."""
