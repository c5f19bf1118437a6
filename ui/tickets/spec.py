"""How the tickets page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from app.model.changes import Changes
from app.model.ticket_query import of_queue
from app.workflows.session import Session
from ui.actions import Action
from ui.loading import Ahead
from ui.navigation import COUNT_TO
from ui.pages import Context, NavNames, NavQuery, Page, PageSpec


def _load_beside() -> None:
    from app.workflows import ticket_lists, views  # noqa: F401, PLC0415 - for it to be there


def _load_view() -> None:
    import ui.widgets.id_table_view  # noqa: F401, PLC0415 - as above


def _load_list() -> None:
    import ui.tickets.list_side  # noqa: F401, PLC0415 - as above


def _load_page() -> None:
    import ui.tickets.page  # noqa: F401, PLC0415 - as above


def _make(context: Context) -> Page:
    from ui.tickets.page import TicketsPage  # noqa: PLC0415 - loaded when first shown

    return TicketsPage(context)


_VIEWS, _QUEUES = 10, 8  # in the navigation; the list's own menus have them all


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def new() -> None:
        from ui.tickets.page import TicketsPage  # noqa: PLC0415

        page = show()
        assert isinstance(page, TicketsPage)  # noqa: S101 - the spec below makes no other
        page.new_ticket()

    return [Action("tickets.new", N_("New ticket"), new, ("Ctrl+N",), icon="plus")]


def _count_of(query: str) -> Callable[[Session], int]:
    def count(session: Session) -> int:
        from app.workflows import tickets  # noqa: PLC0415 - loaded with the page

        return tickets.count(session, query, stop_at=COUNT_TO)

    return count


def _counts(changes: Changes) -> bool:
    return bool(changes.tickets) or changes.everything


def _query(title: str, query: str, *, takes_rows: bool = False, presses: bool = False) -> NavQuery:
    return NavQuery(title, query, _count_of(query), _counts, presses=presses, takes_rows=takes_rows)


def _name(session: Session, name: str, query: str, icon: str) -> NavQuery:
    from app.workflows import filing  # noqa: PLC0415 - the first list goes before the names

    takes_rows = filing.edit_into(session, query) is not None
    return NavQuery(
        name, query, _count_of(query), _counts, is_name=True, icon=icon, takes_rows=takes_rows
    )


def _names(session: Session) -> list[NavQuery]:
    """Return the staff's views and the queues."""
    from app.workflows import tickets, views  # noqa: PLC0415 - loaded with the page

    kept = [view for view in views.every(session) if view.query][:_VIEWS]
    queues = tickets.vocabulary(session)["queue"][:_QUEUES]
    return [
        *(_name(session, view.name, view.query, "filter") for view in kept),
        *(_name(session, queue, of_queue(queue), "queue") for queue in queues),
    ]


def _names_changed(changes: Changes) -> bool:
    return bool(changes.tickets) or changes.settings or changes.everything


TICKETS = PageSpec(
    "tickets",
    N_("Tickets"),
    "ticket",
    _make,
    actions=_actions,
    queries=(
        _query(N_("My work"), "assignee:me status:unfinished", takes_rows=True),
        _query(N_("Unassigned"), "assignee:none status:unfinished", takes_rows=True),
        _query(N_("Overdue"), "due:overdue", presses=True),
    ),
    names=NavNames(_names, _names_changed),
    ahead=Ahead(_load_beside, (_load_view, _load_list, _load_page)),
)
