"""What a workflow changed, so that each view can decide whether to look again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Changes(NamedTuple):
    """Row ids touched, by kind; an empty set says nothing of that kind changed.

    ``everything`` says that more changed than is worth naming (an import, a purge).
    """

    tickets: frozenset[int] = frozenset()
    devices: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    requests: frozenset[int] = frozenset()
    packages: frozenset[int] = frozenset()
    holds: bool = False
    staff: bool = False
    settings: bool = False
    everything: bool = False
    destroyed: bool = False
    """Something was destroyed or blacked out: what memory has of before must be forgotten."""

    drafts: bool = False
    """Half-written texts went to another ticket: they must be taken from the store anew."""

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            tickets=self.tickets | other.tickets,
            devices=self.devices | other.devices,
            people=self.people | other.people,
            requests=self.requests | other.requests,
            packages=self.packages | other.packages,
            holds=self.holds or other.holds,
            staff=self.staff or other.staff,
            settings=self.settings or other.settings,
            everything=self.everything or other.everything,
            destroyed=self.destroyed or other.destroyed,
            drafts=self.drafts or other.drafts,
        )


Progress = Callable[[int, int | None], None]
"""Called by long work with (done, total or None); it raises ``Cancelled`` to stop the work."""


def no_progress(_done: int, _total: int | None) -> None:
    """Report to nobody."""
