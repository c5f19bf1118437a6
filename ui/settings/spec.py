"""How the settings stand in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.pages import PageSpec
from ui.settings.page import SettingsPage

SETTINGS = PageSpec("settings", N_("Settings"), "settings", SettingsPage, apart=True)
