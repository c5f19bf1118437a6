"""``python -m tests.bench --window``: the program's window on each size of store.

Each size has a process of its own with a real window on an offscreen screen; a bare Qt window is
started beside it. Names each aim, and each miss.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import processes, stores
from tests.bench.figures import percentile

FRAME_MS = 16.7
"""One picture of a screen: from a key press to painted rows, in 99 of 100 cases."""
GROWTH = 1.3
"""The same at the largest store beside the smallest."""
START_RATIO = 2.5
"""The first painted list beside a bare window's first picture."""
PAUSE_MS = 50.0
MEMORY_RATIO, MEMORY_MIB = 1.5, 60.0
"""The window's memory is to stay within a bare window's so many times, and so much more."""
REPEATS = 200
_STARTS = 9
_MAILS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its aim."""

    name: str
    shown: str
    aim: str
    holds: bool
    values: dict[str, Any]


def measure(parent: Path, sizes: Sequence[int], repeats: int = REPEATS) -> list[Line]:
    """Measure each size and say how each figure stands to its aim."""
    lines: list[Line] = []
    smallest: dict[str, Any] = {}
    bare_memory = processes.bare_window_memory()
    for tickets in sorted(sizes):
        built = stores.build(parent, tickets)
        stores.say(f"{tickets:,} tickets in the window")
        with tempfile.TemporaryDirectory(prefix="cne-helpdesk-bench-") as scratch:
            mailbox = processes.mails(Path(scratch) / "mails", "mailbox", _MAILS)
            folder = stores.copy(built, Path(scratch), "window")
            starts = processes.window_starts(folder, _STARTS)
            found = processes.window_work(folder, mailbox, repeats)
            shutil.rmtree(folder)
        smallest = smallest or found
        for line in _lines(tickets, found, smallest, starts, bare_memory):
            stores.say(f"  {line.name}: {line.shown} ({line.aim})")
            lines.append(line)
    return lines


def _lines(
    tickets: int,
    found: dict[str, Any],
    smallest: dict[str, Any],
    starts: dict[str, list[float]],
    bare_memory: float,
) -> Iterator[Line]:
    at = f"at {tickets:,}"
    for case, times in found["times"].items():
        slowest, median = percentile(times, 99), statistics.median(times)
        yield _line(
            f"{case} {at}", slowest, FRAME_MS, f"p99 {slowest:.1f} ms, median {median:.1f} ms"
        )
        if found is not smallest:
            growth = slowest / percentile(smallest["times"][case], 99)
            middle = median / statistics.median(smallest["times"][case])
            yield _line(
                f"{case}, growth", growth, GROWTH, f"p99 x {growth:.2f}, median x {middle:.2f}"
            )
    bare = statistics.median(starts["bare"])
    for name in ("gate", "list"):
        ours = statistics.median(starts[name])
        yield _line(
            f"first painted {name} {at}",
            ours / bare,
            START_RATIO,
            f"{ours:.0f} ms, bare window {bare:.0f} ms, x {ours / bare:.2f}",
        )
    for work, longest in found["pauses"].items():
        yield _line(f"longest pause: {work} {at}", longest, PAUSE_MS, f"{longest:.1f} ms")
    most = MEMORY_RATIO * bare_memory + MEMORY_MIB
    for name in ("memory", "memory with an import"):
        yield _line(
            f"{name} {at}",
            found[name],
            most,
            f"{found[name]:.0f} MiB, bare window {bare_memory:.0f} MiB",
        )


def _line(name: str, value: float, aim: float, shown: str) -> Line:
    return Line(name, shown, f"within {aim:.4g}", value <= aim, {"value": value, "aim": aim})


def as_text(lines: Sequence[Line]) -> str:
    """Return a Markdown table, and the misses by name below it."""
    rows = [
        f"| {line.name} | {line.shown} | {line.aim} | {'' if line.holds else 'missed'} |"
        for line in lines
    ]
    missed = [line.name for line in lines if not line.holds]
    ending = f"Missed: {'; '.join(missed)}." if missed else "Every aim holds."
    return "\n".join(("| what | seen | aim | |", "| --- | --- | --- | --- |", *rows, "", ending))


def as_json(lines: Sequence[Line]) -> str:
    """Return every figure for a program to read."""
    return json.dumps([{"name": line.name, "holds": line.holds, **line.values} for line in lines])
