"""How the settings stand in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.pages import Context, Page, PageSpec


def _make(context: Context) -> Page:
    from ui.settings.page import SettingsPage  # noqa: PLC0415 - loaded when first shown

    return SettingsPage(context)


SETTINGS = PageSpec("settings", N_("Settings"), "settings", _make, apart=True)
