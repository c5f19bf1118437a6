"""A period finds the tickets that were made in it, however the clock went."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model import moments
from app.model.ticket import Channel
from app.store import ticket_order
from app.workflows import tickets
from app.workflows.session import Session

DAY = 86_400
START = moments.from_iso("2026-01-02T12:00:00")
DAYS = st.lists(st.integers(0, 8), min_size=1, max_size=8)


def make(session: Session, patch: pytest.MonkeyPatch, days: list[int]) -> dict[int, int]:
    """Make a ticket on each of these days in turn; return the days by ticket."""
    made = {}
    for day in days:
        patch.setattr(moments, "now", lambda day=day: START + day * DAY)
        made[tickets.create(session, title="T", channel=Channel.COUNTER, text="kabel")[0]] = day
    patch.undo()
    return made


def empty(session: Session) -> None:
    with session.store.write() as connection:
        connection.execute("INSERT INTO message_text (message_text) VALUES ('delete-all')")
        connection.execute("DELETE FROM message")
        connection.execute("DELETE FROM ticket")
        ticket_order.measure(connection)


def check_periods(session: Session, made: dict[int, int]) -> None:
    for day in range(-1, 11):
        name = moments.to_iso(START + day * DAY)[:10]
        for query, wanted in (
            (f"before:{name}", {t for t, made_on in made.items() if made_on < day}),
            (f"after:{name}", {t for t, made_on in made.items() if made_on >= day}),
            (f"on:{name}", {t for t, made_on in made.items() if made_on == day}),
            (f"-on:{name}", {t for t, made_on in made.items() if made_on != day}),
            (f"kabel after:{name}", {t for t, made_on in made.items() if made_on >= day}),
            (f"kabel before:{name}", {t for t, made_on in made.items() if made_on < day}),
        ):
            assert tickets.page(session, query).ids == tuple(sorted(wanted, reverse=True)), query
            assert tickets.count(session, query) == len(wanted), query


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=DAYS)
def test_periods_find_their_tickets_whenever_the_clock_was_set_back(
    session: Session, monkeypatch: pytest.MonkeyPatch, days: list[int]
) -> None:
    empty(session)
    check_periods(session, make(session, monkeypatch, days))


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=DAYS)
def test_what_is_noted_on_the_way_is_what_all_tickets_say(
    session: Session, monkeypatch: pytest.MonkeyPatch, days: list[int]
) -> None:
    empty(session)
    make(session, monkeypatch, days)
    furthest = max((max(days[: n + 1]) - day for n, day in enumerate(days)), default=0)
    for found_out in (False, True):
        with session.store.write() as connection:
            if found_out:  # as in a store of an older program
                connection.execute("DELETE FROM setting WHERE key = 'clock_set_back'")
                ticket_order.learn(connection)
            (seconds,) = connection.execute(
                "SELECT value FROM setting WHERE key = 'clock_set_back'"
            ).fetchone()
        assert int(seconds) == furthest * DAY


def test_while_the_clock_never_went_back_a_period_is_a_range_of_numbers(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list(make(session, monkeypatch, [0, 1, 1, 3]))
    with session.store.read() as connection:
        found, whole = ticket_order.made_between(connection, START + 1, START + 3 * DAY)
    assert whole
    assert (found.above, found.below) == (made[0], made[3])


def test_a_store_that_does_not_know_yet_still_finds_all(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [4, 2, 7, 7, 1]
    assert any(later < earlier for earlier, later in pairwise(days))
    made = make(session, monkeypatch, days)
    with session.store.write() as connection:
        connection.execute("DELETE FROM setting WHERE key = 'clock_set_back'")
    check_periods(session, made)
