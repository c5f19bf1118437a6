"""A piece of work away from the window's thread, and the slot in which the latest one counts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from app.model.changes import Progress


class Slot:
    """A place for one answer: whatever is asked here later makes the earlier answer void."""

    def __init__(self) -> None:
        self._latest: Task | None = None

    def take(self, task: Task) -> None:
        """Make ``task`` the one whose answer counts."""
        self.clear()
        self._latest = task

    def clear(self) -> None:
        """Make whatever was asked last void."""
        if self._latest is not None:
            self._latest.make_void()
            self._latest = None


class ProgressReport(NamedTuple):
    """How far a piece of work is."""

    done: int
    total: int | None
    seconds_left: float | None
    """None while nobody can tell."""


class Task:
    """One piece of work on its way; its holder may cancel it, at any moment, from any thread."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        title: str = "",
    ) -> None:
        self.title = title
        """What the user is told is going on; empty for work too short to mention."""
        self.writes = False
        """Whether it changes the store although it is not on the writing lane."""
        self.holds_up_changes = False
        """Whether no change to the store is made before this work is over."""
        self.gives_way = False
        """Whether it is stopped for any change that somebody asks for, to be done another time."""
        self.gave_way = False
        """Whether it was."""
        self.keeps_nothing = False
        """Whether all it does is taken back, so that nobody need wait for its end."""
        self.has_succeeded = False
        """Whether it came to its end, neither stopped nor failed."""
        self.has_begun = False
        """Whether it is being done, or was; before, it waits its turn."""
        self.is_paused: Callable[[], bool] = lambda: False
        """Whether it waits since somebody wants it to; asked at each report."""
        self.report = ProgressReport(0, None, None)
        self._work = work
        self._done = done
        self._failed = failed
        self._cancelled = False
        self._void = False
        self._started_at = 0.0
        self._reported_at = 0.0
        self._done_before = sys.maxsize  # as it told first: work that it goes on with did that

    def cancel(self) -> None:
        """Stop the work at its next report of progress; what ends before that still counts."""
        self._cancelled = True

    def give_way(self) -> None:
        """Stop the work for something that goes first."""
        self.gave_way = True
        self.cancel()

    def stop(self) -> bool:
        """Stop the work; False where it had not begun, so that no answer comes.

        One that waits its turn would say much later that it was stopped.
        """
        begun = self.has_begun  # another thread may begin it now
        (self.cancel if begun else self.make_void)()
        return begun

    @property
    def is_refused(self) -> bool:
        """Whether it will never be begun."""
        return self._cancelled and not self.has_begun

    @property
    def is_void(self) -> bool:
        """Whether nothing of it is delivered any more."""
        return self._void

    def make_void(self) -> None:
        """Stop the work, and deliver nothing of it even if it ended already."""
        self._void = self._cancelled = True
