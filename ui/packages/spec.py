"""How the packages page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from app.model.changes import Changes
from app.model.register_queries import KEPT
from app.workflows.session import Session
from ui.actions import Action
from ui.pages import Context, NavQuery, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.packages.page import PackagesPage  # noqa: PLC0415 - loaded when first shown

    return PackagesPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def act(name: str) -> Callable[[], None]:
        def do() -> None:
            from ui.packages.page import PackagesPage  # noqa: PLC0415

            page = show()
            assert isinstance(page, PackagesPage)  # noqa: S101 - the spec below makes no other
            getattr(page, name)()

        return do

    return [
        Action(
            "packages.new",
            N_("Make a package of a person's data"),
            act("new_package"),
            icon="export",
            keywords=N_("export access portability"),
        ),
        Action(
            "packages.check",
            N_("Check a package or report"),
            act("check"),
            icon="check",
            keywords=N_("verify signature digest"),
        ),
    ]


def _count(session: Session) -> int:
    from app.workflows import packages  # noqa: PLC0415 - loads what makes them

    return packages.count(session, KEPT)


def _counts(changes: Changes) -> bool:
    return bool(changes.packages) or changes.everything


PACKAGES = PageSpec(
    "packages",
    N_("Packages"),
    "export",
    _make,
    actions=_actions,
    queries=(NavQuery(N_("To be removed here"), KEPT, _count, _counts, presses=True),),
)
