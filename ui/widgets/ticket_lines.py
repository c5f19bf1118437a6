"""Tickets below each other: the number of each leads to it, and its title stands beside that."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.model.ticket import TicketRow
from ui.text import one_line
from ui.widgets.facts import lines, link
from ui.widgets.plain_label import PlainLabel

_TITLE = 90  # characters


def ticket_lines(rows: Iterable[TicketRow], pressed: Callable[[int], object]) -> QWidget:
    """Return them; ``pressed`` is given the id of the ticket that is asked for."""
    box, grid = lines(1, between=2)
    for number, row in enumerate(rows):
        title = one_line(row.title, _TITLE)
        shown = link(row.number, f"{row.number} · {title}")
        shown.clicked.connect(lambda _checked=False, ticket=row.id: pressed(ticket))
        grid.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(title, wrap=True), number, 1)
    return box
