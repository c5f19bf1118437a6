"""What is to change of tickets."""

from __future__ import annotations

from typing import NamedTuple

from app.model.ticket import Priority, Status


class Edit(NamedTuple):
    """What is to change; None leaves a property as it is and an empty text clears it."""

    status: Status | None = None
    priority: Priority | None = None
    queue: str | None = None
    category: str | None = None
    assignee: str | None = None
    title: str | None = None
    """Never empty."""
    requester: int | None = None
    """Whose ticket it becomes; their organisation comes along. 0 leaves it to nobody."""
    due_at: int | None = None
    """In seconds since 1970; 0 takes the due moment away."""
    tags: tuple[str, ...] | None = None
    """These and no others."""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
