"""The query language finds what a plain reading of the rules finds, in order, page by page."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.model.ticket_list import Key, TicketSort
from app.model.ticket_query import parse
from app.model.ticket_terms import TextTerm
from app.store import (
    fts5,
    search_index,
    ticket_absence,
    ticket_blocks,
    ticket_compiler,
    ticket_ordered,
    ticket_pages,
    ticket_plan,
    ticket_stretches,
    ticket_walks,
)
from app.store.remembered import Remembered
from app.store.ticket_conditions import Condition
from app.workflows import ticket_lists, tickets
from app.workflows.session import Session
from tests.workflows.conftest import add_technician, make_store
from tests.workflows.known_tickets import NOW, World, fits, order


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        session = make_store(Path(tmp_path_factory.mktemp("search")) / "store")
        add_technician(session)
        yield World(session, patch, seed=7)
        session.close()


@pytest.fixture(params=["few", "some", "many", "most"])
def plan(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the store believe that each term finds few tickets, or all terms together do.

    Or that even those are many, or too many to be sorted.
    """
    world.session.store.remembered = Remembered()  # plans that were made in another belief
    if request.param != "few":
        monkeypatch.setattr(ticket_plan, "FEW", -1)
        monkeypatch.setattr(ticket_plan, "FEW_WITH_TEXT", -1)
        if request.param != "some":
            monkeypatch.setattr(ticket_ordered, "FEW", 2)
        if request.param == "most":
            monkeypatch.setattr(ticket_ordered, "SORTED", 3)
            monkeypatch.setattr(ticket_blocks, "MOST_VALUES", 3)
            monkeypatch.setattr(ticket_walks, "_LOOKED_UP", 1)
            monkeypatch.setattr(ticket_walks, "_MERGED", 0)
        if request.param == "many":
            monkeypatch.setattr(ticket_ordered, "_LISTED", 2)
            monkeypatch.setattr(ticket_compiler, "_WORDS", 1)
        if request.param == "some":
            monkeypatch.setattr(ticket_ordered, "_LISTED", 2)
        monkeypatch.setattr(ticket_ordered, "_AS_A_BLOCK", 0)
        monkeypatch.setattr(ticket_stretches, "WALKED", (2, 4))
        monkeypatch.setattr(ticket_stretches, "ROW", 1)
        monkeypatch.setattr(ticket_lists, "_COUNTED_AT_ONCE", 4)
        monkeypatch.setattr(ticket_absence, "NEAR", 1)
        monkeypatch.setattr(ticket_absence, "BEGUN", 2)


def expected(world: World, text: str, sort: TicketSort, *, descending: bool) -> list[int]:
    terms = parse(text, now=NOW).terms
    if any(isinstance(term, TextTerm) and not term.negated for term in terms):
        sort, descending = TicketSort.NEWEST, True  # hits of words come newest first
    found = [fact for fact in world.facts if fits(fact, terms)]
    found.sort(key=lambda fact: order(fact, sort), reverse=descending)
    return [fact.id for fact in found]


def test_a_page_at_the_top_of_another_order_counts_no_further_than_to_few(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_plan, "FEW", -1)
    query, store = "priority:normal", world.session.store
    store.remembered = Remembered()
    asked: list[str] = []
    store.readers.own().connection.set_trace_callback(asked.append)
    first = ticket_lists.page(world.session, query, TicketSort.UPDATED, limit=1)
    store.readers.own().connection.set_trace_callback(None)
    assert list(first.ids) == expected(world, query, TicketSort.UPDATED, descending=True)[:1]
    assert asked
    assert sum(f"LIMIT {ticket_stretches.WALKED[0]}" in sql for sql in asked) == 1
    assert not [sql for sql in asked if f"OFFSET {ticket_stretches.WALKED[0] - 1}" in sql]


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("sort", TicketSort)
@pytest.mark.parametrize("descending", [True, False])
def test_every_query_finds_what_a_plain_reading_finds(
    world: World, sort: TicketSort, descending: bool
) -> None:
    for _ in range(120):
        query = world.query()
        wanted = expected(world, query, sort, descending=descending)
        whole = tickets.page(world.session, query, sort, descending=descending)
        assert list(whole.ids) == wanted, query
        assert whole.next is None
        assert tickets.count(world.session, query) == len(wanted), query
        assert paged(world, query, sort, descending=descending) == wanted, query


