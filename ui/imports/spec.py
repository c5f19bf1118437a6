"""How the import page stands in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from ui.actions import Action
from ui.pages import Context, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.imports.page import ImportsPage  # noqa: PLC0415 - loaded when first shown

    return ImportsPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def choose() -> None:
        from ui.imports.page import ImportsPage  # noqa: PLC0415

        page = show()
        assert isinstance(page, ImportsPage)  # noqa: S101 - the spec below makes no other page
        page.choose_files()

    return [
        Action("imports.choose", N_("Import files"), choose, ("Ctrl+I",), icon="import"),
    ]


IMPORTS = PageSpec("imports", N_("Import"), "import", _make, actions=_actions)
