"""Where the ticket list gets its ids and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.model.ticket import TicketRow
from app.model.ticket_list import IdPage, Key, TicketSort
from app.workflows import ticket_lists
from app.workflows.session import Session


class ListQuery(NamedTuple):
    """What the list is asked to show."""

    text: str = ""
    sort: TicketSort = TicketSort.UPDATED
    descending: bool = True
    typing: bool = False
    """The last word may not be finished."""


class TicketSource:
    """Answers the ticket list from a session; called on the workers' threads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: ListQuery, after: Key | None, limit: int) -> IdPage:
        """Return the ids a query finds. Raises ``QueryError``."""
        return ticket_lists.page(
            self._session,
            query.text,
            query.sort,
            descending=query.descending,
            after=after,
            limit=limit,
            typing=query.typing,
        )

    def rows(self, ids: Sequence[int]) -> Mapping[int, TicketRow]:
        """Return what the list shows of these tickets."""
        return ticket_lists.rows(self._session, ids) if ids else {}
