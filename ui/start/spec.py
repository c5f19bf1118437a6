"""How the start page stands in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.pages import Context, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.start.page import StartPage  # noqa: PLC0415 - loaded when first shown

    return StartPage(context)


START = PageSpec("start", N_("Overview"), "home", _make)
