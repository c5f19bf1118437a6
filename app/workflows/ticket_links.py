"""What belongs together: links between tickets and with devices, merging and splitting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.conversation import MessageRow
from app.model.ticket import Direction, LinkKind, Status, format_number
from app.store import drafts, messages, people, ticket_record, tickets
from app.store.rows import not_found
from app.store.tickets import NewTicket
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session
from app.workflows.tickets import clean_title

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def link_device(session: Session, ticket_id: int, device_id: int) -> Changes:
    """Link a device with a ticket, beside those that are linked.

    Raises ``KnownError("restricted")``.
    """
    with session.store.write() as connection:
        known = {device.id for device in ticket_record.linked_devices(connection, ticket_id)}
        _change_devices(session, connection, ticket_id, known | {device_id})
    return Changes(tickets=frozenset({ticket_id}), devices=frozenset({device_id}))


def set_devices(session: Session, ticket_id: int, device_ids: Collection[int]) -> Changes:
    """Make a ticket's devices these and no others."""
    with session.store.write() as connection:
        changed = _change_devices(session, connection, ticket_id, set(device_ids))
    return Changes(tickets=frozenset({ticket_id}), devices=frozenset(changed))


def _change_devices(
    session: Session, connection: Connection, ticket: int, wanted: set[int]
) -> set[int]:
    require_unrestricted(connection, "ticket", ticket)
    known = {device.id for device in ticket_record.linked_devices(connection, ticket)}
    if known == wanted:
        return set()
    require_unrestricted(connection, "device", *(known ^ wanted))
    at = moments.now()
    for device in sorted(wanted - known):
        tickets.link_device(connection, ticket, device)
    for device in sorted(known - wanted):
        tickets.unlink_device(connection, ticket, device)
    # A device's name may tell whose it is: the history says that they changed, not which.
    tickets.note_change(connection, ticket, "devices", "", "", at=at, staff_id=session.staff_id)
    tickets.touch(connection, ticket, at)
    return known ^ wanted


def link(session: Session, ticket_id: int, other_id: int, kind: LinkKind) -> Changes:
    """Link two tickets. Raises ``KnownError``: ``restricted``, ``same_ticket`` for one twice."""
    if ticket_id == other_id:
        raise _same_ticket()
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id, other_id)
        tickets.link(connection, ticket_id, other_id, kind)
    return Changes(tickets=frozenset({ticket_id, other_id}))


def unlink(session: Session, ticket_id: int, other_id: int) -> Changes:
    """Take away every link between two tickets. Raises ``KnownError("restricted")``."""
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id, other_id)
        tickets.unlink(connection, ticket_id, other_id)
    return Changes(tickets=frozenset({ticket_id, other_id}))


def _same_ticket() -> KnownError:
    return KnownError(
        "same_ticket",
        _("These are one and the same ticket."),
        _("Nothing was changed. Choose another ticket."),
    )


def merge(session: Session, ticket_id: int, into_id: int) -> Changes:
    """Move a ticket's messages, devices, tags and drafts into another and close it.

    The merged ticket stays as a signpost: what arrives for it goes to the other one, and what is
    written in it. A draft stays there where its writer has another one in the other ticket. Raises
    ``KnownError``: ``same_ticket``, ``not_found``, ``restricted`` where either ticket, or one of
    the messages that would move, is a restricted person's.
    """
    if ticket_id == into_id:
        raise _same_ticket()
    at = moments.now()
    with session.store.write() as connection:
        final = tickets.final_of(connection, into_id)
        if final is None or tickets.status_of(connection, ticket_id) is None:
            raise not_found(_("Ticket"))
        if final == ticket_id:
            raise _same_ticket()
        moved = messages.documents_of(connection, (ticket_id,))
        require_unrestricted(connection, "ticket", ticket_id, final)
        require_unrestricted(connection, "message", *moved)
        into_id = final  # a ticket that was merged itself is only a signpost
        messages.move(connection, moved, into_id)
        tickets.move_links(connection, ticket_id, into_id)
        drafts.move(connection, ticket_id, into_id)
        tickets.touch(
            connection,
            ticket_id,
            at,
            status=Status.CLOSED.value,
            closed_at=at,
            merged_into_id=into_id,
        )
        tickets.touch(connection, into_id, at)
        for one, field, other in (
            (ticket_id, "merged_into_id", into_id),
            (into_id, "merged_here", ticket_id),
        ):
            _note_other(session, connection, one, field, other, at=at)
    return Changes(tickets=frozenset({ticket_id, into_id}), drafts=True)


def _note_other(
    session: Session, connection: Connection, ticket: int, field: str, other: int, *, at: int
) -> None:
    """Write into a ticket's history what it had to do with another one."""
    number = format_number(other)
    tickets.note_change(connection, ticket, field, "", number, at=at, staff_id=session.staff_id)


def split(
    session: Session, ticket_id: int, message_ids: Sequence[int], title: str
) -> tuple[int, Changes]:
    """Move some of a ticket's messages to a new ticket that is linked with it.

    Where somebody else than the requester wrote what moves, the new ticket is with them. Raises
    ``KnownError``: ``nothing_to_split``, ``restricted`` as for :func:`merge`.
    """
    at = moments.now()
    with session.store.write() as connection:
        require_unrestricted(connection, "ticket", ticket_id)
        source = ticket_record.get(connection, ticket_id)
        own = [m.id for m in source.messages if m.id in set(message_ids)]
        if not own or len(own) == len(source.messages):
            raise KnownError(
                "nothing_to_split",
                _("A split takes some of a ticket's messages, not none and not all."),
                _("Nothing was changed. Select the messages that belong elsewhere."),
            )
        require_unrestricted(connection, "message", *own)
        kept = tickets.image(connection, ticket_id, ("organisation_id", "queue_id", "category_id"))
        requester = _writer(source.messages, own) or source.row.requester_id
        if requester is not None and requester != source.row.requester_id:
            kept["organisation_id"] = people.organisation_of(connection, requester)
        new = tickets.add(
            connection,
            NewTicket(
                clean_title(title),
                source.row.channel,
                at,
                requester_id=requester,
                **kept,
            ),
            first=None,
        )
        messages.move(connection, own, new)
        tickets.link(connection, ticket_id, new, LinkKind.SPLIT)
        tickets.touch(connection, ticket_id, at)
        _note_other(session, connection, ticket_id, "split_off", new, at=at)
        _note_other(session, connection, new, "split_from", ticket_id, at=at)
    return new, Changes(tickets=frozenset({ticket_id, new}))


def _writer(messages: Sequence[MessageRow], some: Collection[int]) -> int | None:
    """Return who wrote to us in these messages, None where that is nobody or more than one."""
    writers = {
        message.author_id
        for message in messages
        if message.id in some and message.direction is Direction.IN
    }
    return next(iter(writers)) if len(writers) == 1 else None
