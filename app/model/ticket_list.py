"""How lists are ordered and paged."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class TicketSort(StrEnum):
    """What a ticket list is ordered by; the ticket's id decides between equals."""

    NEWEST = "newest"
    UPDATED = "updated"
    DUE = "due"
    PRIORITY = "priority"


class Key(NamedTuple):
    """Where a page ended: the next begins behind it, however many rows came meanwhile."""

    value: int | str
    id: int


class IdPage(NamedTuple):
    """The ids of one page of a list."""

    ids: tuple[int, ...]
    next: Key | None
    """Where the next page begins; None at the end of the list."""
