"""A ticket, whole: its conversation, its history and what it is linked with."""

# No annotations of the future here: a named tuple compiles each of them that is a text.

from typing import NamedTuple

from app.model.ticket import Direction, LinkKind, Status, TicketRow

BLACKED_OUT = "\N{FULL BLOCK}" * 5
"""What stands in a text in place of whoever was erased, or is not to be told of."""


class AttachmentRow(NamedTuple):
    """A file in the store, without its bytes."""

    id: int
    filename: str
    media_type: str
    size: int
    sha256: str
    content_id: str
    inline: bool


class MessageRow(NamedTuple):
    """One message of a conversation."""

    id: int
    direction: Direction
    author_id: int | None
    """The person, for an incoming message."""
    author: str
    """The name to show: the person's or the member of staff's."""
    author_address: str
    created_at: int
    text: str
    reply_text: str
    html: str | None
    attachments: tuple[AttachmentRow, ...]
    sent_to: str = ""
    """To whom it was sent on, for what is no answer to the requester."""


class ChangeRow(NamedTuple):
    """One step in a ticket's history; ``old`` and ``new`` are empty for a personal field."""

    at: int
    staff: str
    field: str
    old: str
    new: str


class LinkedTicket(NamedTuple):
    """Another ticket that this one is linked with."""

    id: int
    title: str
    status: Status
    kind: LinkKind


class LinkedDevice(NamedTuple):
    """A device that a ticket is about; ``app.model.device.title`` says what it is called."""

    id: int
    kind: str
    name: str
    manufacturer: str
    model: str


class Ticket(NamedTuple):
    """A ticket, whole."""

    row: TicketRow
    tags: tuple[str, ...]
    messages: tuple[MessageRow, ...]
    changes: tuple[ChangeRow, ...]
    devices: tuple[LinkedDevice, ...]
    links: tuple[LinkedTicket, ...]
    merged_into: int | None
    requester_email: str
    closed_at: int | None
    restricted: bool = False
    """The requester had their data restricted: it is kept and not changed."""
