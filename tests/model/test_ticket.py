"""Ticket numbers and the transitions that make sense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.ticket import (
    CHANNEL_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    TRANSITIONS,
    UNFINISHED,
    Channel,
    Priority,
    Status,
    find_numbers,
    format_number,
    parse_number,
    ticket_id,
)

YEARS = st.integers(1000, 9999)
SEQUENCES = st.integers(0, 9_999_999)


@settings(deadline=None, max_examples=200, database=None)
@given(YEARS, SEQUENCES)
def test_a_number_written_and_read_is_the_same_ticket(year: int, sequence: int) -> None:
    ticket = ticket_id(year, sequence)
    written = format_number(ticket)
    assert parse_number(written) == ticket
    assert parse_number(f" {written.lower()}\n") == ticket
    assert find_numbers(f"Re: [{written}] printer") == (ticket,)


@settings(deadline=None, max_examples=200, database=None)
@given(st.tuples(YEARS, SEQUENCES), st.tuples(YEARS, SEQUENCES))
def test_ids_sort_as_tickets_were_made(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (ticket_id(*one) < ticket_id(*other)) == (one < other)


def test_a_number_is_written_as_people_say_it() -> None:
    assert format_number(ticket_id(2026, 123)) == "CNE-2026-000123"


@pytest.mark.parametrize(
    "text",
    ["", "CNE-2026-123", "CNE-26-000123", "XCNE-2026-000123", "CNE-2026-00012345", "2026-000123"],
)
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert parse_number(text) is None
    assert find_numbers(text) == ()


def test_a_number_with_words_around_it_is_found_but_is_not_whole() -> None:
    assert parse_number("see CNE-2026-000123") is None
    assert find_numbers("CNE-2026-000002, cne-2025-000001 and CNE-2026-000002.") == (
        ticket_id(2026, 2),
        ticket_id(2025, 1),
    )


def test_every_status_priority_and_channel_has_a_label() -> None:
    assert set(STATUS_LABELS) == set(Status)
    assert set(PRIORITY_LABELS) == set(Priority)
    assert set(CHANNEL_LABELS) == set(Channel)


def test_a_ticket_goes_somewhere_else_and_never_becomes_new_again() -> None:
    assert set(TRANSITIONS) == set(Status)
    for status, following in TRANSITIONS.items():
        assert following
        assert status not in following
        assert Status.NEW not in following


def test_every_unfinished_ticket_can_be_resolved_or_closed_at_once() -> None:
    for status in UNFINISHED:
        assert {Status.RESOLVED, Status.CLOSED} <= TRANSITIONS[status]


def test_a_finished_ticket_is_reopened_before_it_waits() -> None:
    assert set(UNFINISHED) == set(Status) - {Status.RESOLVED, Status.CLOSED}
    assert TRANSITIONS[Status.RESOLVED] == {Status.OPEN, Status.CLOSED}
    assert TRANSITIONS[Status.CLOSED] == {Status.OPEN}
