"""The plans that this store knows of, and how far each came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.i18n import N_
from app.model.changes import Changes
from app.store import purges
from app.store.purges import Entry
from app.workflows.session import Session


class State(StrEnum):
    """How far a plan came."""

    PLANNED = "planned"
    APPROVED = "approved"
    BEGUN = "begun"
    FINISHED = "finished"


STATE_LABELS = {
    State.PLANNED: N_("Waits for approval"),
    State.APPROVED: N_("Approved, not run yet"),
    State.BEGUN: N_("Begun, not finished"),
    State.FINISHED: N_("Carried out"),
}
_REACHED_BY = {
    "purge_planned": State.PLANNED,
    "purge_approved": State.APPROVED,
    "purge_begun": State.BEGUN,
    "purge_finished": State.FINISHED,
}


@dataclass(frozen=True, slots=True)
class Known:
    """A plan that was saved on this workstation."""

    digest: str
    state: State
    at: int
    """When it came that far."""
    by: str
    """Who brought it that far."""
    planned_by: str
    rows: int
    plan: Path
    report: Path | None
    """Where its report was written; None while there is none."""
    pdf: Path | None


def listed(session: Session) -> tuple[Known, ...]:
    """Return the plans that are known here, those that moved last first."""
    with session.store.read() as connection:
        noted, entries = purges.listed(connection), purges.entries(connection)
    found = [
        _known(digest, values, entries[digest])
        for digest, values in noted
        if digest in entries and values.get("rows")
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _known(digest: str, values: dict[str, str | int], entries: list[Entry]) -> Known:
    last = entries[-1]
    report, pdf = values.get("report"), values.get("pdf")
    return Known(
        digest=digest,
        state=_furthest(entries),
        at=last.at,
        by=last.by,
        planned_by=entries[0].by,
        rows=int(values["rows"]),
        plan=Path(str(values["plan"])),
        report=Path(str(report)) if report else None,
        pdf=Path(str(pdf)) if pdf else None,
    )


def _furthest(entries: Iterable[Entry]) -> State:
    order = list(State)
    return max((_REACHED_BY[entry.action] for entry in entries), key=order.index)


def state_of(session: Session, digest: str) -> State:
    """Return how far a plan came; one that was only drafted counts as planned."""
    with session.store.read() as connection:
        entries = purges.entries(connection).get(digest, [])
    return _furthest(entries) if entries else State.PLANNED


def forget(session: Session, digest: str) -> Changes:
    """Leave a plan out of the list from now on; its file stays where it is."""
    with session.store.write() as connection:
        purges.forget(connection, digest)
    return Changes(holds=True)
