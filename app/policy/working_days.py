"""The two clocks of a request: ten working days (P-130) and one month (AVG).

National holidays are the public ones of the ``holidays`` library for the Netherlands, less those
on which the policy file says the office works, plus the days on which it says the office is
closed. As measured with version 0.109, the library gives Good Friday as a public holiday; the
policy file makes it a working day, since it is no national day off. It gives 5 May (Liberation
Day) in years divisible by five only, as most collective agreements do, and so do we; the other
years' 5 May stands in its optional category, which is not used. King's Day is 27 April, or the
26th where that is a Sunday.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from app.policy.loader import policy_on
from app.policy.register import OfficeCalendar, add_months

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date, calendar: OfficeCalendar | None = None) -> bool:
    """Say whether the office works on ``day``: by ``calendar``, else by the policy of that day."""
    calendar = calendar or policy_on(day).calendar
    if day.weekday() >= _SATURDAY or day in calendar.closed_on:
        return False
    if (day.month, day.day) in calendar.closed_yearly:
        return False
    names = _national_holidays(day.year).get(day, frozenset())
    return names <= calendar.work_on


def due_date(received: date, days: int | None = None) -> date:
    """Return the day at whose end a request received on ``received`` must be handled.

    The day of receipt is day 0 and the first working day after it day 1; ``days`` (by default
    the ten of the policy that applied on the day of receipt) is at least 1. Raises ``ValueError``
    for less.
    """
    remaining = policy_on(received).deadlines.working_days if days is None else days
    if remaining < 1:
        raise ValueError("a deadline is at least one working day")
    day = received
    while remaining:
        day += _DAY
        remaining -= is_working_day(day)
    return day


def statutory_due(received: date, *, extended: bool = False) -> date:
    """Return the last day on which the AVG allows a request to be answered.

    AVG, article 12(3): one month after receipt, ``extended`` by two more. Counted by Regulation
    (EEC, Euratom) 1182/71, as the EDPB's guidelines 01/2022 on access do: the day of receipt is
    not counted and the period ends on the same day of a later month, or on that month's last day
    where it has no such day (article 3(2)(c)); an end on a Saturday, Sunday or public holiday goes
    on to the next working day (article 3(4)).
    """
    deadlines = policy_on(received).deadlines
    months = deadlines.statutory_months + (deadlines.extension_months if extended else 0)
    day = add_months(received, months)
    while not is_working_day(day):
        day += _DAY
    return day


@cache
def _national_holidays(year: int) -> dict[date, frozenset[str]]:
    # Imported at first use: it costs 0.2 s, and no list needs it to be painted.
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays("NL", years=year, language="nl")
    return {day: frozenset(name.casefold() for name in found.get_list(day)) for day in found}
