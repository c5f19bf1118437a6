"""What somebody who begins the day wants to know, and how the work goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.model import moments
from app.model.device import DeviceRow
from app.model.device_list import DeviceSort
from app.model.query_days import FIRST_DAY, write_days
from app.model.register_queries import PRESSING
from app.model.subject_request import SubjectRequest
from app.model.ticket import TicketRow
from app.model.ticket_list import TicketSort
from app.model.ticket_query_words import ANSWERED_WITHIN, Answered
from app.store import figures
from app.workflows import devices, requests, retention, tickets
from app.workflows.requests import standing
from app.workflows.session import Session

DAYS = 30
"""How far back the figures look."""
WARRANTY_DAYS = 60
COUNT_TO = 10_000
"""Counting stops here."""
MY_WORK = "assignee:me status:unfinished"
UNASSIGNED = "assignee:none status:unfinished"
OVERDUE = "due:overdue"
WARRANTY = f"warranty:{WARRANTY_DAYS}"
AGES = (1, 7, 30, 90)
"""Days: the edges between the ages of unfinished tickets."""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and the query that lists them."""

    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Today:
    """What waits."""

    my_work: Counted
    overdue: Counted
    unassigned: Counted
    warranty: Counted
    pressing: Counted
    """Requests of people that are due, or soon."""
    next: tuple[TicketRow, ...]
    """My own tickets that fall due first."""
    devices: tuple[DeviceRow, ...]
    """Those whose warranty ends first."""
    requests: tuple[SubjectRequest, ...]
    """Open requests, what is due first at the head."""


def today(session: Session) -> Today:
    """Return what waits for the member of staff who asks."""
    mine = tickets.page(session, MY_WORK, TicketSort.DUE, descending=False, limit=_SHOWN).ids
    found = tickets.rows(session, mine)
    ending = devices.page(
        session, WARRANTY, sort=DeviceSort.WARRANTY, descending=False, limit=_SHOWN
    ).ids
    machines = devices.rows(session, ending)
    waiting = requests.listed(session, open_only=True)

    def counted(query: str) -> Counted:
        return Counted(tickets.count(session, query, stop_at=COUNT_TO), query)

    return Today(
        my_work=counted(MY_WORK),
        overdue=counted(OVERDUE),
        unassigned=counted(UNASSIGNED),
        warranty=Counted(devices.count(session, WARRANTY), WARRANTY),
        pressing=Counted(standing.count(session, PRESSING), PRESSING),
        next=tuple(found[ticket] for ticket in mine if ticket in found),
        devices=tuple(machines[device] for device in ending if device in machines),
        requests=waiting[:_SHOWN],
    )


def due_for_purge(session: Session) -> retention.Due:
    """Return what the retention rules have reached, and which holds are to be looked at again.

    Apart from :func:`today`, for it counts more; of each rule up to ``COUNT_TO``.
    """
    return retention.due(session, stop_at=COUNT_TO)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the work goes; each figure comes with the queries that list what it counts."""

    days: tuple[date, ...]
    """The last ``DAYS`` days, today included."""
    created: tuple[Counted, ...]
    closed: tuple[Counted, ...]
    ages: tuple[Counted, ...]
    """Unfinished tickets by age, the youngest first: the edges are ``AGES``."""
    responses: tuple[Counted, ...]
    """Tickets of these days by the time to their first answer, whose edges are
    ``ANSWERED_WITHIN``; the last are those without one."""


def measure(session: Session) -> Figures:
    """Return the figures of the last days."""
    now = moments.office_day(moments.now())
    days = [now - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    edges = [moments.start_of_day(day) for day in (*days, now + timedelta(days=1))]
    old_first = [now - timedelta(days=age - 1) for age in reversed(AGES)]
    with session.store.read() as connection:
        created = figures.created(connection, edges)
        closed = figures.closed(connection, edges)
        ages = figures.unfinished(connection, [moments.start_of_day(day) for day in old_first])
        limits = tuple(ANSWERED_WITHIN.values())
        responses, unanswered = figures.first_responses(connection, edges[0], edges[-1], limits)
    return Figures(
        days=tuple(days),
        created=_by_day("created", days, created),
        closed=_by_day("closed", days, closed),
        ages=tuple(reversed(_by_age(now, old_first, ages))),
        responses=_by_response(days, [*responses, unanswered]),
    )


def _by_day(field: str, days: list[date], counts: list[int]) -> tuple[Counted, ...]:
    return tuple(
        Counted(count, f"{field}:{write_days(day, day)}")
        for day, count in zip(days, counts, strict=True)
    )


def _by_response(days: list[date], counts: list[int]) -> tuple[Counted, ...]:
    times, made = list(ANSWERED_WITHIN), f"created:{write_days(days[0], days[-1])}"
    queries = [
        f"answered:{times[0]}",
        *(f"answered:{longer} -answered:{shorter}" for shorter, longer in pairwise(times)),
        f"answered:{Answered.LATER}",
        f"answered:{Answered.NONE}",
    ]
    return tuple(
        Counted(count, f"{made} {query}") for count, query in zip(counts, queries, strict=True)
    )


def _by_age(now: date, old_first: list[date], counts: list[int]) -> list[Counted]:
    """Return the counts with their queries, the oldest first."""
    begins = [FIRST_DAY, *old_first]
    ends = [*(day - timedelta(days=1) for day in old_first), now]
    return [
        Counted(count, f"status:unfinished created:{write_days(begin, end)}")
        for count, begin, end in zip(counts, begins, ends, strict=True)
    ]
