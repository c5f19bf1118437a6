"""Which tickets an action is about: one, several, or all that the list finds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ui.tickets.source import ListQuery


class Targets(NamedTuple):
    """Tickets, each at the version that was seen of it."""

    versions: Mapping[int, int | None] = MappingProxyType({})
    """By id; None takes a ticket as it is by then."""
    query: ListQuery | None = None
    """All that it finds as well, loaded or not, each as it is by then."""
    left_out: frozenset[int] = frozenset()
    """What of it is left alone."""

    def __bool__(self) -> bool:
        return bool(self.versions)

    @property
    def one(self) -> int | None:
        """The only ticket, None when there are several or none."""
        return next(iter(self.versions)) if len(self.versions) == 1 and not self.query else None

    @property
    def are_several(self) -> bool:
        """Whether there is more than one."""
        return bool(self) and self.one is None
