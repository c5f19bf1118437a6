"""What a run found, as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.figures import FRAME_MS, RATIO_AIM, Figure, Report

_HEADINGS = (
    "work",
    "ours",
    "p99",
    "anew",
    "anew p99",
    "bare",
    "ratio",
    "rows",
    "growth",
    "bare grows",
    "",
)


def machine() -> dict[str, Any]:
    """Return what there is to say of the machine without naming it."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - only its version

    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages * size / 2**30),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": dbapi2.sqlite_version,
    }


def as_json(reports: Sequence[Report]) -> dict[str, Any]:
    """Return every figure."""
    return {
        "machine": machine(),
        "sizes": [
            {"tickets": r.tickets, "figures": [f.as_json() for f in r.figures]} for r in reports
        ],
    }


def as_text(reports: Sequence[Report]) -> str:
    """Return a Markdown table for each size; growth is from the smallest to the largest."""
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    parts = [about]
    smallest = reports[0]
    for report in reports:
        parts.append(f"\n## {report.tickets:,} tickets\n")
        rows = [_HEADINGS, *(_row(f, smallest.find(f)) for f in report.figures)]
        parts.append("\n".join(_lines(rows)))
    return "\n".join(parts)


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if place in {0, len(row) - 1} else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            rules = [
                "-" * width if place in {0, len(row) - 1} else "-" * (width - 1) + ":"
                for place, width in enumerate(widths)
            ]
            yield f"| {' | '.join(rules)} |"


def _row(figure: Figure, small: Figure | None) -> tuple[str, ...]:
    growth = bare_growth = None
    if small is not None and small is not figure:
        growth = figure.ours / small.ours if small.ours else None
        if small.bare and figure.bare:
            bare_growth = figure.bare / small.bare
    return (
        f"{figure.group}: {figure.name}",
        _number(figure.ours, figure.unit),
        _number(figure.ours_p99, ""),
        _number(figure.anew, ""),
        _number(figure.anew_p99, ""),
        _number(figure.bare, ""),
        _number(figure.ratio, ""),
        "" if figure.rows is None else f"{figure.rows:,}",
        _number(growth, ""),
        _number(bare_growth, ""),
        "; ".join(misses(figure, growth, bare_growth)),
    )


def misses(figure: Figure, growth: float | None, bare_growth: float | None) -> list[str]:
    """Return which aims a figure falls short of.

    Growth is measured beside that of the same work in bare SQL, which finds more in more tickets.
    """
    found = [figure.note] if figure.note else []
    if figure.ratio_aim and figure.ratio and figure.ratio > figure.ratio_aim:
        found.append(f"ratio over {figure.ratio_aim:g}")
    if growth and growth > RATIO_AIM * max(1.0, bare_growth or 1.0):
        found.append(f"grows over {RATIO_AIM:g}")
    if figure.frame and figure.slowest and figure.slowest > FRAME_MS:
        found.append(f"over {FRAME_MS:g} ms")
    return found


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value < 1 else f"{value:.2f}"
    return f"{text} {unit}".rstrip() if unit not in {"", "ms"} else text
