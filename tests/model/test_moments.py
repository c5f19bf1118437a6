"""Moments, office days and random ids."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.moments import from_iso, now, office_day, random_id, start_of_day, to_iso

MOMENTS = st.integers(0, 32_503_680_000)  # until the year 3000
DAYS = st.dates(date(1980, 1, 1), date(2999, 12, 31))


@settings(deadline=None, max_examples=200, database=None)
@given(MOMENTS)
def test_a_moment_written_and_read_is_the_same(moment: int) -> None:
    assert from_iso(to_iso(moment)) == moment


@settings(deadline=None, max_examples=200, database=None)
@given(DAYS)
def test_a_day_begins_on_itself_and_not_a_second_earlier(day: date) -> None:
    begin = start_of_day(day)
    assert office_day(begin) == day
    assert office_day(begin - 1) < day


@settings(deadline=None, max_examples=200, database=None)
@given(MOMENTS, MOMENTS)
def test_written_moments_sort_as_moments(one: int, other: int) -> None:
    assert (to_iso(one) < to_iso(other)) == (one < other)


def test_a_moment_is_written_in_utc() -> None:
    assert to_iso(0) == "1970-01-01T00:00:00Z"


def test_a_moment_without_a_zone_is_utc_and_with_one_is_converted() -> None:
    assert from_iso("1970-01-02") == 86_400
    assert from_iso("1970-01-01T01:00:00") == 3_600
    assert from_iso("1970-01-01T01:00:00+01:00") == 0


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "12:30"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_iso(text)


def test_the_office_day_follows_amsterdam_in_winter_and_summer() -> None:
    assert office_day(from_iso("2026-01-31T22:59:59Z")) == date(2026, 1, 31)
    assert office_day(from_iso("2026-01-31T23:00:00Z")) == date(2026, 2, 1)
    assert office_day(from_iso("2026-07-31T21:59:59Z")) == date(2026, 7, 31)
    assert office_day(from_iso("2026-07-31T22:00:00Z")) == date(2026, 8, 1)


def test_days_on_which_the_clock_changes_have_their_true_length() -> None:
    assert start_of_day(date(2026, 3, 30)) - start_of_day(date(2026, 3, 29)) == 23 * 3600
    assert start_of_day(date(2026, 10, 26)) - start_of_day(date(2026, 10, 25)) == 25 * 3600


def test_now_is_whole_seconds_of_this_moment() -> None:
    before = int(datetime.now(UTC).timestamp())
    assert before <= now() <= before + 60


def test_random_ids_are_odd_differ_and_fit_a_json_number() -> None:
    ids = [random_id() for _ in range(1_000)]
    assert len(set(ids)) == len(ids)
    assert all(0 < one < 2**53 and one % 2 == 1 for one in ids)
