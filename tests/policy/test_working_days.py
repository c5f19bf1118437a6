"""Both clocks agree with a calendar written out here, without the holidays library."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from app.policy import due_date, is_working_day, load_policy, loader, parse_policy, statutory_due
from app.policy.register import OfficeCalendar

SAMPLE = (
    Path(__file__).resolve().parents[2] / "../shared/samples/calendar/nl_holidays_2020_2026.json"
)
ONE = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def days_off(year: int) -> set[date]:
    """The weekdays on which the Netherlands is off, from the rules themselves."""
    sunday = easter(year)
    king = date(year, 4, 27)
    found = {
        date(year, 1, 1),
        sunday + 1 * ONE,  # Easter Monday
        king - ONE if king.isoweekday() == 7 else king,
        sunday + 39 * ONE,  # Ascension Day
        sunday + 50 * ONE,  # Whit Monday
        date(year, 12, 25),
        date(year, 12, 26),
    }
    if year in {2020, 2025, 2030, 2035}:
        found.add(date(year, 5, 5))
    return found


OFF = {day for year in range(2019, 2038) for day in days_off(year)}


def working(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in OFF


def every_day() -> Iterator[date]:
    day = date(2020, 1, 1)
    while day.year <= 2035:
        yield day
        day += ONE


def test_easter_is_found_as_the_almanac_has_it() -> None:
    assert [easter(y) for y in (2020, 2024, 2026, 2035)] == [
        date(2020, 4, 12),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2035, 3, 25),
    ]


def test_working_days_agree_from_2020_to_2035() -> None:
    assert [day for day in every_day() if is_working_day(day) != working(day)] == []


def test_ten_working_days_agree_from_2020_to_2035() -> None:
    for received in every_day():
        following = (received + n * ONE for n in range(1, 60))
        tenth = [day for day in following if working(day)][9]
        assert due_date(received) == tenth, received


def test_a_month_and_three_months_agree_from_2020_to_2035() -> None:
    for received in every_day():
        for months, extended in ((1, False), (3, True)):
            month0 = received.month - 1 + months
            year, month = received.year + month0 // 12, month0 % 12 + 1
            day = date(year, month, min(received.day, monthrange(year, month)[1]))
            while not working(day):
                day += ONE
            assert statutory_due(received, extended=extended) == day, received


def test_ten_working_days_over_christmas_and_new_year() -> None:
    # Friday 18 December 2026: 21, 22, 23, 24, 28, 29, 30, 31 December, 4 and 5 January.
    assert due_date(date(2026, 12, 18)) == date(2027, 1, 5)


def test_the_day_of_receipt_is_day_0_also_in_a_weekend() -> None:
    friday, saturday, sunday = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
    assert due_date(friday) == due_date(saturday) == due_date(sunday) == date(2026, 12, 4)
    assert due_date(friday, 1) == date(2026, 11, 23)


def test_a_deadline_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due_date(date(2026, 1, 1), 0)


def test_a_month_from_the_31st_ends_on_the_last_day_and_moves_off_a_weekend() -> None:
    assert statutory_due(date(2026, 8, 31)) == date(2026, 9, 30)
    assert statutory_due(date(2026, 1, 31)) == date(2026, 3, 2)  # 28 February is a Saturday
    assert statutory_due(date(2026, 11, 25)) == date(2026, 12, 28)  # Christmas, then a weekend


def test_good_friday_is_a_working_day_until_the_policy_drops_it() -> None:
    good_friday = date(2026, 4, 3)
    assert is_working_day(good_friday)
    assert not is_working_day(good_friday, calendar(work_on=frozenset()))


def test_days_that_the_policy_adds_are_days_off() -> None:
    monday, new_years_eve = date(2026, 11, 23), date(2026, 12, 31)
    assert not is_working_day(monday, calendar(closed_on=frozenset({monday})))
    closed = calendar(closed_yearly=frozenset({(12, 31)}))
    assert not is_working_day(new_years_eve, closed)
    assert is_working_day(new_years_eve)


def test_a_later_policy_leaves_what_was_promised_before(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (files("resources") / "p130.toml").read_text("utf-8")
    later = source.replace("effective_from = 2022-05-19", "effective_from = 2027-01-01")
    later = later.replace("working_days = 10", "working_days = 5")
    later = later.replace("closed_yearly = []", 'closed_yearly = ["01-05"]')
    both = (parse_policy(source), parse_policy(later))
    monkeypatch.setattr(loader, "versions", lambda: both)
    assert not is_working_day(date(2027, 1, 5))
    assert is_working_day(date(2026, 1, 5))
    assert due_date(date(2026, 12, 18)) == date(2027, 1, 6)  # ten days, and the new day off
    assert due_date(date(2027, 1, 4)) == date(2027, 1, 12)


def calendar(
    work_on: frozenset[str] | None = None,
    closed_on: frozenset[date] = frozenset(),
    closed_yearly: frozenset[tuple[int, int]] = frozenset(),
) -> OfficeCalendar:
    own = load_policy().calendar
    return OfficeCalendar(own.work_on if work_on is None else work_on, closed_on, closed_yearly)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared samples are not beside the checkout")
def test_each_listed_holiday_is_off_save_good_friday_and_most_liberation_days() -> None:
    for text, name in json.loads(SAMPLE.read_text("utf-8")).items():
        day = date.fromisoformat(text)
        if name == "Good Friday" or (name == "Liberation Day" and day.year % 5):
            assert is_working_day(day) == (day.weekday() < 5), text
        else:
            assert not is_working_day(day), text
