"""How the retention page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.i18n import N_
from ui.actions import Action
from ui.pages import Context, Page, PageSpec

if TYPE_CHECKING:  # loaded when first shown
    from ui.retention.page import RetentionPage


def _make(context: Context) -> Page:
    from ui.retention.page import RetentionPage  # noqa: PLC0415 - loaded when first shown

    return RetentionPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def page() -> RetentionPage:
        from ui.retention.page import RetentionPage  # noqa: PLC0415

        shown = show()
        assert isinstance(shown, RetentionPage)  # noqa: S101 - the spec below makes no other page
        return shown

    return [
        Action(
            "retention.plan",
            N_("Plan a purge"),
            lambda: page().plan_purge(),
            icon="purge",
            keywords=N_("retention destroy delete old"),
        ),
        Action(
            "retention.hold",
            N_("Place a hold"),
            lambda: page().place_hold(),
            icon="lock",
            keywords=N_("legal hold keep dispute"),
        ),
    ]


RETENTION = PageSpec("retention", N_("Retention"), "purge", _make, actions=_actions)
