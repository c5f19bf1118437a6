"""Days mean what people at a Dutch office mean by them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.intake.days import day_of, read_day


@pytest.mark.parametrize(
    ("text", "day", "flagged"),
    [
        ("2025-12-31", "2025-12-31", False),
        ("2025-12-31T10:00:00Z", "2025-12-31", False),
        ("2025/1/5", "2025-01-05", False),
        ("20251231", "2025-12-31", False),
        ("31-12-2025", "2025-12-31", False),
        ("3-4-2025", "2025-04-03", False),
        ("31.12.25", "2025-12-31", False),
        ("31/12/2025", "2025-12-31", False),
        ("03/04/2025", "2025-04-03", True),
        ("04/04/2025", "2025-04-04", False),
        ("12/31/2025", "2025-12-31", True),
        ("31/12/2025 14:05:00", "2025-12-31", False),
        ("1 jan 2025", "2025-01-01", False),
        ("1 mrt. 2025", "2025-03-01", False),
        ("15 Augustus 2025", "2025-08-15", False),
        ("15-okt-2025", "2025-10-15", False),
        ("Jan 5, 2028", "2028-01-05", False),
        ("45000", "2023-03-15", True),
        ("1-1-99", "1999-01-01", False),
        ("31-02-2025", None, True),
        ("13/13/2025", None, True),
        ("0000-00-00", None, True),
        ("1 foo 2025", None, True),
        ("soon", None, True),
        ("31-12-1066", None, True),
    ],
)
def test_a_day_is_read_as_the_dutch_write_it(text: str, day: str | None, flagged: bool) -> None:
    found, warning = day_of(text)
    assert found == day
    assert bool(warning) is flagged


@settings(deadline=None, max_examples=200, database=None)
@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_survives_both_notations(day: date) -> None:
    iso = day.isoformat()
    year, month, of_month = iso.split("-")
    assert day_of(iso) == (iso, "")
    assert day_of(f"{of_month}-{month}-{year}") == (iso, "")


def test_what_is_typed_is_a_day_nothing_or_refused() -> None:
    assert read_day("31-12-2027") == "2027-12-31"
    assert read_day("  ") == ""
    with pytest.raises(KnownError) as caught:
        read_day("soon")
    assert caught.value.code == "no_day"
