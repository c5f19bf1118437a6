"""What an example ticket is about, and the queues that handle it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.device import DeviceKind


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of trouble and what people say of it; {plek}, {app} and {dag} are filled in."""

    category: str
    queue: str
    tags: tuple[str, ...]
    kind: DeviceKind | None
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    """What the person writes below the title at the same place."""
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    """What the person answers to the question at the same place."""
    solutions: tuple[str, ...]
    notes: tuple[str, ...]
    weight: int = 2
    """How often it comes up."""
    urgent: bool = False


SERVICE, NETWORK, FIELD, PRIVACY = "Servicedesk", "Netwerk", "Werkplek", "Privacy"
QUEUES = (SERVICE, NETWORK, FIELD, PRIVACY)
