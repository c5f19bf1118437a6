"""Tickets: their words, their numbers and the transitions that make sense."""

# No annotations of the future here: a named tuple compiles each of them that is a text.

import re
from enum import StrEnum
from typing import NamedTuple

from app.i18n import N_

_NUMBERS_A_YEAR = 10_000_000
PLACES = 65_536
"""A message's id is its ticket's id times this, plus its place in the ticket."""
_NUMBER = re.compile(r"\bCNE-(\d{4})-(\d{6,7})\b", re.IGNORECASE)


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    WAITING_PERSON = "waiting_person"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon a ticket is to be handled."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Channel(StrEnum):
    """How a ticket reached us (P-130, introduction)."""

    WEBSITE = "website"
    WEB_FORM = "web_form"
    TICKET_SYSTEM = "ticket_system"
    EMAIL = "email"
    TELEPHONE = "telephone"
    COUNTER = "counter"


class Direction(StrEnum):
    """Which way a message went."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


class LinkKind(StrEnum):
    """How one ticket relates to another."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    PARENT = "parent"
    SPLIT = "split"


STATUS_LABELS = {
    Status.NEW: N_("New"),
    Status.OPEN: N_("Open"),
    Status.WAITING_PERSON: N_("Waiting for the person"),
    Status.WAITING_THIRD_PARTY: N_("Waiting for a third party"),
    Status.RESOLVED: N_("Resolved"),
    Status.CLOSED: N_("Closed"),
}
PRIORITY_LABELS = {
    Priority.LOW: N_("Low"),
    Priority.NORMAL: N_("Normal"),
    Priority.HIGH: N_("High"),
    Priority.URGENT: N_("Urgent"),
}
CHANNEL_LABELS = {
    Channel.WEBSITE: N_("Website"),
    Channel.WEB_FORM: N_("Web form"),
    Channel.TICKET_SYSTEM: N_("Ticket system"),
    Channel.EMAIL: N_("E-mail"),
    Channel.TELEPHONE: N_("Telephone"),
    Channel.COUNTER: N_("Counter"),
}

DIRECTION_LABELS = {
    Direction.IN: N_("Received"),
    Direction.OUT: N_("Sent"),
    Direction.NOTE: N_("Internal note"),
}

UNFINISHED = (Status.NEW, Status.OPEN, Status.WAITING_PERSON, Status.WAITING_THIRD_PARTY)

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(Status) - {Status.NEW},
    Status.OPEN: frozenset(Status) - {Status.NEW, Status.OPEN},
    Status.WAITING_PERSON: frozenset(Status) - {Status.NEW, Status.WAITING_PERSON},
    Status.WAITING_THIRD_PARTY: frozenset(Status) - {Status.NEW, Status.WAITING_THIRD_PARTY},
    Status.RESOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}
"""From each status to those it may go to; a ticket never becomes new again, and what is
resolved or closed is reopened before it waits."""


def ticket_id(year: int, sequence: int) -> int:
    """Return the row id of the year's ``sequence``-th ticket; ids sort as tickets were made."""
    return year * _NUMBERS_A_YEAR + sequence


def format_number(ticket: int) -> str:
    """Write a ticket's id the way people say it, ``CNE-2026-000123``."""
    year, sequence = divmod(ticket, _NUMBERS_A_YEAR)
    return f"CNE-{year:04d}-{sequence:06d}"


def parse_number(text: str) -> int | None:
    """Read a whole ticket number, ``CNE-2026-000123`` in either case, or return None."""
    match = _NUMBER.fullmatch(text.strip())
    return ticket_id(int(match[1]), int(match[2])) if match else None


def find_numbers(text: str) -> tuple[int, ...]:
    """Return the ids of the tickets that a text names, in order, each once."""
    return tuple(dict.fromkeys(ticket_id(int(m[1]), int(m[2])) for m in _NUMBER.finditer(text)))


_STATUSES = {status.value: status for status in Status}
RANKS = dict(enumerate(Priority, start=1))
"""Priorities by the numbers they are kept and ordered by; 1 is the lowest."""
RANK_OF = {priority: rank for rank, priority in RANKS.items()}
_CHANNELS = {channel.value: channel for channel in Channel}


class TicketRow(NamedTuple):
    """What a list shows of a ticket; a tuple, since lists make hundreds of them at once.

    It holds what the store gave, and gives it its meaning when it is shown.
    """

    id: int
    title: str
    status_word: str
    rank: int
    """Of the priority: 1 is the lowest."""
    channel_word: str
    queue: str
    category: str
    requester_id: int | None
    requester: str
    organisation: str
    assignee: str
    created_at: int
    updated_at: int
    due_at: int | None
    version: int

    @property
    def number(self) -> str:
        """``CNE-2026-000123``."""
        return format_number(self.id)

    @property
    def status(self) -> Status:
        """Where the ticket stands."""
        return _STATUSES[self.status_word]

    @property
    def priority(self) -> Priority:
        """How soon it is to be handled."""
        return RANKS[self.rank]

    @property
    def channel(self) -> Channel:
        """How it reached us."""
        return _CHANNELS[self.channel_word]
