"""One line of the palette."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a line leads to, in the order in which the kinds stand."""

    ACTION = "action"
    VIEW = "view"
    TICKET = "ticket"
    PERSON = "person"
    DEVICE = "device"


PAGES = {
    Kind.VIEW: "tickets",
    Kind.TICKET: "tickets",
    Kind.DEVICE: "devices",
    Kind.PERSON: "people",
}
"""The page that shows what is of a kind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: what it says, and what it leads to."""

    kind: Kind
    title: str
    detail: str
    icon: str
    target: int | str
    """A row's id, an action's, or the query of a view."""
