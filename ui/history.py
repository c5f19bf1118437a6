"""Where the user has been: back and forward, and what counts as a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer

_LENGTH = 100
"""Places one can go back to."""
_SETTLED_AFTER = 700
"""Milliseconds on a row or query before it is a place one can come back to: passing by is not."""
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


class Travels(QObject):
    """Notes where the user goes, from page to page and within one, and leads back there."""

    def __init__(
        self,
        parent: QObject,
        here: Callable[[], Place | None],
        restore: Callable[[Place], None],
        arrived: Callable[[Place], None],
    ) -> None:
        """``here`` says where the user is, ``restore`` shows a place as it was.

        ``arrived`` is told of each place to which the user went by a step of their own.
        """
        super().__init__(parent)
        self._here = here
        self._restore = restore
        self._arrived = arrived
        self._history = History()
        self._settled: Place | None = None
        self._moved = False
        self._is_going = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_AFTER)
        self._settling.timeout.connect(self._settle)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place behind."""
        return self._history.can_go_back or self._moved

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place ahead."""
        return self._history.can_go_forward

    def go_back(self) -> None:
        """Return to where one was before."""
        self._go(self._history.back)

    def go_forward(self) -> None:
        """Undo a step back."""
        self._go(self._history.forward)

    def forget(self) -> None:
        """Keep no place behind or ahead."""
        self._history.forget()

    def leave_for(self, show: Callable[[], None]) -> None:
        """Show another place; one can come back from it."""
        self._settle()
        before = self._here()
        with self.going():
            show()
        self._settled = self._here()
        if before is not None and self._settled is not None:
            if not before.is_same_as(self._settled):
                self._history.leave(before)
            self._arrived(self._settled)

    def begin_here(self) -> None:
        """Go on from the place that is shown, without noting that one left another for it."""
        self._settled = self._here()

    @contextmanager
    def going(self) -> Iterator[None]:
        """What a page does as it is shown, such as choosing a row, is no step of the user's."""
        before, self._is_going = self._is_going, True
        try:
            yield
        finally:
            self._is_going = before

    def note_move(self) -> None:
        """Take in that something within a page moved."""
        if not self._is_going:
            self._moved = True
            self._settling.start()

    def _go(self, step: Callable[[Place], Place | None]) -> None:
        self._settle()
        if (here := self._here()) is not None and (place := step(here)) is not None:
            self._restore(place)

    def _settle(self) -> None:
        """Note where the user moved to within a page, and where from."""
        if not self._moved:
            return
        self._moved = False
        self._settling.stop()
        here = self._here()
        if here is None:
            return
        if self._settled is not None and not here.is_same_as(self._settled):
            self._history.leave(self._settled)
        self._settled = here
        self._arrived(here)
