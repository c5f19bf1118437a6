"""Both clocks, with pauses, agree with days counted off one by one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.letter import LetterKind
from app.model.subject_request import (
    ExtensionReason,
    Missing,
    PauseReason,
    RequestKind,
    Urgency,
)
from app.workflows import requests
from app.workflows.requests import clock, letters, register, standing, timing
from app.workflows.session import Session
from tests.conftest import Clock
from tests.policy.test_working_days import ONE, every_day, working
from tests.workflows.requests.conftest import refused, request_of, sanne

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def pauses(draw: st.DrawFn, received: date) -> list[clock.Pause]:
    """Pauses one after the other, from receipt on."""
    found, day = [], received
    for _ in range(draw(st.integers(0, 3))):
        start = day + draw(st.integers(0, 9)) * ONE
        day = start + draw(st.integers(0, 25)) * ONE
        found.append((start, day))
    return found


@given(data=st.data(), received=DAYS)
@settings(max_examples=300, deadline=None)
def test_ten_working_days_are_counted_without_the_pauses(
    data: st.DataObject, received: date
) -> None:
    spans = data.draw(pauses(received))
    still = {start + n * ONE for start, end in spans for n in range(1, (end - start).days + 1)}
    following = (received + n * ONE for n in range(1, 200))
    tenth = [day for day in following if working(day) and day not in still][9]
    assert clock.promised(received, spans) == tenth


@given(data=st.data(), received=DAYS, extended=st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_month_runs_only_on_days_without_a_pause(
    data: st.DataObject, received: date, extended: bool
) -> None:
    spans = data.draw(pauses(received))
    month0 = received.month - 1 + (3 if extended else 1)
    year, month = received.year + month0 // 12, month0 % 12 + 1
    end = date(year, month, min(received.day, monthrange(year, month)[1]))
    left, day = (end - received).days, received
    still = {start + n * ONE for start, last in spans for n in range(1, (last - start).days + 1)}
    while left:
        day += ONE
        left -= day not in still
    # A pause that begins on the very last day lengthens it too: the day itself was counted.
    for start, last in spans:
        if start == day and last > start:
            day = last
    while not working(day):
        day += ONE
    assert clock.statutory(received, spans, extended=extended) == day


def test_a_pause_after_the_last_day_lengthens_nothing() -> None:
    late = [(date(2026, 3, 2), date(2026, 3, 31))]
    assert clock.statutory(date(2026, 1, 5), late) == date(2026, 2, 5)
    assert clock.promised(date(2026, 1, 5), late) == date(2026, 1, 19)


def test_without_pauses_the_promise_agrees_from_2020_to_2035() -> None:
    for received in every_day():
        assert clock.promised(received) == requests.due(received), received


def test_a_pause_moves_both_last_days_when_the_answer_comes(
    session: Session, clock_at: Clock
) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    assert (request.due_on, request.due_statutory_on) == ("2026-12-07", "2026-12-23")
    clock_at.advance(days=1)
    timing.pause(session, request.number, PauseReason.CLARIFICATION)
    waiting = standing.of(session, request.number)
    assert waiting.urgency is Urgency.PAUSED
    assert Missing.CLARIFICATION in waiting.missing
    with refused("paused"):
        timing.pause(session, request.number, PauseReason.CLARIFICATION)
    clock_at.advance(days=7)
    timing.resume(session, request.number)
    found = requests.get(session, request.number)
    assert (found.due_on, found.due_statutory_on) == ("2026-12-14", "2026-12-30")
    with refused("not_paused"):
        timing.resume(session, request.number)


def test_who_is_asked_only_after_the_last_day_is_answered_late_all_the_same(
    session: Session, clock_at: Clock
) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    clock_at.advance(days=15)
    timing.pause(session, request.number, PauseReason.CLARIFICATION)
    assert standing.of(session, request.number).urgency is Urgency.OVERDUE
    (entry,) = register.entries(session)
    assert entry.on_time is False


def test_an_extension_demands_its_notice_and_is_made_once(
    session: Session, clock_at: Clock
) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    with refused("letter_too_early"):
        letters.draft(session, number, LetterKind.EXTENSION)
    timing.extend(session, number, ExtensionReason.COMPLEX)
    found = requests.get(session, number)
    assert found.answer_by == found.due_statutory_on == "2027-02-23"
    assert Missing.EXTENSION_NOTICE in standing.of(session, number).missing
    letters.file(session, number, letters.draft(session, number, LetterKind.EXTENSION))
    assert Missing.EXTENSION_NOTICE not in standing.of(session, number).missing
    with refused("extended"):
        timing.extend(session, number, ExtensionReason.MANY_REQUESTS)


def test_after_the_month_it_is_too_late_to_extend(session: Session, clock_at: Clock) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    clock_at.advance(days=31)
    with refused("too_late"):
        timing.extend(session, number, ExtensionReason.COMPLEX)


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        ("2026-12-01", Urgency.ON_TIME),
        ("2026-12-02", Urgency.SOON),
        ("2026-12-06", Urgency.SOON),
        ("2026-12-07", Urgency.DUE),
        ("2026-12-08", Urgency.OVERDUE),
    ],
)
def test_a_request_says_how_it_stands_to_its_clock(
    session: Session, clock_at: Clock, day: str, urgency: Urgency
) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    clock_at.set(f"{day}T12:00:00")
    assert standing.of(session, request.number).urgency is urgency
    assert standing.pressing(session) == {urgency: 1}


@pytest.fixture
def clock_at(clock: Clock) -> Clock:
    """The stopped clock, under a name that leaves ours to the module."""
    return clock
