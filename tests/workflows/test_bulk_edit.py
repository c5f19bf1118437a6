"""Many tickets changed as one, and what stands in one's way leaves the others alone."""

from __future__ import annotations

import pytest

from app.errors import Cancelled, KnownError
from app.model.ticket import Channel, Priority, Status
from app.model.ticket_edit import Edit
from app.workflows import bulk_edit, people, tickets
from app.workflows.session import Session
from tests.workflows.conftest import LEAD


@pytest.fixture
def three(session: Session) -> list[int]:
    return [
        tickets.create(session, title=f"Ticket {n}", channel=Channel.EMAIL, tags=["vpn"])[0]
        for n in range(3)
    ]


def seen(session: Session, ids: list[int]) -> dict[int, int | None]:
    return {ticket: tickets.get(session, ticket).row.version for ticket in ids}


def test_every_property_is_changed_and_comes_back(session: Session, three: list[int]) -> None:
    before = [tickets.get(session, ticket) for ticket in three]
    what = Edit(
        status=Status.CLOSED,
        priority=Priority.URGENT,
        queue="Netwerk",
        category="VPN",
        assignee=LEAD,
        add_tags=("storing",),
        remove_tags=("vpn",),
    )
    outcome, changes = bulk_edit.edit(session, seen(session, three), what)
    assert set(outcome.changed) == changes.tickets == set(three)
    for ticket in three:
        whole = tickets.get(session, ticket)
        row = whole.row
        assert (row.status, row.priority, row.queue) == (Status.CLOSED, Priority.URGENT, "Netwerk")
        assert (row.category, row.assignee, whole.tags) == ("VPN", LEAD, ("storing",))
        assert whole.closed_at is not None
    undone, _changes = bulk_edit.undo(session, outcome)
    assert set(undone.changed) == set(three)
    for was, ticket in zip(before, three, strict=True):
        now = tickets.get(session, ticket)
        assert (now.row.status, now.row.priority, now.tags) == (
            Status.NEW,
            Priority.NORMAL,
            ("vpn",),
        )
        assert (now.row.queue, now.row.category, now.row.assignee) == ("", "", "")
        assert now.closed_at is None
        assert now.row.version > was.row.version


def test_what_somebody_else_changed_is_left_alone_and_named(
    session: Session, three: list[int]
) -> None:
    read = seen(session, three)
    tickets.change(session, three[1], read[three[1]] or 0, priority=Priority.LOW)
    outcome, _changes = bulk_edit.edit(session, read, Edit(priority=Priority.HIGH))
    assert outcome.changed_meanwhile == (three[1],)
    assert tickets.get(session, three[1]).row.priority is Priority.LOW
    assert tickets.get(session, three[2]).row.priority is Priority.HIGH


def test_undoing_leaves_alone_what_was_changed_since(session: Session, three: list[int]) -> None:
    outcome, _changes = bulk_edit.edit(session, seen(session, three), Edit(queue="Netwerk"))
    version = tickets.get(session, three[0]).row.version
    tickets.change(session, three[0], version, queue="Werkplek")
    undone, _changes = bulk_edit.undo(session, outcome)
    assert undone.changed_meanwhile == (three[0],)
    assert [tickets.get(session, t).row.queue for t in three] == ["Werkplek", "", ""]


def test_a_ticket_whose_status_may_not_follow_is_counted_and_stays(
    session: Session, three: list[int]
) -> None:
    bulk_edit.edit(session, {three[0]: None}, Edit(status=Status.CLOSED))
    outcome, _changes = bulk_edit.edit(
        session, dict.fromkeys(three), Edit(status=Status.WAITING_PERSON)
    )
    assert outcome.unfit == (three[0],)
    assert set(outcome.changed) == set(three[1:])


def test_nothing_is_changed_when_one_thing_is_wrong(session: Session, three: list[int]) -> None:
    with pytest.raises(KnownError, match="not found"):
        bulk_edit.edit(session, dict.fromkeys(three), Edit(assignee="Nobody Known", queue="Kelder"))
    assert tickets.vocabulary(session)["queue"] == ()


def test_what_is_so_already_is_not_written_again(session: Session, three: list[int]) -> None:
    read = seen(session, three)
    outcome, changes = bulk_edit.edit(session, read, Edit(add_tags=("vpn",)))
    assert outcome.changed == ()
    assert not changes.tickets
    assert seen(session, three) == read


def test_an_edit_that_is_stopped_changes_nothing(session: Session, three: list[int]) -> None:
    def stop(done: int, _total: int | None) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        bulk_edit.edit(session, dict.fromkeys(three), Edit(priority=Priority.URGENT), stop)
    priorities = {tickets.get(session, ticket).row.priority for ticket in three}
    assert priorities == {Priority.NORMAL}


def test_edits_are_undone_one_after_the_other(session: Session, three: list[int]) -> None:
    first, _changes = bulk_edit.edit(session, dict.fromkeys(three), Edit(queue="Netwerk"))
    second, _changes = bulk_edit.edit(session, {three[0]: None}, Edit(queue="Werkplek"))
    undone, _changes = bulk_edit.undo(session, second)
    assert tickets.get(session, three[0]).row.queue == "Netwerk"
    first = bulk_edit.after_undo(first, second, undone)
    undone, _changes = bulk_edit.undo(session, first)
    assert set(undone.changed) == set(three)
    assert [tickets.get(session, t).row.queue for t in three] == ["", "", ""]


