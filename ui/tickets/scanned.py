"""A device that is scanned while a ticket is read: the two are linked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.i18n import _
from app.model.changes import Changes
from app.model.ticket import TicketRow
from app.workflows import devices, ticket_links
from ui.pages import Context
from ui.tasks import Slot


def link_scanned(
    context: Context, owner: QObject, ticket: TicketRow, text: str, slot: Slot
) -> None:
    """Link the device that has an identifier with a ticket, or offer to make the device."""
    session = context.session

    def linked(device: int) -> Callable[[], Changes]:
        return lambda: ticket_links.link_device(session, ticket.id, device)

    def found(device: int | None) -> None:
        if device is None:
            context.go_device(text)
            return
        said = _("The device was linked with {number}.").format(number=ticket.number)
        context.jobs.write(
            owner,
            linked(device),
            lambda _changes: context.tell(said),
            failed=context.show_error,
        )

    context.jobs.read(
        owner,
        lambda: devices.identified(session, text),
        found,
        failed=context.show_error,
        slot=slot,
    )
