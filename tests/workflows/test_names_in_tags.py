"""Words by which staff sort what is others' name nobody who was erased: tags, queues and the like.

Certain names are blacked out in them unasked, single and shared ones where somebody says so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.conversation import BLACKED_OUT as BLACK
from app.model.person import AccountState
from app.model.subject_request import Decision, RequestKind
from app.model.ticket import Channel
from app.model.ticket_edit import Edit
from app.model.ticket_list import TicketSort
from app.workflows import bulk_edit, canned, erasure, people, purge, requests, tickets, views
from app.workflows.purge import preview
from app.workflows.requests import approval, finding
from app.workflows.requests import preview as requests_preview
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.residue import granted
from tests.workflows.test_retention import written


def tagged(session: Session, *tags: str, queue: str = "", category: str = "") -> int:
    """Make a ticket of nobody with tags."""
    ticket, _changes = tickets.create(
        session,
        title="Printer",
        channel=Channel.COUNTER,
        text="hapert",
        tags=tags,
        queue=queue,
        category=category,
    )
    return ticket


def tags(session: Session, ticket: int) -> tuple[str, ...]:
    return tickets.get(session, ticket).tags


def column(session: Session, sql: str) -> list[str]:
    with session.store.read() as connection:
        return [row[0] for row in connection.execute(sql)]


def closed(session: Session, clock: Clock, name: str) -> int:
    """Keep somebody whose account was closed so long ago that it is due."""
    clock.set("2023-01-09T08:00:00")
    person, _changes = people.add(session, display_name=name, email="due@example.nl")
    people.change(session, person, 1, account_state=AccountState.CLOSED)
    clock.set("2026-11-23T08:00:00")
    return person


def test_an_erased_name_goes_from_every_word_that_sorts_others_tickets(session: Session) -> None:
    person, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    spellings = ("vip-sanne-de-boer", "SanneDeBoer", "sanne_de_boer_thuis", "bij Sanne de  Boer")
    ticket = tagged(
        session, *spellings, "de-boerderij", queue="Sanne de Boer", category="Bezoek sanne.de.boer"
    )
    views.add(session, "Van Sanne de Boer", "tag:sanne-de-boer", TicketSort.NEWEST, descending=True)
    canned.add(session, "Aan Sanne de Boer", "Beste Sanne-de-Boer")
    number = granted(session, person)
    shown = requests_preview.of(session, number)
    _report, result = erasure.erase(session, person, number)
    assert sorted(tags(session, ticket)) == sorted(
        [f"vip-{BLACK}", BLACK, f"{BLACK}_thuis", f"bij {BLACK}", "de-boerderij"]
    )
    assert column(session, "SELECT name FROM queue") == [BLACK]
    assert column(session, "SELECT name FROM category") == [f"Bezoek {BLACK}"]
    assert column(session, "SELECT name || query FROM saved_view") == [f"Van {BLACK}tag:{BLACK}"]
    assert column(session, "SELECT name || text FROM canned_reply") == [f"Aan {BLACK}Beste {BLACK}"]
    counted = {"tag": 4, "queue": 1, "category": 1, "saved_view": 1, "canned_reply": 1}
    assert result.blacked_out == counted
    assert sum(one.rows for one in shown.anonymous if "Texts" in one.label) == 8


def test_two_tags_that_become_one_are_told_apart(session: Session) -> None:
    person, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    one, other = tagged(session, "sanne-de-boer"), tagged(session, "sanne_de_boer", BLACK)
    erasure.erase(session, person, granted(session, person))
    assert {*tags(session, one), *tags(session, other)} == {BLACK, f"{BLACK} 2", f"{BLACK} 3"}


def test_the_history_of_others_tickets_forgets_the_tag_too(session: Session) -> None:
    person, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    ticket = tagged(session, "sanne-de-boer")
    version = tickets.get(session, ticket).row.version
    bulk_edit.edit(session, {ticket: version}, Edit(tags=("netwerk",)))
    erasure.erase(session, person, granted(session, person))
    history = column(session, "SELECT old_value || '>' || new_value FROM ticket_change")
    assert history == [f"{BLACK}>netwerk"]
    assert "boer" not in " ".join(column(session, "SELECT name FROM tag"))


def test_a_single_name_in_a_tag_is_proposed_and_goes_where_somebody_says_so(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    jan = closed(session, clock, "Jan van der Jansen")
    ticket = tagged(session, "jansen-thuis", "van-der-poel", "jansenius", queue="Team Jansen")
    plan = purge.plan(session, ["closed_accounts"])
    (proposed,) = plan.body["proposed"]
    assert {table: len(ids) for table, ids in proposed["rows"].items()} == {"tag": 1, "queue": 1}
    (proposal,) = preview.of(session, plan).proposals
    assert (proposal.texts, proposal.meant) == (2, False)
    assert sorted(proposal.excerpts) == ["Queues: Team Jansen", "Tags: jansen-thuis"]
    plan = purge.plan(session, ["closed_accounts"], meant=[jan])
    path = written(session, tmp_path, plan)
    assert "jansen" not in path.read_text().casefold()
    body, _ = purge.run(session, path, tmp_path / "report")
    assert set(tags(session, ticket)) == {f"{BLACK}-thuis", "van-der-poel", "jansenius"}
    assert column(session, "SELECT name FROM queue") == [f"Team {BLACK}"]
    assert body["blacked_out"] == {"tag": 1, "queue": 1}
    assert body["residue"]["found"] == {}


def test_the_words_are_read_once_for_all_who_go(session: Session, clock: Clock) -> None:
    for name in ("Jan Jansen", "Piet Pieters", "Klaas Klaassen"):
        clock.set("2023-01-09T08:00:00")
        person, _ = people.add(session, display_name=name)
        people.change(session, person, 1, account_state=AccountState.CLOSED)
    clock.set("2026-11-23T08:00:00")
    tagged(session, "jansen", "pieters")
    asked: list[str] = []
    with session.store.read() as connection:
        connection.set_trace_callback(asked.append)
        plan = purge.draft(session, ["closed_accounts"])
        connection.set_trace_callback(None)
    assert len(plan.body["rules"][0]["rows"]) == 3
    assert len(plan.body["proposed"]) == 2
    assert sum("FROM tag WHERE name <> ''" in sql for sql in asked) == 1


def test_it_stays_where_nobody_says_so(session: Session, clock: Clock, tmp_path: Path) -> None:
    closed(session, clock, "Jan Jansen")
    ticket = tagged(session, "jansen-thuis")
    path = written(session, tmp_path, purge.plan(session, ["closed_accounts"]))
    body, _ = purge.run(session, path, tmp_path / "report")
    assert tags(session, ticket) == ("jansen-thuis",)
    assert body["blacked_out"] == {}


def test_a_request_asks_of_each_tag_that_may_mean_the_person(session: Session) -> None:
    person, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    ticket = tagged(session, "jansen-thuis", "januari", queue="Team Jan", category="Jan")
    number = requests.new(session, RequestKind.ERASE, person)[0].number
    requests.verify_identity(session, number, "in_person")
    found = {one.label: one for one in finding.look(session, number)}
    assert set(found) == {"Tags: jansen-thuis", "Queues: Team Jan", "Categories: Jan"}
    with pytest.raises(KnownError, match="unanswered"):
        finding.confirm(session, number)
    for label, one in found.items():
        finding.answer(session, number, one.id, accepted=label != "Queues: Team Jan")
    finding.confirm(session, number)
    assert people.get(session, person).emails == ("jan@example.nl",)  # a tag is no address
    shown = requests_preview.of(session, number)
    assert [one.rows for one in shown.anonymous if "Texts" in one.label] == [2]
    requests.decide(session, number, Decision.GRANTED)
    approval.approve(session, number, "the only lead of this store")
    _report, result = erasure.erase(session, person, number)
    assert set(tags(session, ticket)) == {f"{BLACK}-thuis", "januari"}
    assert column(session, "SELECT name FROM queue") == ["Team Jan"]
    assert column(session, "SELECT name FROM category") == [BLACK]
    assert result.blacked_out == {"tag": 1, "category": 1}
