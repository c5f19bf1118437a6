"""The register of requests: their times, and figures for an auditor; nobody is named in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.model.subject_request import RequestKind, RequestState, SubjectRequest, Urgency
from app.policy import is_working_day
from app.store import requests
from app.workflows.requests import clock
from app.workflows.requests.steps import today
from app.workflows.session import Session

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the register shows it: numbers, days and codes alone."""

    number: int
    kind: str
    state: str
    received: str
    """ISO day, as all days here; empty where there is none."""
    due: str
    due_statutory: str
    paused_days: int
    """Days on which the clock stood still, in pauses that are over."""
    extended: str
    extension_reason: str
    identity_method: str
    """``override`` where a lead let it go on without a check."""
    decision: str
    grounds: str
    decided: str
    approved_own: bool
    carried_out: str
    closed: str
    handling_days: int | None
    """Working days from receipt to close, pauses left out; None while it is open or withdrawn."""
    on_time: bool | None
    """Closed by the day that counted; None while it is open and not overdue, or withdrawn."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the register says as a whole."""

    requests: int
    closed: int
    overdue: int
    """Open, and past the day that counts."""
    median_handling_days: float | None
    """Working days; None when none is closed."""
    share_on_time: float | None
    """Of those that are closed or overdue, from 0 to 1; None when there are none."""


def entries(
    session: Session,
    *,
    kinds: Iterable[RequestKind] = (),
    open_only: bool = False,
    closed_only: bool = False,
    received_from: date | None = None,
    received_to: date | None = None,
) -> tuple[Entry, ...]:
    """Return the requests that fit, by number; both days are included."""
    wanted = frozenset(kinds)
    with session.store.read() as connection:
        found = [
            _entry(request, requests.pauses(connection, request.id))
            for request in requests.listed(connection, open_only=open_only)
            if (not wanted or request.kind in wanted)
            and (not closed_only or request.state is RequestState.CLOSED)
            and (received_from is None or request.received_on >= received_from.isoformat())
            and (received_to is None or request.received_on <= received_to.isoformat())
        ]
    return tuple(sorted(found, key=lambda entry: entry.number))


def _entry(request: SubjectRequest, pauses: tuple[clock.Pause, ...]) -> Entry:
    closed = _day(request.closed_at)
    return Entry(
        number=request.number,
        kind=request.kind.value,
        state=request.state.value,
        received=request.received_on,
        due=request.due_on,
        due_statutory=request.due_statutory_on,
        paused_days=sum((end - start).days for start, end in pauses),
        extended=request.extended_on,
        extension_reason=request.extension_reason.value if request.extension_reason else "",
        identity_method="override" if request.identity_override else request.identity_method,
        decision=request.decision.value if request.decision else "",
        grounds=" ".join(request.grounds),
        decided=_day(request.decided_at),
        approved_own=request.approved_own,
        carried_out=_day(request.carried_out_at),
        closed=closed,
        handling_days=(
            _handling_days(request, closed, pauses) if closed and not request.is_withdrawn else None
        ),
        on_time=_on_time(request, closed),
    )


def _day(moment: int | None) -> str:
    return "" if moment is None else moments.office_day(moment).isoformat()


def _handling_days(request: SubjectRequest, closed: str, pauses: tuple[clock.Pause, ...]) -> int:
    day, last, count = date.fromisoformat(request.received_on), date.fromisoformat(closed), 0
    while day < last:
        day += _DAY
        stopped = any(start < day <= end for start, end in pauses)
        count += is_working_day(day) and not stopped
    return count


def _on_time(request: SubjectRequest, closed: str) -> bool | None:
    if request.is_withdrawn:
        return None
    if request.state is RequestState.CLOSED:
        return closed <= request.answer_by
    return False if clock.urgency(request, today()) is Urgency.OVERDUE else None


def figures(found: Iterable[Entry]) -> Figures:
    """Return the figures of entries."""
    counted = tuple(found)
    days = [entry.handling_days for entry in counted if entry.handling_days is not None]
    judged = [entry.on_time for entry in counted if entry.on_time is not None]
    return Figures(
        requests=len(counted),
        closed=sum(bool(entry.closed) for entry in counted),
        overdue=sum(entry.on_time is False and not entry.closed for entry in counted),
        median_handling_days=float(median(days)) if days else None,
        share_on_time=sum(judged) / len(judged) if judged else None,
    )


def save(found: Iterable[Entry], path: Path) -> None:
    """Write entries for an auditor, as ``.csv`` or ``.json`` by the name's ending.

    Raises ``KnownError("register_ending")`` for another ending.
    """
    counted = tuple(found)
    match path.suffix.lower():
        case ".csv":
            table = io.StringIO()
            writer = csv.writer(table, lineterminator="\r\n")
            writer.writerow(field.name for field in fields(Entry))
            writer.writerows(asdict(entry).values() for entry in counted)
            data = table.getvalue().encode("utf-8-sig")  # spreadsheets know UTF-8 by its mark
        case ".json":
            whole = {
                "requests": [asdict(entry) for entry in counted],
                "figures": asdict(figures(counted)),
            }
            data = (json.dumps(whole, indent=2) + "\n").encode()
        case _:
            raise KnownError(
                "register_ending",
                _("The register is saved as .csv or .json."),
                _("Nothing was written. Let the name end in one of the two."),
            )
    write_atomically(path, data)
