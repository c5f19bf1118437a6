"""Text made to hurt, in every field at once: it breaks no layout, runs nothing, loads nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.ticket import Channel, LinkKind
from app.model.ticket_list import TicketSort
from app.workflows import canned, people, ticket_links, tickets, views
from app.workflows.session import Session
from tests.ui.hostile import TEXTS, check
from ui.attached.preview import Preview
from ui.main_window import MainWindow
from ui.tickets.dialogs import OtherTicketDialog, SplitDialog
from ui.tickets.message_card import MessageCard, Picture
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage
from ui.tickets.reading_head import about

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def text(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(request.param).replace("{path}", (tmp_path / "seen.png").as_uri())


def plant(session: Session, text: str) -> int:
    """Put a text into every field of a ticket and what lies around it."""
    address = f"{''.join(text[:60].split())}@example.com"  # with a space it is no address
    person, _changes = people.add(session, display_name=text, email=address, organisation=text)
    number, _changes = tickets.create(
        session,
        title=text,
        channel=Channel.EMAIL,
        text=f"{text}\n{text}",
        requester_id=person,
        queue=text,
        category=text,
        tags=[text, f"{text} 2"],
        attachments=[
            MailAttachment(text, "text/plain", text.encode()),
            MailAttachment(text, "image/png", text.encode(), inline=True),
        ],
    )
    other = tickets.create(session, title=text, channel=Channel.EMAIL, text="x")[0]
    ticket_links.link(session, number, other, LinkKind.RELATED)
    row = tickets.get(session, number).row
    tickets.change(session, number, row.version, title=f"{text}!", queue=f"{text}!")
    views.add(session, text, f"tag:{'x' * 300}", TicketSort.NEWEST, descending=True)
    canned.add(session, text, f"{text} {{name}}")
    return number


def test_in_every_field_of_a_ticket(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, text: str
) -> None:
    width = window.width()
    number = plant(session, text)
    page.model.look_again()
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == number)
    for column in page.view.columns.menu().actions():
        column.setChecked(True)
    qtbot.wait(30)
    for card in page.pane.findChildren(MessageCard):
        card.more.click()
        assert card.width() <= page.pane.conversation.width()
        assert "\u202e" not in card.text.text()
        assert not any(picture.isVisible() for picture in card.findChildren(Picture))
    page.pane.toggle_history()
    page.field.line.setText(f"tag:{text[:200]} status:open")
    page.list.views.menu().aboutToShow.emit()
    page.list.filters.menu.aboutToShow.emit()
    page.pane.composer.canned.menu().aboutToShow.emit()
    qtbot.wait(30)
    for button in page.findChildren(QPushButton):
        assert button.width() <= page.width()
        assert "\u202e" not in button.text()
    check(window)
    assert window.width() == width


def test_in_every_dialog(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, session: Session, text: str
) -> None:
    number = plant(session, text)
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == number)
    ticket = page.ticket
    assert ticket is not None
    theme = page.context.theme
    dialogs = [
        NewTicketDialog(page.context, page),
        OtherTicketDialog(page.context, page, ticket, merge=True),
        SplitDialog(page.context, page, ticket),
        Preview(theme, page.files, ticket.messages[0].attachments[0], page),
        Preview(theme, page.files, ticket.messages[0].attachments[1], page),
    ]
    new, other, *_rest = dialogs
    assert isinstance(new, NewTicketDialog)
    assert isinstance(other, OtherTicketDialog)
    for dialog in dialogs:
        dialog.show()
        width = dialog.width()
        if dialog is new:
            new.requester.line.setText(text)
            new.requester.line.textEdited.emit(text)
            new.title.setText(text)
            new.text.setPlainText(text)
        if dialog is other:
            other.choose(tickets.rows(session, [number])[number])
        qtbot.wait(30)
        for found in dialog.findChildren(QListWidget):
            for row in range(found.count()):
                assert "\u202e" not in found.item(row).text()
        check(dialog)
        assert dialog.width() == width
        dialog.close()
        dialog.deleteLater()


def test_a_name_that_is_read_from_the_right_does_not_turn_its_line_around(
    tickets_page: TicketsPage,
) -> None:
    session = tickets_page.context.session
    person, _changes = people.add(session, display_name="متجر سوق نت", email="soek@example.com")
    number, _changes = tickets.create(
        session, title="Scherm", channel=Channel.EMAIL, text="Zwart", requester_id=person
    )
    line = about(tickets.get(session, number))
    layout = QTextLayout(line)
    layout.beginLayout()
    row = layout.createLine()
    layout.endLayout()
    places = [row.cursorToX(line.index(part))[0] for part in ("متجر", "E-mail", "20")]  # type: ignore[index] # a pair
    assert places == sorted(places)
