"""Plans are remembered until something is written, and no longer than the store is open."""

from __future__ import annotations

import gc
import threading

import pytest

from app.model import moments
from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.model.ticket_query import parse
from app.store.remembered import Remembered
from app.store.store import Store
from app.workflows import people, ticket_lists, tickets
from app.workflows.session import Session
from tests.store.example import keep, refusal


def test_a_list_that_was_asked_before_shows_what_came_since(session: Session) -> None:
    queries = ("", "tag:nieuw", "kabel", "status:new,open", "queue:Balie", "before:2199-01-01")
    for query in queries:
        tickets.page(session, query)
        tickets.count(session, query)
    ticket, _ = tickets.create(
        session, title="Kabel", channel=Channel.COUNTER, text="x", queue="Balie", tags=("nieuw",)
    )
    for query in queries:
        assert tickets.page(session, query).ids == (ticket,), query
        assert tickets.count(session, query) == 1, query


def test_a_word_that_was_written_since_is_found_while_it_is_typed(session: Session) -> None:
    first, _ = tickets.create(session, title="Kabelgat", channel=Channel.COUNTER, text="x")
    ticket_lists.look_ahead(session, "kab")
    assert tickets.page(session, "kabelg", typing=True).ids == (first,)
    second, _ = tickets.create(session, title="Kabelgoot", channel=Channel.COUNTER, text="x")
    assert tickets.page(session, "kabelg", typing=True).ids == (second, first)


def test_a_query_about_days_is_read_anew_when_the_day_is_over(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = moments.from_iso("2026-11-23T22:59:59")  # a second before midnight at the office
    monkeypatch.setattr(moments, "now", lambda: at)
    ticket, _ = tickets.create(session, title="T", channel=Channel.COUNTER, text="x", due_at=at + 2)
    assert tickets.page(session, "created:today").ids == (ticket,)
    assert tickets.page(session, "due:overdue").ids == ()
    monkeypatch.setattr(moments, "now", lambda: at + 1)
    assert tickets.page(session, "created:today").ids == ()
    assert tickets.page(session, "due:overdue").ids == ()
    monkeypatch.setattr(moments, "now", lambda: at + 3)
    assert tickets.page(session, "due:overdue").ids == (ticket,)


def test_what_is_written_while_a_count_goes_on_is_found_afterwards(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_lists, "_COUNTED_AT_ONCE", 4)
    for number in range(6):
        tickets.create(session, title=f"T{number}", channel=Channel.COUNTER, text="x")
    query = parse("queue:none,Balie -kabel", now=moments.now())
    made: list[int] = []

    def write() -> None:
        made.append(
            tickets.create(session, title="T", channel=Channel.COUNTER, text="x", queue="Balie")[0]
        )

    def between(sql: str) -> None:
        if "message_text" in sql and not made:  # amid the first page of what is counted
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()

    reader = session.store.readers.own().connection
    reader.set_trace_callback(between)
    assert tickets.count(session, query, stop_at=5) == 5
    reader.set_trace_callback(None)
    assert made
    assert tickets.page(session, query, limit=1).ids == tuple(made)


def test_what_was_typed_is_forgotten_when_the_store_is_locked(session: Session) -> None:
    tickets.page(session, "zoekwoord-van-iemand")
    people.page(session, "naam-van-iemand")
    held = session.store.remembered
    assert held.find(("page", "zoekwoord-van-iemand", False, TicketSort.NEWEST, True, 200), 0)
    session.close()
    assert session.store.remembered is not held
    del held
    gc.collect()
    assert not [kept for kept in gc.get_objects() if isinstance(kept, Remembered) and len(kept)]


def test_a_full_memory_forgets_the_oldest_alone() -> None:
    remembered = Remembered()
    for number in range(200):
        remembered.keep(number, f"plan {number}", 10)
    assert len(remembered) == 64
    assert [n for n in range(200) if remembered.find(n, 9)] == list(range(136, 200))
    assert remembered.find(199, 9) == "plan 199"
    assert remembered.find(199, 10) is None


def test_a_read_by_one_statement_refuses_a_locked_store(store: Store) -> None:
    assert store.fetch("SELECT ?", (1,)) == [(1,)]
    store.close()
    refusal("store_locked", lambda: store.fetch("SELECT 1"))


def test_the_state_is_another_after_each_write_and_none_while_one_is_committed(
    store: Store,
) -> None:
    before = store.state
    keep(store, "one")
    assert before is not None
    assert store.state not in {before, None}
    seen = []
    after = store.state
    with store.write():
        seen.append(store.state)  # nothing that others see has changed yet
    assert seen == [after]
    thread = threading.Thread(target=keep, args=(store, "two"))
    thread.start()
    thread.join()
    assert store.state not in {after, None}
