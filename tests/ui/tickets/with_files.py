"""A ticket with files, to be read."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.workflows import tickets
from app.workflows.session import Session
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage


def picture(width: int = 30, height: int = 20) -> bytes:
    """Return a picture as a file."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know only a file's name
    return bytes(buffer.data().data())


def show(
    qtbot: QtBot, page: TicketsPage, session: Session, *files: MailAttachment
) -> tuple[int, MessageCard]:
    """Make a ticket with files and read it; return it with its message's card."""
    number, _changes = tickets.create(
        session,
        title="Met bijlagen",
        channel=Channel.EMAIL,
        text="Zie bijlage.",
        attachments=files,
    )
    page.show_item(number)
    qtbot.waitUntil(lambda: page.ticket is not None and page.ticket.row.id == number)
    return number, page.pane.findChildren(MessageCard)[-1]


def await_files(qtbot: QtBot, page: TicketsPage) -> None:
    """Let the files of the message that is sent on be attached."""
    assert page.ticket is not None
    files = page.ticket.messages[-1].attachments
    assert files
    qtbot.waitUntil(lambda: len(page.pane.composer.attached) == len(files))
