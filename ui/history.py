"""Where the user has been: back, forward, and the place to return to after unlocking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

_LENGTH = 100
"""Places one can go back to."""
_MERELY_WHERE_ONE_LOOKS = frozenset({"scroll", "tabs"})


class Place(NamedTuple):
    """A page, and what it remembers of what it showed: see ``Page.remember``."""

    page: str
    kept: Mapping[str, Any]

    def is_same_as(self, other: Place) -> bool:
        """Whether both show the same rows, scrolled or not."""
        return self.page == other.page and _essence(self.kept) == _essence(other.kept)


def _essence(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in kept.items()
        if name not in _MERELY_WHERE_ONE_LOOKS and value not in (None, "")
    }


def without_texts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page remembers but for what may name anybody: rows and tabs, and no words."""
    return {
        name: value
        for name, value in kept.items()
        if value is None
        or isinstance(value, int)
        or (isinstance(value, list) and all(isinstance(one, int) for one in value))
    }


class History:
    """The places behind and ahead of the one where the user is."""

    def __init__(self) -> None:
        self._back: list[Place] = []
        self._forward: list[Place] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place behind."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place ahead."""
        return bool(self._forward)

    def forget(self) -> None:
        """Keep no place: what was looked for there may be about whoever is erased."""
        self._back.clear()
        self._forward.clear()

    def leave(self, place: Place) -> None:
        """Note a place that the user goes on from; what was ahead is forgotten."""
        if not (self._back and self._back[-1].is_same_as(place)):
            self._back = [*self._back[1 - _LENGTH :], place]
        self._forward.clear()

    def back(self, here: Place) -> Place | None:
        """Return the place behind, with ``here`` ahead from now on."""
        return self._step(self._back, self._forward, here)

    def forward(self, here: Place) -> Place | None:
        """Return the place ahead, with ``here`` behind from now on."""
        return self._step(self._forward, self._back, here)

    @staticmethod
    def _step(source: list[Place], behind: list[Place], here: Place) -> Place | None:
        while source:
            place = source.pop()
            if not place.is_same_as(here):
                behind.append(here)
                return place
        return None
