"""Figures: timing two ways of one piece of work side by side, and what came of it."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

RATIO_AIM = 1.3
"""Our time beside bare SQL's, and the time at a million tickets beside that at ten thousand."""
IMPORT_RATIO_AIM = 2.0
"""An import beside bare inserts of the same rows: at least half their speed."""
MEMORY_AIM = 1.2
FRAME_MS = 16.7
"""What a list or a search may take so that nobody sees it: one frame of a screen."""
_ANEW = 100

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Case(Generic[_V]):
    """One piece of work, ours and bare, on each of these variants in turn."""

    group: str
    name: str
    ours: Callable[[_V], Any]
    bare: Callable[[_V], Any]
    variants: Sequence[_V]
    repeats: int = 200
    alike: Callable[[Any, Any], bool] | None = None
    """Whether two answers say the same; None where there is no answer to compare."""


@dataclass(slots=True)
class Figure:
    """What one piece of work took at one size of store, in milliseconds unless ``unit`` differs."""

    group: str
    name: str
    ours: float
    bare: float | None = None
    ours_p99: float | None = None
    bare_p99: float | None = None
    anew: float | None = None
    """Ours where no plan is remembered, as after each write."""
    anew_p99: float | None = None
    rows: int | None = None
    """Of a typical answer."""
    unit: str = "ms"
    ratio_aim: float | None = RATIO_AIM
    frame: bool = False
    """Whether the slowest must fit one frame of the screen."""
    note: str = ""

    @property
    def slowest(self) -> float | None:
        """What ours takes in 99 of 100 cases, with a plan that is remembered or made anew."""
        known = [value for value in (self.ours_p99, self.anew_p99) if value is not None]
        return max(known, default=None)

    @property
    def ratio(self) -> float | None:
        """Ours beside bare; above 1 is slower, or more."""
        return self.ours / self.bare if self.bare else None

    def as_json(self) -> dict[str, Any]:
        """Return all of it for a program to read."""
        return {**asdict(self), "ratio": self.ratio}


@dataclass(slots=True)
class Report:
    """The figures of one size of store."""

    tickets: int
    figures: list[Figure] = field(default_factory=list)

    def find(self, figure: Figure) -> Figure | None:
        """Return the figure of the same work in this report."""
        same = (f for f in self.figures if (f.group, f.name) == (figure.group, figure.name))
        return next(same, None)


class DifferentAnswersError(AssertionError):
    """Ours and bare do not do the same work, so that comparing them would mean nothing."""


def compare(
    case: Case[Any],
    *,
    frame: bool = False,
    repeats: int | None = None,
    forget: Callable[[], None] | None = None,
) -> Figure:
    """Time both ways in turns, after a round that warms both and compares what they give.

    With ``forget``, which makes the program forget its plans, ours is timed without them too.
    """
    sizes = []
    for variant in case.variants:
        ours, bare = case.ours(variant), case.bare(variant)
        if case.alike is None:
            continue
        if not case.alike(ours, bare):
            raise DifferentAnswersError(f"{case.group}: {case.name}: {variant}")
        sizes.append(len(bare[0] if isinstance(bare, tuple) else bare))
    ours_times: list[float] = []
    bare_times: list[float] = []
    turns = [(case.ours, ours_times), (case.bare, bare_times)]
    gc.collect()
    gc.disable()
    try:
        for number in range(repeats or case.repeats):
            variant = case.variants[number % len(case.variants)]
            for work, times in turns if number % 2 else reversed(turns):
                started = time.perf_counter()
                work(variant)
                times.append((time.perf_counter() - started) * 1000)
        anew = _anew(case, forget, min(repeats or _ANEW, _ANEW)) if forget else []
    finally:
        gc.enable()
    return Figure(
        case.group,
        case.name,
        statistics.median(ours_times),
        statistics.median(bare_times),
        percentile(ours_times, 99),
        percentile(bare_times, 99),
        anew=statistics.median(anew) if anew else None,
        anew_p99=percentile(anew, 99) if anew else None,
        rows=round(statistics.median(sizes)) if sizes else None,
        frame=frame,
    )


def _anew(case: Case[Any], forget: Callable[[], None], repeats: int) -> list[float]:
    times = []
    for number in range(repeats):
        variant = case.variants[number % len(case.variants)]
        forget()
        started = time.perf_counter()
        case.ours(variant)
        times.append((time.perf_counter() - started) * 1000)
    return times


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many per cent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
