"""Days as people and lists write them: day before month, as the Dutch and Germans do."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.errors import KnownError
from app.i18n import _
from app.model.plain_line import plain_line

_MONTHS = {
    month: number
    for number, months in enumerate(
        (
            "jan january januari januar",
            "feb february februari februar",
            "mar march mrt maart märz maerz",
            "apr april",
            "may mei mai",
            "jun june juni",
            "jul july juli",
            "aug august augustus",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for month in months.split()
}
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[t ].*)?|([0-9]{8})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?: [0-9:. apm]+)?")
_NAMED_DAY_FIRST = re.compile(r"([0-9]{1,2})\.?[ -]([a-zä]+)\.?[ -]([0-9]{4})(?: [0-9:. apm]+)?")
_NAMED_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2}),? ([0-9]{4})(?: [0-9:. apm]+)?")
_SPREADSHEET_EPOCH = date(1899, 12, 30)  # day 0 of the spreadsheets' calendar
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def read_day(text: str) -> str:
    """Return a day as it is typed, ``31-12-2027``, as an ISO text; empty stays empty.

    Raises ``KnownError("no_day")``.
    """
    if not text.strip():
        return ""
    day, _warning = day_of(text)
    if day is None:
        raise KnownError(
            "no_day",
            _("This is not a day that can be read."),
            _("Nothing was changed. Write it as day-month-year, 31-12-2027."),
        )
    return day


def day_of(text: str) -> tuple[str | None, str]:
    """Read a day; return it as an ISO text or None, and a warning or an empty text.

    Day before month, as the Dutch write it. With slashes, where the other order is possible too,
    the warning says so; a month above twelve settles it.
    """
    text = plain_line(text).casefold()
    found, warning = None, ""
    if match := _YEAR_FIRST.fullmatch(text):
        packed = match[5]
        parts = (packed[:4], packed[4:6], packed[6:]) if packed else match.group(1, 3, 4)
        found = _day(int(parts[0]), int(parts[1]), int(parts[2]))
    elif match := _DAY_FIRST.fullmatch(text):
        found, warning = _day_first(int(match[1]), int(match[3]), match[4], match[2])
    elif match := _NAMED_DAY_FIRST.fullmatch(text):
        found = _day(int(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
    elif match := _NAMED_MONTH_FIRST.fullmatch(text):
        found = _day(int(match[3]), _MONTHS.get(match[1], 0), int(match[2]))
    elif re.fullmatch(r"[2-7][0-9]{4}(?:[.,][0-9]+)?", text):
        found = _SPREADSHEET_EPOCH + timedelta(days=int(text[:5]))
        warning = _("A spreadsheet's day number, read as {day}.").format(day=found.isoformat())
    if found is None:
        return None, _("Not a date that can be read; left out.")
    return found.isoformat(), warning


def _day_first(first: int, second: int, year_text: str, separator: str) -> tuple[date | None, str]:
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if year >= _FIRST_YEAR - 1900 else 2000
    if second > 12:
        return _day(year, first, second), _("Month before day; read so.")
    if separator == "/" and first <= 12 and first != second:
        return _day(year, second, first), _("Day and month may be the other way round.")
    return _day(year, second, first), ""


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
