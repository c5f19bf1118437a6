"""How the start page stands in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.pages import PageSpec
from ui.start.page import StartPage

START = PageSpec("start", N_("Overview"), "home", StartPage)
