"""One size of store, measured part by part."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bench import lists, searches, stores
from tests.bench.figures import Report, compare
from tests.bench.stores import Built

_READING = {
    "lists": (lists.lists, lists.rows_and_counts),
    "filters": (lists.filters,),
    "searches": (searches.texts, searches.identifiers, searches.single),
}
PARTS = (*_READING,)


def measure(parent: Path, scratch: Path, tickets: int, parts: Sequence[str]) -> Report:
    """Build the store of a size, or take the one that is there, and measure these parts."""
    built = stores.build(parent, tickets)
    report = Report(tickets)
    _read(built, scratch, parts, report)
    return report


def _read(built: Built, scratch: Path, parts: Sequence[str], report: Report) -> None:
    wanted = [make for part in parts for make in _READING.get(part, ())]
    if not wanted:
        return
    folder = stores.copy(built, scratch, "reading")
    session = stores.open_session(folder)
    try:
        with stores.bare(session) as bare:
            for make in wanted:
                for case in make(session, bare):
                    figure = compare(case, frame=True)
                    stores.say(
                        f"  {figure.group}: {figure.name}: {figure.ours:.2f} ms,"
                        f" bare {figure.bare:.2f} ms, x {figure.ratio:.2f}"
                    )
                    report.figures.append(figure)
    finally:
        session.close()
        shutil.rmtree(folder)
