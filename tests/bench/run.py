"""One size of store, measured part by part."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from app.store.remembered import Remembered
from tests.bench import destroying, exporting, filters, lists, processes, searches, stores, writes
from tests.bench.figures import Figure, Report, compare
from tests.bench.stores import Built

_READING = {
    "lists": (lists.lists, lists.rows_and_counts),
    "filters": (filters.filters, filters.ordered),
    "searches": (searches.texts, searches.identifiers, searches.single),
}
PARTS = (*_READING, "writes", "imports", "destruction", "export", "memory", "start")
_CHANGING = {"writes", "imports", "destruction"}


def measure(
    parent: Path,
    scratch: Path,
    tickets: int,
    parts: Sequence[str],
    *,
    repeats: int | None = None,
) -> Report:
    """Build the store of a size, or take the one that is there, and measure these parts.

    ``repeats`` is for trying the measurements out: figures of few repeats say little.
    """
    built = stores.build(parent, tickets)
    report = Report(tickets)
    if built.seconds:
        rate = f"{tickets / built.seconds:,.0f} tickets a second"
        _keep(report, Figure("build", "the store", built.seconds, unit="s", note=rate))
    if set(parts) & set(_READING):
        _read(built, scratch, parts, report, repeats)
    if set(parts) & _CHANGING:
        _change(built, scratch, parts, report, repeats)
    if "export" in parts:
        _export(built, scratch, report)
    if set(parts) & {"memory", "start"}:
        _processes(built, scratch, parts, report)
    return report


def _keep(report: Report, figure: Figure) -> None:
    beside = f", bare {figure.bare:.2f}, x {figure.ratio:.2f}" if figure.ratio else ""
    stores.say(f"  {figure.group}: {figure.name}: {figure.ours:.2f} {figure.unit}{beside}")
    report.figures.append(figure)


def _read(
    built: Built, scratch: Path, parts: Sequence[str], report: Report, repeats: int | None
) -> None:
    folder = stores.copy(built, scratch, "reading")
    session = stores.open_session(folder)

    def forget() -> None:
        session.store.remembered = Remembered()

    try:
        with stores.bare(session) as bare:
            for make in (make for part in parts for make in _READING.get(part, ())):
                for case in make(session, bare):
                    figure = compare(case, frame=True, repeats=repeats, forget=forget)
                    _keep(report, figure)
    finally:
        session.close()
        shutil.rmtree(folder)


def _change(
    built: Built, scratch: Path, parts: Sequence[str], report: Report, repeats: int | None
) -> None:
    """Measure what changes a store: ours on one copy, the same bare on its twin."""
    folder, twin = (stores.copy(built, scratch, name) for name in ("changing", "twin"))
    session = stores.open_session(folder)
    try:
        with stores.bare_writer(twin, session) as bare:
            if "writes" in parts:
                for case in writes.single(session, bare):
                    _keep(report, compare(case, repeats=repeats))
            if "imports" in parts:
                imports = writes.Imports(session, bare, stores.empty_folder(scratch, "imports"))
                _keep(report, imports.mail())
                _keep(report, imports.devices())
            if "destruction" in parts:
                _keep(report, destroying.erasure(session, bare))
                for figure in destroying.purge_some(
                    session, bare, stores.empty_folder(scratch, "purge")
                ):
                    _keep(report, figure)
    finally:
        session.close()
        shutil.rmtree(folder)
        shutil.rmtree(twin)


def _export(built: Built, scratch: Path, report: Report) -> None:
    """Measure packages; of very much only in one store, since its own size decides there."""
    folder = stores.copy(built, scratch, "exporting")
    room = stores.empty_folder(scratch, "packages")
    session = stores.open_session(folder)
    try:
        with stores.bare(session) as bare:
            _keep(report, exporting.each_person(session, bare, room))
        if built.tickets <= exporting.MUCH_UP_TO:
            for figure in exporting.much(session, folder, room):
                _keep(report, figure)
    finally:
        session.close()
        shutil.rmtree(folder)
        shutil.rmtree(room)


def _processes(built: Built, scratch: Path, parts: Sequence[str], report: Report) -> None:
    folder = stores.copy(built, scratch, "processes")
    if "memory" in parts:
        _keep(report, processes.memory(folder))
        for figure in processes.import_memory(folder, stores.empty_folder(scratch, "mails")):
            _keep(report, figure)
    if "start" in parts:
        for figure in processes.start(folder):
            _keep(report, figure)
    shutil.rmtree(folder)
