"""What reads worked out of the store's present state, for those that ask the same again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

_MOST = 64


class Remembered:
    """Plans of lists and searches, by what was asked, each until a moment.

    A store begins a new one after each write and when it is locked, so that nothing in it
    outlives what it was worked out from. It holds what was typed and the words of the search index
    that begin so, never what was found.
    """

    __slots__ = ("_plans",)

    def __init__(self) -> None:
        self._plans: dict[Hashable, tuple[int, Any]] = {}

    def find(self, key: Hashable, now: int) -> Any:
        """Return what was kept under a key; None where nothing was, or it no longer holds."""
        kept = self._plans.get(key)
        return kept[1] if kept is not None and now < kept[0] else None

    def keep(self, key: Hashable, value: object, until: int) -> None:
        """Remember a value until just before a moment; a full memory forgets the oldest."""
        if len(self._plans) >= _MOST and key not in self._plans:
            for oldest in list(self._plans)[:1]:  # at one go: other threads keep theirs meanwhile
                self._plans.pop(oldest, None)
        self._plans[key] = until, value

    def __len__(self) -> int:
        """Return how many plans are kept."""
        return len(self._plans)
