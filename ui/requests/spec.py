"""How the requests page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from app.model.changes import Changes
from app.model.register_queries import PRESSING
from app.workflows.session import Session
from ui.actions import Action
from ui.pages import Context, NavQuery, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.requests.page import RequestsPage  # noqa: PLC0415 - loaded when first shown

    return RequestsPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def act(name: str) -> Callable[[], None]:
        def do() -> None:
            from ui.requests.page import RequestsPage  # noqa: PLC0415

            page = show()
            assert isinstance(page, RequestsPage)  # noqa: S101 - the spec below makes no other
            getattr(page, name)()

        return do

    return [
        Action("requests.new", N_("New request of a person"), act("new_request"), icon="request"),
        Action(
            "requests.register", N_("Register of requests"), act("show_register"), icon="report"
        ),
    ]


def _count(session: Session) -> int:
    from app.workflows.requests import standing  # noqa: PLC0415 - loads the policy

    return standing.count(session, PRESSING)


def _counts(changes: Changes) -> bool:
    return bool(changes.requests) or changes.everything


REQUESTS = PageSpec(
    "requests",
    N_("Requests"),
    "request",
    _make,
    actions=_actions,
    queries=(NavQuery(N_("Due or soon due"), PRESSING, _count, _counts, presses=True),),
)