def paged(world: World, query: str, sort: TicketSort, *, descending: bool) -> list[int]:
    ids: list[int] = []
    after: Key | None = None
    while True:
        page = tickets.page(world.session, query, sort, descending=descending, after=after, limit=3)
        assert len(page.ids) <= 3
        ids += page.ids
        if page.next is None:
            return ids
        after = page.next


def test_the_plain_reading_does_find_things(world: World) -> None:
    """A comparison of nothing with nothing would prove nothing."""
    sizes = [
        len(expected(world, world.query(), TicketSort.NEWEST, descending=True)) for _ in range(300)
    ]
    assert sum(0 < size < 60 for size in sizes) > 100


def test_the_beginning_of_a_word_finds_it_however_many_words_begin_so(session: Session) -> None:
    made = [
        tickets.create(session, title=f"Réunion{number} kabels", channel=Channel.COUNTER)[0]
        for number in range(search_index.MOST_ENDINGS + 1)
    ]
    for text in ("réun", "Reunion", "reunion10", "REÜNION7"):
        plain = "reunion" + "".join(c for c in text if c.isdigit())
        wanted = [
            ticket
            for number, ticket in enumerate(made)
            if f"reunion{number}".startswith(plain) or len(text) == 4
        ]
        for query in (text, f"{text}*"):
            found = tickets.page(session, query, typing=True).ids
            assert list(found) == wanted[::-1], query
    assert tickets.page(session, '"Réunion5 kab', typing=True).ids == (made[5],)
    assert tickets.page(session, "kabels reunions", typing=True).ids == ()


def test_two_terms_of_about_as_many_tickets_are_read_in_step(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_plan, "FEW", -1)
    monkeypatch.setattr(ticket_plan, "_SAMPLE", 4)
    monkeypatch.setattr(ticket_plan, "_PASSED", 3)
    both = []
    for number in range(24):
        ticket, _ = tickets.create(
            session,
            title=f"T{number}",
            channel=Channel.COUNTER,
            queue="Netwerk" if number % 6 == 0 else "",
            category="Server" if number % 4 == 0 else "",
        )
        both += [ticket] if number % 12 == 0 else []

    def read_in_step(query: str) -> bool:
        asked: list[str] = []
        session.store.readers.own().connection.set_trace_callback(asked.append)
        found = tickets.page(session, query).ids
        session.store.readers.own().connection.set_trace_callback(None)
        assert set(found) >= set(both)
        assert list(found) == sorted(found, reverse=True)
        return "INTERSECT" in asked[-1]

    assert read_in_step("queue:Netwerk category:Server")
    assert read_in_step("queue:Netwerk category:Server channel:counter device:none")
    assert not read_in_step("queue:Netwerk channel:counter")  # six times as many


