"""Days as people type them into a query: ``2026-01-31``, ``yesterday``, ``7d``."""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST_DAY = date(1980, 1, 1)
"""No ticket is older; every earlier day that a span of time reaches becomes this one."""
LAST_DAY = date(2999, 12, 31)

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
_AGO = re.compile(r"(\d{1,5})([dwmyj])", re.ASCII)
_MONTHS_A_UNIT = {"m": 1, "y": 12, "j": 12}
_DAYS_A_UNIT = {"d": 1, "w": 7}
_NAMED = {
    "today": 0,
    "vandaag": 0,
    "yesterday": -1,
    "gisteren": -1,
    "tomorrow": 1,
    "morgen": 1,
}


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day that a text names, or None where it names none.

    Understood are a day (``2026-01-31``, ``31-1-2026``), a month (``2026-01``), a year
    (``2026``), a range (``2026-01-01..2026-01-31``), today, yesterday and tomorrow in English
    and Dutch, and so many days, weeks, months or years ago (``7d``, ``2w``, ``3m``, ``1y``).
    """
    first, dots, last = text.casefold().partition("..")
    if not dots:
        return _read_one(first, today)
    begin, end = _read_one(first, today), _read_one(last, today)
    if begin is None or end is None or begin[0] > end[1]:
        return None
    return begin[0], end[1]


def write_days(first: date, last: date) -> str:
    """Write a day or a range of days so that :func:`read_days` reads the same."""
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def _read_one(text: str, today: date) -> tuple[date, date] | None:
    if text in _NAMED:
        day = today + timedelta(days=_NAMED[text])
        return day, day
    if match := _AGO.fullmatch(text):
        day = _ago(int(match[1]), match[2], today)
        return day, day
    try:
        days = _read_date(text)
    except ValueError:
        return None
    if days is None or days[0] < FIRST_DAY or days[1] > LAST_DAY:
        return None
    return days


def _read_date(text: str) -> tuple[date, date] | None:
    if match := _DUTCH.fullmatch(text):
        day = date(int(match[3]), int(match[2]), int(match[1]))
        return day, day
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year = int(match[1])
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match[2])
    if match[3] is None:
        return date(year, month, 1), _end_of_month(year, month)
    day = date(year, month, int(match[3]))
    return day, day


def _ago(count: int, unit: str, today: date) -> date:
    if unit in _DAYS_A_UNIT:
        try:
            return max(FIRST_DAY, today - timedelta(days=count * _DAYS_A_UNIT[unit]))
        except OverflowError:
            return FIRST_DAY
    months = today.year * 12 + today.month - 1 - count * _MONTHS_A_UNIT[unit]
    year, month = divmod(months, 12)
    if year < FIRST_DAY.year:
        return FIRST_DAY
    return date(year, month + 1, min(today.day, _end_of_month(year, month + 1).day))


def _end_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
