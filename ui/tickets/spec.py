"""How the tickets page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from app.model.changes import Changes
from app.workflows import tickets
from app.workflows.session import Session
from ui.actions import Action
from ui.navigation import COUNT_TO
from ui.pages import Context, NavQuery, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.tickets.page import TicketsPage  # noqa: PLC0415 - loaded when first shown

    return TicketsPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def new() -> None:
        from ui.tickets.page import TicketsPage  # noqa: PLC0415

        page = show()
        assert isinstance(page, TicketsPage)  # noqa: S101 - the spec below makes no other
        page.new_ticket()

    return [Action("tickets.new", N_("New ticket"), new, ("Ctrl+N",), icon="plus")]


def _query(title: str, query: str) -> NavQuery:
    def count(session: Session) -> int:
        return tickets.count(session, query, stop_at=COUNT_TO)

    def counts(changes: Changes) -> bool:
        return bool(changes.tickets) or changes.everything

    return NavQuery(title, query, count, counts)


TICKETS = PageSpec(
    "tickets",
    N_("Tickets"),
    "ticket",
    _make,
    actions=_actions,
    queries=(
        _query(N_("My work"), "assignee:me status:unfinished"),
        _query(N_("Unassigned"), "assignee:none status:unfinished"),
        _query(N_("Overdue"), "due:overdue"),
    ),
)
