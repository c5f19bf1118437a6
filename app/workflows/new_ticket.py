"""A ticket made by hand, with its requester where that person is new."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Changes
from app.model.ticket import Channel, Priority
from app.workflows import people, ticket_links, tickets
from app.workflows.session import Session


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A requester who is not on record yet."""

    name: str
    email: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What was filled in."""

    title: str
    channel: Channel
    text: str = ""
    requester: int | NewPerson | None = None
    """Somebody on record by id, somebody new, or nobody."""
    priority: Priority = Priority.NORMAL
    queue: str = ""
    category: str = ""
    assignee: str = ""
    tags: tuple[str, ...] = ()
    devices: tuple[int, ...] = ()
    """What it is about."""


def create(session: Session, what: NewTicket) -> tuple[int, Changes]:
    """Make the ticket and its new requester, both or neither. Raises ``KnownError``."""
    with session.store.write():
        requester, added = what.requester, Changes()
        if isinstance(requester, NewPerson):
            if not requester.name.strip() and not requester.email.strip():
                raise KnownError(
                    "requester_needed",
                    _("A new person needs a name or an address."),
                    _("Nothing was made. Fill in one of them, or leave the requester out."),
                )
            requester, added = people.add(
                session,
                display_name=" ".join(requester.name.split()) or requester.email.strip(),
                email=requester.email.strip(),
                organisation=requester.organisation,
            )
        ticket, made = tickets.create(
            session,
            title=what.title,
            channel=what.channel,
            text=what.text,
            requester_id=requester,
            priority=what.priority,
            queue=what.queue,
            category=what.category,
            assignee=what.assignee,
            tags=what.tags,
        )
        linked = ticket_links.set_devices(session, ticket, what.devices)
    return ticket, made | added | linked
