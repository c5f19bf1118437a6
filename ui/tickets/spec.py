"""How the tickets page stands in the navigation."""

from __future__ import annotations

from app.i18n import N_
from ui.pages import PageSpec
from ui.tickets.page import TicketsPage

TICKETS = PageSpec("tickets", N_("Tickets"), "ticket", TicketsPage)