def test_any_number_of_edits_of_one_ticket_is_undone(session: Session, three: list[int]) -> None:
    ticket = three[0]
    whats = [
        Edit(queue="Netwerk"),
        Edit(priority=Priority.HIGH),
        Edit(queue="Werkplek"),
        Edit(tags=("storing",)),
    ]
    before = tickets.get(session, ticket)
    done = [bulk_edit.edit(session, {ticket: None}, what)[0] for what in whats]
    while done:
        last = done.pop()
        undone, _changes = bulk_edit.undo(session, last)
        assert undone.changed == (ticket,)
        done = [bulk_edit.after_undo(edit, last, undone) for edit in done]
    after = tickets.get(session, ticket)
    assert (after.row.queue, after.row.priority) == (before.row.queue, before.row.priority)
    assert after.tags == before.tags


def test_capitals_alone_make_no_other_queue_category_or_tag(
    session: Session, three: list[int]
) -> None:
    first, second, third = three
    edit = Edit(queue="Netwerk", category="Printer", tags=("storing",))
    bulk_edit.edit(session, {first: None}, edit)
    other = Edit(queue="netwerk", category="PRINTER", tags=("Storing", "STORING"))
    outcome, _changes = bulk_edit.edit(session, {second: None}, other)
    row = tickets.get(session, second)
    assert (row.row.queue, row.row.category, row.tags) == ("Netwerk", "Printer", ("storing",))
    assert {step.new for step in row.changes} >= {"Netwerk", "Printer", "storing"}
    undone, _changes = bulk_edit.undo(session, outcome)
    assert undone.changed == (second,)
    tickets.set_tags(session, third, ["STORING", "storing"])
    assert tickets.get(session, third).tags == ("storing",)
    made, _changes = tickets.create(
        session, title="x", channel=Channel.TELEPHONE, queue="NETWERK", tags=("storing", "STORING")
    )
    row = tickets.get(session, made)
    assert (row.row.queue, row.tags) == ("Netwerk", ("storing",))


def test_what_came_between_two_edits_is_not_undone(session: Session, three: list[int]) -> None:
    first, _changes = bulk_edit.edit(session, {three[0]: None}, Edit(queue="Netwerk"))
    tickets.add_note(session, three[0], "Tussendoor")
    second, _changes = bulk_edit.edit(session, {three[0]: None}, Edit(priority=Priority.HIGH))
    undone, _changes = bulk_edit.undo(session, second)
    first = bulk_edit.after_undo(first, second, undone)
    undone, _changes = bulk_edit.undo(session, first)
    assert undone.changed_meanwhile == (three[0],)


def test_a_ticket_goes_to_another_requester_with_their_organisation_and_back(
    session: Session, three: list[int]
) -> None:
    person, _changes = people.add(
        session, display_name="Nina", email="nina@example.org", organisation="Voorbeeld BV"
    )
    what = Edit(requester=person, title=" Nieuwe  titel ", due_at=1_900_000_000)
    outcome, changes = bulk_edit.edit(session, seen(session, three[:1]), what)
    assert changes.people == {person}
    row = tickets.get(session, three[0]).row
    assert (row.requester_id, row.organisation) == (person, "Voorbeeld BV")
    assert (row.title, row.due_at) == ("Nieuwe titel", 1_900_000_000)
    said = {c.field: (c.old, c.new) for c in tickets.get(session, three[0]).changes}
    for personal in ("title", "requester_id", "organisation_id"):
        assert said[personal] == ("", "")
    bulk_edit.undo(session, outcome)
    row = tickets.get(session, three[0]).row
    assert (row.requester_id, row.organisation, row.title) == (None, "", "Ticket 0")
    assert row.due_at is None


def test_a_requester_comes_back_whose_organisation_is_gone_meanwhile(session: Session) -> None:
    first, _changes = people.add(session, display_name="Nina", organisation="Voorbeeld BV")
    second, _changes = people.add(session, display_name="Otto", organisation="De Boom")
    ticket, _changes = tickets.create(
        session, title="Scherm", channel=Channel.EMAIL, requester_id=first
    )
    outcome, _changes = bulk_edit.edit(session, {ticket: None}, Edit(requester=second))
    with session.store.write() as connection:  # as the undoing of an import does
        connection.execute(
            "UPDATE person SET organisation_id = (SELECT organisation_id FROM person WHERE id = ?)"
            " WHERE id = ?",
            (second, first),
        )
        connection.execute("DELETE FROM organisation WHERE name = 'Voorbeeld BV'")
    undone, _changes = bulk_edit.undo(session, outcome)
    assert undone.changed == (ticket,)
    row = tickets.get(session, ticket).row
    assert (row.requester_id, row.organisation) == (first, "De Boom")


def test_a_ticket_keeps_a_title_and_goes_to_somebody_on_record(
    session: Session, three: list[int]
) -> None:
    with pytest.raises(KnownError, match="title"):
        bulk_edit.edit(session, seen(session, three), Edit(title="  "))
    with pytest.raises(KnownError):
        bulk_edit.edit(session, seen(session, three), Edit(requester=12345))
    assert tickets.get(session, three[0]).row.title == "Ticket 0"
