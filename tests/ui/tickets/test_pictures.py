"""A picture in a mail has its own room, however narrow the card it stands in becomes."""

from __future__ import annotations

from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.tickets.with_files import picture, show
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def stand_apart(page: TicketsPage) -> bool:
    """Whether each picture is whole, and the files begin below it and end in the card."""
    cards = page.pane.findChildren(MessageCard)
    shown = [(c, p) for c in cards for p in c.pictures if p.isVisible()]
    for card, seen in shown:
        below, drawn = card.file_buttons[0].parentWidget(), seen.pixmap()
        assert below is not None
        if seen.height() != drawn.height() or drawn.width() > seen.width():
            return False
        if below.y() <= seen.geometry().bottom() or below.geometry().bottom() >= card.height():
            return False
    return bool(shown)


def is_read(page: TicketsPage, number: int) -> bool:
    return page.ticket is not None and page.ticket.row.id == number


@pytest.mark.parametrize(("width", "other"), [(900, 1280), (1280, 1900), (1900, 960)])
def test_the_files_of_a_message_stand_below_its_picture(
    qtbot: QtBot, page: TicketsPage, session: Session, width: int, other: int
) -> None:
    page.window().resize(width, 700)
    inline = MailAttachment("scherm.png", "image/png", picture(640, 380), "scherm", inline=True)
    number, _card = show(qtbot, page, session, inline)
    qtbot.waitUntil(lambda: stand_apart(page))
    for ticket in (tickets.page(session, "").ids[-1], number):
        page.show_apart(ticket)  # without the list beside it there is more room
        qtbot.waitUntil(partial(is_read, page, ticket))
        qtbot.wait(50)  # the picture of before is no proof
    qtbot.waitUntil(lambda: stand_apart(page))
    page.window().resize(other, 600)
    qtbot.waitUntil(lambda: page.window().width() == other)
    qtbot.waitUntil(lambda: stand_apart(page))
