"""The tickets page at work: filters, several tickets chosen, files, dialogs and menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from app.model.changes import Changes
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel, LinkKind, Priority
from app.model.ticket_edit import Edit
from app.model.ticket_list import TicketSort
from app.workflows import canned, people, ticket_links, tickets, views
from app.workflows.bulk_edit import edit
from tests.ui.example_store import LEAD
from ui.attached.preview import Preview
from ui.main_window import MainWindow
from ui.tickets.new_ticket import NewTicketDialog
from ui.tickets.page import TicketsPage

Settle = Callable[[Callable[[], bool]], None]


def screen() -> bytes:
    """Draw a made-up photograph of a screen."""
    image = QImage(640, 380, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    gradient = QLinearGradient(0, 0, 640, 380)
    gradient.setColorAt(0, QColor("#1c4e63"))
    gradient.setColorAt(1, QColor("#0f2530"))
    painter.fillRect(image.rect(), gradient)
    painter.fillRect(QRect(170, 120, 300, 140), QColor("#f4f6f8"))
    painter.fillRect(QRect(170, 120, 300, 28), QColor("#b3261e"))
    painter.setPen(QColor("#18212c"))
    painter.drawText(QRect(190, 160, 260, 80), Qt.TextFlag.TextWordWrap, "Certificaat verlopen")
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know only a file's name
    return bytes(buffer.data().data())


def _make(page: TicketsPage) -> int:
    """Make a ticket that has everything."""
    session = page.context.session
    person = people.resolve(session, "f.elamrani@example.nl")
    number, _changes = tickets.create(
        session,
        title="Geen verbinding meer met het VPN na de update",
        channel=Channel.EMAIL,
        requester_id=person,
        text="Goedemiddag,\n\nSinds vanochtend zie ik dit scherm als ik verbinding maak.\n\nFatima",
        priority=Priority.HIGH,
        queue="Netwerk",
        category="VPN",
        assignee=LEAD,
        tags=["vpn", "certificaat"],
        attachments=[
            MailAttachment("scherm.png", "image/png", screen(), "scherm", inline=True),
            MailAttachment("verbinding.log", "text/plain", b"10:02 certificate expired\n" * 40),
        ],
    )
    ticket_links.link(session, number, tickets.page(session, "vpn").ids[-1], LinkKind.RELATED)
    row = tickets.get(session, number).row
    edit(session, {number: row.version}, Edit(priority=Priority.URGENT, add_tags=("storing",)))
    views.add(session, "Storingen", "tag:storing", TicketSort.NEWEST, descending=True)
    canned.add(session, "Opnieuw opstarten", "Dag {name},\n\nStart de laptop opnieuw op.\n\n{me}")
    return number


def looked_at(
    settle: Settle, window: MainWindow, page: TicketsPage
) -> Iterator[tuple[str, QWidget]]:
    """Yield the list, a ticket, and searches that find nothing, by name."""
    settle(lambda: page.model.rowCount() > 0)
    yield "tickets", window
    page.view.choose_row(1)
    settle(page.pane.isVisible)
    yield "ticket", window
    size = window.size()
    window.resize(1900, 1000)
    settle(lambda: True)
    yield "ticket-wide", window
    window.resize(size)
    page.field.line.setText("vpn status:opne")
    page.field.line.returnPressed.emit()
    settle(page.field.complaint.isVisible)
    yield "tickets-query-error", window
    page.field.line.setText("zebra")
    settle(page.empty.isVisible)
    yield "tickets-none-found", window
    page.field.line.setText("")


def at_work(settle: Settle, window: MainWindow, page: TicketsPage) -> Iterator[tuple[str, QWidget]]:
    """Yield each state by name, ready to be photographed."""
    number = _make(page)
    page.model.look_again()
    page.context.jobs.changed.emit(Changes(settings=True))  # made behind its back
    page.show_item(number)
    settle(lambda: page.ticket is not None and page.ticket.row.id == number)
    settle(lambda: True)
    page.field.line.setText("status:new,open assignee:me priority:urgent,high")
    settle(lambda: len(page.list.filters.chips) == 3)
    page.pane.composer.put(Draft(DraftKind.NOTE, "Nieuw certificaat aangevraagd; morgen nabellen."))
    settle(lambda: True)
    yield "tickets-filters", window
    page.field.line.setText("")
    settle(lambda: page.model.rowCount() > 5)
    flags = QItemSelectionModel.SelectionFlag
    for row in (2, 3, 5):
        page.view.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)
    settle(page.list.bulk.isVisible)
    yield "tickets-chosen", window
    page.show_apart(tickets.page(page.context.session, "").ids[-1])
    page.show_apart(number)
    settle(lambda: page.ticket is not None and page.ticket.row.id == number)
    settle(lambda: True)
    yield "tickets-tabs", window
    for tab in page.tabs.tickets:
        page.readers.close(tab)
    page.show_item(number)
    page.pane.composer.put(Draft(DraftKind.FORWARD, "Kunnen jullie meekijken?"))
    page.pane.toggle_history()
    settle(lambda: True)
    yield "tickets-history", window
    page.pane.toggle_history()
    page.field.take_focus()
    page.field.line.setText("status:")
    page.field.line.textEdited.emit("status:")
    settle(lambda: True)
    yield "tickets-completion", window
    page.field.line.setText("")
    page.new_ticket()
    dialog = page.findChild(NewTicketDialog)
    assert dialog is not None
    settle(dialog.isVisible)  # what has the keyboard before it is shown keeps its caret
    dialog.add_person.click()
    dialog.title.setText("Toetsenbord typt dubbel")
    dialog.tags.line.setText("hardware")
    settle(lambda: True)
    yield "tickets-new", dialog
    dialog.reject()
    assert page.ticket is not None
    for file in page.ticket.messages[0].attachments:
        preview = Preview(page.context.theme, page.files, file, window)
        preview.open()
        settle(partial(_has_content, preview))
        yield f"tickets-file-{file.media_type.partition('/')[0]}", preview
        _close(preview)
    page.pane.composer.canned.ask(page.pane.composer.canned.replies[0])
    asked = window.findChildren(QDialog)[-1]
    settle(lambda: True)
    yield "tickets-canned", asked
    _close(asked)


def _has_content(preview: Preview) -> bool:
    return preview.view.currentWidget() not in {preview.view.nothing, preview.view.empty}


def _close(dialog: QDialog) -> None:
    dialog.close()
    dialog.deleteLater()
