"""The two clocks of a request, with the pauses that stop them both.

A pause begins on the day on which the person was asked and ends on the day on which the answer
came: as with receipt itself, the day it begins still counts and the days after it do not, up to
and including the day of the answer. The law's month is as much longer as the pause has days
(EDPB guidelines 01/2022, paragraphs 157 to 159: the time stops until what is needed arrives).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.model.subject_request import RequestState, SubjectRequest, Urgency
from app.policy import due_date, is_working_day, policy_on
from app.policy.register import add_months

Pause = tuple[date, date]
"""(the day on which the person was asked, the day on which the answer came)."""
SOON = 3
"""Working days before the last one on which a request begins to press."""
_DAY = timedelta(days=1)


def promised(received: date, pauses: Iterable[Pause] = ()) -> date:
    """Return the last day of the promise, pauses left out.

    The policy of the day of receipt made the promise; a later version leaves it as it is.
    """
    spans = tuple(pauses)
    remaining, day = policy_on(received).deadlines.working_days, received
    while remaining:
        day += _DAY
        stopped = any(start < day <= end for start, end in spans)
        remaining -= is_working_day(day) and not stopped
    return day


def statutory(received: date, pauses: Iterable[Pause] = (), *, extended: bool = False) -> date:
    """Return the last day that the law allows, pauses left out.

    A pause that began after the time was over lengthens nothing.
    """
    deadlines = policy_on(received).deadlines
    months = deadlines.statutory_months + (deadlines.extension_months if extended else 0)
    day = add_months(received, months)
    for start, end in sorted(pauses):
        if start <= day:
            day += end - start
    while not is_working_day(day):
        day += _DAY
    return day


def urgency(request: SubjectRequest, today: date) -> Urgency:
    """Say how a request stands on a day."""
    if request.state is RequestState.CLOSED:
        return Urgency.CLOSED
    last = date.fromisoformat(request.answer_by)
    # A pause that began after the time was over lengthens nothing: it is late all the same.
    if request.paused_on and date.fromisoformat(request.paused_on) <= last:
        return Urgency.PAUSED
    if last < today:
        return Urgency.OVERDUE
    if last == today:
        return Urgency.DUE
    return Urgency.SOON if last <= due_date(today, SOON) else Urgency.ON_TIME
