"""What reads a ticket is made when there is one to read."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.workflows import tickets
from ui.tickets.page import TicketsPage
from ui.tickets.reader import Reader
from ui.tickets.reading_pane import ReadingPane


def test_a_reader_makes_its_pane_for_its_first_ticket(qtbot: QtBot, page: TicketsPage) -> None:
    made: list[ReadingPane] = []

    def new_pane() -> ReadingPane:
        made.append(ReadingPane(page.context, page.files))
        return made[-1]

    reader = Reader(page.context, {}, new_pane)
    reader.setParent(page)
    reader.put_away()
    assert reader.ticket is None
    assert reader.findChild(ReadingPane) is None
    reader.read(tickets.page(page.context.session).ids[0])
    qtbot.waitUntil(lambda: reader.ticket is not None)
    assert made == [reader.pane]
