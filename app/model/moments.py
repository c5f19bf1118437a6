"""Moments and random row ids.

A moment is whole seconds since 1970 in UTC, an ``int``; a calendar day is an ISO text
(``2026-11-23``). Both compare and sort as they stand, in SQLite and in PostgreSQL alike.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # finds its way about the system for as long as all else here takes to load
    from zoneinfo import ZoneInfo

_QUARTER = 900
_ID = re.compile(r"\s*[0-9]{1,16}\s*")
_ID_BITS = 52  # fits a JSON number exactly


@cache
def office_zone() -> ZoneInfo:
    """Return where the working days of the policy are counted."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - see above

    return ZoneInfo("Europe/Amsterdam")


def now() -> int:
    """Return this moment."""
    return int(time.time())


def next_quarter(moment: int) -> int:
    """Return the next whole quarter of an hour; in every zone the days begin on one."""
    return (moment // _QUARTER + 1) * _QUARTER


def to_iso(moment: int) -> str:
    """Write a moment as ISO 8601 in UTC, ``2026-11-23T08:15:00Z``."""
    return datetime.fromtimestamp(moment, UTC).isoformat().removesuffix("+00:00") + "Z"


def to_local(moment: int) -> str:
    """Write a moment for whoever is at this computer, ``2026-11-23 09:15`` by its own clock."""
    return datetime.fromtimestamp(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def from_iso(text: str) -> int:
    """Read an ISO 8601 date or moment; one without a zone is taken as UTC.

    Raises ``ValueError`` for anything else.
    """
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return int(value.timestamp())


def office_day(moment: int) -> date:
    """Return the calendar day of a moment at the office."""
    return datetime.fromtimestamp(moment, office_zone()).date()


def start_of_day(day: date) -> int:
    """Return the moment at which a calendar day begins at the office."""
    return int(datetime(day.year, day.month, day.day, tzinfo=office_zone()).timestamp())


def random_id() -> int:
    """Return an unguessable row id that says nothing about its row."""
    import secrets  # noqa: PLC0415 - a list makes no row

    return secrets.randbits(_ID_BITS) | 1


def parse_id(text: str) -> int | None:
    """Read a row id as somebody types it; None for what can be none."""
    return int(text) if _ID.fullmatch(text) else None