_OVERDUE = ("due:overdue", "-status:new due:overdue")


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize(
    ("query", "sort"),
    [
        (query, sort)
        for query in ("status:unfinished", "status:open", "-status:closed", *_OVERDUE)
        for sort in (TicketSort.UPDATED, TicketSort.DUE, TicketSort.PRIORITY)
        if query not in _OVERDUE or sort is TicketSort.DUE
    ],
)
def test_tickets_that_are_not_closed_are_never_sorted(
    world: World, query: str, sort: TicketSort, descending: bool
) -> None:
    """Each order of them has an index of its own: they are what is looked at all day."""
    reader = world.session.store.readers.own().connection
    world.session.store.remembered = Remembered()
    first = tickets.page(world.session, query, sort, descending=descending, limit=2)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    tickets.page(world.session, query, sort, descending=descending, limit=2)
    tickets.page(world.session, query, sort, descending=descending, limit=2, after=first.next)
    reader.set_trace_callback(None)
    steps = [row[3] for sql in asked for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("ticket_status_" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("query", ["laptop", "laptop status:open tag:vpn", "laptop assignee:me"])
def test_no_ticket_is_read_to_tell_whose_messages_hold_a_word(
    world: World, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Where word and term hardly meet, each row would be read that either has."""
    monkeypatch.setattr(ticket_plan, "FEW_WITH_TEXT", -1)
    reader = world.session.store.readers.own().connection
    world.session.store.remembered = Remembered()
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    found = tickets.page(world.session, query).ids
    count = tickets.count(world.session, query)
    reader.set_trace_callback(None)
    assert list(found) == expected(world, query, TicketSort.NEWEST, descending=True)
    assert count == len(found)
    walks = [sql for sql in asked if sql.startswith("SELECT") and "message_text MATCH" in sql]
    assert len(walks) == 2
    steps = [row[3] for sql in walks for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in steps if "ticket USING INTEGER PRIMARY KEY" in step]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("query", ["due:none", "-due:none"])
def test_a_list_by_due_moment_begins_where_those_that_have_one_or_none_stand(
    world: World, query: str, descending: bool
) -> None:
    """The others, which may be nearly all, are neither passed nor sorted."""
    reader = world.session.store.readers.own().connection
    world.session.store.remembered = Remembered()
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    tickets.page(world.session, query, TicketSort.DUE, descending=descending, limit=2)
    reader.set_trace_callback(None)
    steps = [
        row[3]
        for sql in asked
        if "INDEXED BY ticket_due" in sql
        for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert any(step.startswith("SEARCH ticket USING") and "(<expr>" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("moment", ["created", "updated", "closed", "due"])
@pytest.mark.parametrize("sort", TicketSort)
def test_a_span_of_time_is_neither_sorted_nor_sought_far_from_where_an_order_begins(
    world: World, monkeypatch: pytest.MonkeyPatch, moment: str, sort: TicketSort, descending: bool
) -> None:
    if moment == sort.value or (sort is TicketSort.NEWEST and (moment == "created" or descending)):
        return  # the order itself tells, or where it begins follows from when tickets were made
    monkeypatch.setattr(ticket_plan, "FEW", -1)
    monkeypatch.setattr(ticket_ordered, "_LISTED", 2)
    monkeypatch.setattr(ticket_ordered, "_AS_A_BLOCK", 0)
    monkeypatch.setattr(ticket_stretches, "WALKED", (1, 2))
    monkeypatch.setattr(ticket_stretches, "ROW", 1)
    reader = world.session.store.readers.own().connection
    world.session.store.remembered = Remembered()
    first, last = ("11-21", "12-24") if moment == "due" else ("09-20", "11-10")
    query = f"{moment}-after:2026-{first} {moment}-before:2026-{last}"
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    found = tickets.page(world.session, query, sort, descending=descending).ids
    reader.set_trace_callback(None)
    assert list(found) == expected(world, query, sort, descending=descending)
    assert len(found) > 5
    plans = [reader.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    steps = [row[3] for plan in plans for row in plan]
    order = TicketSort.PRIORITY if sort is TicketSort.NEWEST else sort
    assert any(f"ticket_{moment}_{order.value} " in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_a_plan_that_threads_share_stays_as_it_is_while_its_terms_are_ranked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_plan, "FEW", -1)
    query = parse("-has:note status:open,new category:netwerk priority:low", now=NOW)
    with world.session.store.read() as connection:
        plan = ticket_plan.Plan(connection, query, me=None, now=NOW)
        assert plan.few(connection) is None
        asked = list(plan.conditions)
        seen: list[list[Condition]] = []
        sys.setprofile(lambda *_: seen.append(list(plan.conditions)))
        try:
            ranked = plan.ranked(connection)
        finally:
            sys.setprofile(None)
    assert seen
    assert all(there == asked for there in seen)
    assert ranked.conditions != asked
    assert set(ranked.conditions) == set(asked)


def test_whichever_few_tickets_fit_all_terms_their_statement_is_the_same(world: World) -> None:
    """What a connection keeps ready of each statement would otherwise grow with every change."""
    branches: list[ticket_walks.Branch] = []
    with world.session.store.read() as connection:
        for priority in ("low", "high"):
            query = parse(f"priority:{priority} status:open", now=NOW)
            plan = ticket_plan.Plan(connection, query, me=None, now=NOW)
            branches += ticket_ordered._of_few(connection, plan, plan.conditions[0])
    low, high = branches
    assert low.source == high.source
    assert low.parameters[0] != high.parameters[0] != "[]"


def test_a_walk_of_all_tickets_by_their_numbers_asks_the_status_too(world: World) -> None:
    query = parse("status:open has:note,tag", now=NOW)
    statements = ticket_pages.Statements(TicketSort.NEWEST, descending=True, limit=500)
    with world.session.store.read() as connection:
        plan = ticket_plan.Plan(connection, query, me=None, now=NOW)
        walk = ticket_ordered.by_number(connection, plan, statements)
    found = walk.page(world.session.store, None).ids
    assert list(found) == expected(
        world, "status:open has:note,tag", TicketSort.NEWEST, descending=True
    )


def test_counting_stops_where_it_is_told(world: World) -> None:
    assert tickets.count(world.session, "", stop_at=7) == 7
    assert tickets.count(world.session, "status:open,new,finished", stop_at=5) == 5
    assert tickets.count(world.session, "-nowhere", stop_at=5) == 5


def test_words_are_found_in_title_text_and_file_names_alike(session: Session) -> None:
    file = MailAttachment("Ontwerp_gamma.pdf", "application/pdf", b"delta")
    ticket, _ = tickets.create(
        session, title="Alfa", channel=Channel.COUNTER, text="bèta", attachments=[file]
    )
    for query in ("alfa", "BETA", "gamma", "ontwerp", "alfa gamma", "alf*", '"ontwerp gamma"'):
        assert tickets.page(session, query).ids == (ticket,), query
    for query in ("delta", "alf", "alfa -beta", '"alfa beta"'):
        assert tickets.page(session, query).ids == (), query


def test_a_list_pages_on_over_tickets_that_come_meanwhile(world: World, session: Session) -> None:
    made = [
        tickets.create(session, title=f"T{n}", channel=Channel.COUNTER, text="x")[0]
        for n in range(5)
    ]
    first = tickets.page(session, limit=2)
    tickets.create(session, title="new", channel=Channel.COUNTER, text="x")
    rest = tickets.page(session, after=first.next, limit=10)
    assert [*first.ids, *rest.ids] == made[::-1]


@pytest.mark.parametrize("few", [ticket_plan.FEW, -1])
def test_very_many_values_at_once_find_their_tickets_in_every_order(
    session: Session, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """The engine joins no more than 500 selects, and takes no endless row of parameters."""
    monkeypatch.setattr(ticket_plan, "FEW", few)
    numbers, statuses = range(1, 501), ("new", "open", "resolved", "closed")
    with session.store.write() as connection:
        fill = connection.executemany
        fill("INSERT INTO queue VALUES (?, ?)", [(n, f"q{n}") for n in numbers[:130]])
        fill(
            "INSERT INTO organisation (id, name, name_key) VALUES (?, ?, ?)",
            [(n, f"Zorg {n}", f"zorg {n}") for n in numbers],
        )
        fill(
            "INSERT INTO person (id, display_name, created_at, updated_at) VALUES (?, ?, 1, 1)",
            [(n, f"Zeb {n}") for n in numbers],
        )
        fts5.rebuild_index(connection, "person_text")
        fill(
            "INSERT INTO ticket (id, title, channel, status, queue_id, requester_id,"
            " organisation_id, created_at, updated_at)"
            " VALUES (?1, '', 'email', ?2, ?3, ?1, ?1, 1, 1)",
            [(n, statuses[n % 4], n if n <= 130 else None) for n in numbers],
        )
    queues = f"queue:{','.join(f'q{n}' for n in numbers[:130])}"
    for query, wanted in {
        f"{queues} -status:new": [n for n in numbers[:130] if n % 4 != 0],
        f"{queues} -status:closed": [n for n in numbers[:130] if n % 4 != 3],
        f"{queues} status:unfinished": [n for n in numbers[:130] if n % 4 < 2],
        "org:zorg from:zeb": list(numbers),
        "org:zorg from:zeb status:new,open": [n for n in numbers if n % 4 < 2],
    }.items():
        assert tickets.count(session, query) == len(wanted), query
        for sort, descending in itertools.product(TicketSort, (False, True)):
            found = tickets.page(session, query, sort, descending=descending, limit=600).ids
            assert sorted(found) == wanted, (query, sort)
            assert sort is not TicketSort.NEWEST or list(found) == wanted[:: 1 - 2 * descending]
