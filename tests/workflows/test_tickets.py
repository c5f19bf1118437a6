"""Tickets: numbers, statuses, history, merging and splitting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import KnownError
from app.model import moments
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import TRANSITIONS, Channel, Direction, LinkKind, Priority, Status, ticket_id
from app.model.ticket_edit import Edit
from app.store import fts5
from app.workflows import bulk_edit, destruction, devices, drafts, people, ticket_links, tickets
from app.workflows.destruction import Destroyed
from app.workflows.session import Session
from tests.conftest import Clock
from tests.store.raw import data_rows
from tests.workflows.conftest import LEAD, TECHNICIAN, planted


def make(session: Session, title: str = "Printer", text: str = "x", **more: object) -> int:
    return tickets.create(session, title=title, channel=Channel.COUNTER, text=text, **more)[0]  # type: ignore[arg-type] # passed on as they are


def version(session: Session, ticket: int) -> int:
    return tickets.get(session, ticket).row.version


def sound(session: Session) -> bool:
    with session.store.write() as connection:
        return all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)


def destroy(session: Session, ticket: int) -> None:
    result = Destroyed()
    with destruction.thorough(session, result), session.store.write() as connection:
        destruction.destroy_rows(connection, {"ticket": {ticket}}, result)


def test_numbers_count_up_within_a_year_and_are_never_given_twice(
    session: Session, clock: Clock
) -> None:
    assert make(session) == ticket_id(2026, 1)
    last = make(session)
    assert last == ticket_id(2026, 2)
    destroy(session, last)
    assert make(session) == ticket_id(2026, 3)
    clock.set("2027-01-04T08:00:00")
    assert make(session) == ticket_id(2027, 1)


def test_a_number_is_not_used_up_by_a_ticket_that_was_not_made(session: Session) -> None:
    with pytest.raises(KnownError, match="not_found"):
        make(session, requester_id=123)
    with pytest.raises(KnownError, match="not_found"):
        make(session, assignee="Nobody Of That Name")
    assert make(session) % 10_000_000 == 1


def test_a_ticket_needs_a_title(session: Session) -> None:
    with pytest.raises(KnownError, match="title_needed"):
        make(session, " \n\t ")
    assert tickets.count(session) == 0


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_only_sensible_transitions_are_made(
    session: Session, before: Status, after: Status
) -> None:
    ticket = make(session)
    if before is not Status.NEW:
        tickets.set_status(session, ticket, before, version(session, ticket))
    if after is before or after in TRANSITIONS[before]:
        tickets.set_status(session, ticket, after, version(session, ticket))
        row = tickets.get(session, ticket)
        assert row.row.status is after
        assert (row.closed_at is not None) == (after is Status.CLOSED)
    else:
        with pytest.raises(KnownError, match="transition"):
            tickets.set_status(session, ticket, after, version(session, ticket))
        assert tickets.get(session, ticket).row.status is before


def test_the_history_tells_every_change_and_no_personal_value(session: Session) -> None:
    secret, other = planted(), planted()
    ticket = make(session, secret)
    tickets.change(session, ticket, version(session, ticket), title=other)
    tickets.change(
        session, ticket, version(session, ticket), priority=Priority.HIGH, assignee=TECHNICIAN
    )
    tickets.set_status(session, ticket, Status.OPEN, version(session, ticket))
    history = tickets.get(session, ticket).changes
    assert [step.field for step in history] == ["title", "priority", "assignee_id", "status"]
    assert {step.staff for step in history} == {LEAD}
    assert (history[0].old, history[0].new) == ("", "")
    assert (history[3].old, history[3].new) == ("new", "open")
    with session.store.read() as connection:
        rows = data_rows(connection)
    for table in ("ticket_change", "audit", "setting"):
        assert secret not in repr(rows[table])
        assert other not in repr(rows[table])


def test_the_first_answer_is_noted_once(session: Session, clock: Clock) -> None:
    ticket = make(session)
    clock.advance(hours=1)
    tickets.add_note(session, ticket, "a note is no answer")
    clock.advance(hours=1)
    tickets.reply(session, ticket, "first")
    answered = moments.now()
    clock.advance(hours=1)
    tickets.reply(session, ticket, "second")
    with session.store.read() as connection:
        row = connection.execute("SELECT first_response_at, updated_at FROM ticket").fetchone()
    assert row == (answered, moments.now())
    directions = [message.direction for message in tickets.get(session, ticket).messages]
    assert directions == [Direction.NOTE, Direction.NOTE, Direction.OUT, Direction.OUT]


@pytest.fixture
def pair(session: Session) -> tuple[int, int]:
    """Two tickets with a message, a note with a file, a tag and a device each."""
    made = []
    for name in ("eerste", "tweede"):
        ticket = make(session, f"titel {name}", f"tekst {name}")
        file = MailAttachment(f"bestand-{name}.txt", "text/plain", name.encode() * 100_000)
        tickets.add_note(session, ticket, f"notitie {name}", [file])
        tickets.set_tags(session, ticket, ["samen", name])
        device, _ = devices.create(session, name=f"laptop {name}")
        ticket_links.link_device(session, ticket, device)
        made.append(ticket)
    return made[0], made[1]


def found(session: Session, query: str) -> tuple[int, ...]:
    return tickets.page(session, query).ids


def contents(session: Session, ticket: int) -> dict[str, bytes]:
    return {
        file.filename: b"".join(tickets.attachment(session, file.id))
        for message in tickets.get(session, ticket).messages
        for file in message.attachments
    }


def test_a_merge_moves_everything_and_leaves_a_signpost(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    third = make(session, "derde")
    ticket_links.link(session, first, third, LinkKind.RELATED)
    files = contents(session, first) | contents(session, second)
    ticket_links.merge(session, first, second)
    merged, into = tickets.get(session, first), tickets.get(session, second)
    assert (merged.row.status, merged.merged_into, merged.messages) == (Status.CLOSED, second, ())
    assert len(into.messages) == 4
    assert contents(session, second) == files
    assert set(into.tags) == {"samen", "eerste", "tweede"}
    assert len(into.devices) == 2
    assert [link.id for link in into.links] == [third]
    assert found(session, "bestand-eerste") == (second,)
    assert found(session, '"tekst eerste"') == (second,)
    assert found(session, "is:merged") == (first,)
    told = [(one.changes[-1].field, one.changes[-1].new) for one in (merged, into)]
    assert told == [("merged_into_id", into.row.number), ("merged_here", merged.row.number)]
    assert {one.changes[-1].staff for one in (merged, into)} == {session.member.name}
    assert sound(session)


def test_a_merge_into_a_merged_ticket_goes_where_that_went(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    third = make(session, "derde")
    ticket_links.merge(session, second, third)
    ticket_links.merge(session, first, second)
    assert len(tickets.get(session, third).messages) == 5
    assert tickets.get(session, first).merged_into == third
    with pytest.raises(KnownError, match="same_ticket"):
        ticket_links.merge(session, third, first)


def test_what_is_written_in_a_merged_ticket_comes_to_the_one_that_lives_on(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    third = make(session, "derde")
    ticket_links.merge(session, second, third)
    ticket_links.merge(session, first, second)
    changes = [
        tickets.reply(session, first, "antwoord"),
        tickets.add_note(session, second, "notitie"),
        tickets.forward(session, first, "ander@example.com", "verder"),
    ]
    assert {one.tickets for one in changes} == {frozenset({third})}
    written = [m.text for m in tickets.get(session, third).messages[-3:]]
    assert written == ["antwoord", "notitie", "verder"]
    assert tickets.get(session, first).messages == ()


def test_a_merged_ticket_stays_closed(session: Session, pair: tuple[int, int]) -> None:
    first, second = pair
    ticket_links.merge(session, first, second)
    with pytest.raises(KnownError, match="transition"):
        tickets.set_status(session, first, Status.OPEN, version(session, first))
    outcome, _ = bulk_edit.edit(session, {first: None, second: None}, Edit(status=Status.OPEN))
    assert (outcome.changed, outcome.unfit) == ((second,), (first,))
    outcome, _ = bulk_edit.edit(session, {first: None}, Edit(status=Status.CLOSED, queue="Balie"))
    assert outcome.changed == (first,)


def test_a_draft_goes_along_with_a_merge_unless_its_writer_has_another_there(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    third = make(session, "derde")
    file = MailAttachment("a.txt", "text/plain", b"a")
    half = Draft(DraftKind.NOTE, "half", files=(file,))
    drafts.save(session, first, half)
    ticket_links.merge(session, first, second)
    assert drafts.get(session, first) is None
    assert drafts.get(session, second) == half
    drafts.save(session, third, Draft(text="een antwoord"))
    ticket_links.merge(session, second, third)
    assert drafts.get(session, second) == half
    assert drafts.get(session, third) == Draft(text="een antwoord")


def test_a_draft_goes_along_with_a_merge_though_somebody_else_writes_there(
    session: Session, pair: tuple[int, int], technician: Callable[[], Session]
) -> None:
    first, second = pair
    drafts.save(session, first, Draft(text="half"))
    writer, colleague = session.staff_id, technician()
    drafts.save(colleague, second, Draft(text="anders"))
    ticket_links.merge(colleague, first, second)
    with colleague.store.read() as connection:
        sql = "SELECT ticket_id, staff_id, text FROM draft ORDER BY id"
        kept = connection.execute(sql).fetchall()
    colleague.close()
    assert kept == [(second, writer, "half"), (second, colleague.staff_id, "anders")]


def test_a_draft_that_went_along_with_a_merge_is_known_again_from_where_it_was_begun(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    half, whole = Draft(text="half"), Draft(text="half en heel")
    drafts.save(session, first, half)
    ticket_links.merge(session, first, second)
    drafts.save(session, first, whole, half)
    assert drafts.get(session, second) == whole
    assert drafts.get(session, first) is None
    drafts.discard(session, first, whole)
    assert drafts.get(session, second) is None


def test_what_is_begun_in_a_merged_ticket_is_kept_in_the_one_that_lives_on(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    ticket_links.merge(session, first, second)
    begun, more = Draft(text="nog iets"), Draft(text="nog iets meer")
    drafts.save(session, first, begun)
    assert drafts.get(session, second) == begun
    drafts.save(session, first, more, begun)
    assert drafts.get(session, second) == more
    drafts.save(session, first, Draft(), more)
    assert drafts.get(session, second) is None


def test_what_is_written_in_a_merged_ticket_takes_no_other_draft_of_its_writer_away(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    own, begun, more = Draft(text="een antwoord"), Draft(text="half"), Draft(text="half en heel")
    drafts.save(session, second, own)
    ticket_links.merge(session, first, second)
    drafts.discard(session, first)
    drafts.save(session, first, begun)
    drafts.save(session, first, more, begun)
    assert (drafts.get(session, first), drafts.get(session, second)) == (more, own)
    drafts.save(session, second, begun, own)  # which is now what was kept of the other one
    drafts.discard(session, first, begun)
    assert (drafts.get(session, first), drafts.get(session, second)) == (None, begun)


def test_a_merge_with_a_ticket_that_is_not_there_changes_nothing(
    session: Session, pair: tuple[int, int]
) -> None:
    for ticket, into in ((pair[0], 1), (1, pair[0])):
        with pytest.raises(KnownError, match="not_found"):
            ticket_links.merge(session, ticket, into)
    assert len(tickets.get(session, pair[0]).messages) == 2


def test_a_split_takes_messages_and_files_along(session: Session, pair: tuple[int, int]) -> None:
    first = pair[0]
    note = tickets.get(session, first).messages[1]
    new, _ = ticket_links.split(session, first, [note.id], "  losse\nvraag ")
    assert [m.text for m in tickets.get(session, first).messages] == ["tekst eerste"]
    made = tickets.get(session, new)
    assert (made.row.title, [m.text for m in made.messages]) == ("losse vraag", ["notitie eerste"])
    assert contents(session, new) == {"bestand-eerste.txt": b"eerste" * 100_000}
    assert [link.id for link in made.links] == [first]
    source = tickets.get(session, first)
    told = [(one.changes[-1].field, one.changes[-1].new) for one in (source, made)]
    assert told == [("split_off", made.row.number), ("split_from", source.row.number)]
    assert found(session, "bestand-eerste") == (new,)
    assert found(session, '"losse vraag"') == (new,)
    assert sound(session)


def test_what_was_merged_by_mistake_is_with_its_writer_again_after_a_split(
    session: Session,
) -> None:
    kim, _ = people.add(session, display_name="Kim", email="kim@example.org", organisation="Linde")
    bo, _ = people.add(session, display_name="Bo", email="bo@example.org", organisation="Meent")
    hers = make(session, "Scherm", "Kim schrijft", requester_id=kim)
    his = make(session, "Scherm", "Bo schrijft", requester_id=bo)
    tickets.add_note(session, hers, "bij haar")
    ticket_links.merge(session, hers, his)
    moved = [m.id for m in tickets.get(session, his).messages if m.text != "Bo schrijft"]
    back, _ = ticket_links.split(session, his, moved, "Scherm van Kim")
    row = tickets.get(session, back).row
    assert (row.requester_id, row.organisation) == (kim, "Linde")
    note = next(m for m in tickets.get(session, back).messages if m.text == "bij haar")
    noted, _ = ticket_links.split(session, back, [note.id], "Los")
    assert tickets.get(session, noted).row.requester_id == kim  # staff wrote what moved


def test_a_split_takes_some_and_not_all_and_needs_a_title(
    session: Session, pair: tuple[int, int]
) -> None:
    messages = [m.id for m in tickets.get(session, pair[0]).messages]
    for chosen in ([], messages, [messages[0] + 999]):
        with pytest.raises(KnownError, match="nothing_to_split"):
            ticket_links.split(session, pair[0], chosen, "x")
    with pytest.raises(KnownError, match="title_needed"):
        ticket_links.split(session, pair[0], messages[:1], " ")
    assert tickets.count(session) == 2


def test_a_split_keeps_whose_the_ticket_is(session: Session) -> None:
    person, _ = people.add(
        session, display_name="Piet", email="piet@example.org", organisation="School"
    )
    ticket = make(session, requester_id=person)
    tickets.reply(session, ticket, "antwoord")
    note = tickets.get(session, ticket).messages[1].id
    new, _ = ticket_links.split(session, ticket, [note], "los")
    row = tickets.get(session, new).row
    assert (row.requester_id, row.organisation) == (person, "School")


def test_a_link_shows_from_both_sides_and_stands_once(
    session: Session, pair: tuple[int, int]
) -> None:
    first, second = pair
    for _again in range(2):
        ticket_links.link(session, first, second, LinkKind.PARENT)
    for one, other in (pair, pair[::-1]):
        assert [(link.id, link.kind) for link in tickets.get(session, one).links] == [
            (other, LinkKind.PARENT)
        ]
    with pytest.raises(KnownError, match="same_ticket"):
        ticket_links.link(session, first, first, LinkKind.RELATED)


def test_a_link_is_taken_away_from_either_side(session: Session, pair: tuple[int, int]) -> None:
    first, second = pair
    third = make(session)
    for one, other in (pair, pair[::-1]):
        ticket_links.link(session, first, second, LinkKind.PARENT)
        ticket_links.link(session, first, third, LinkKind.RELATED)
        ticket_links.unlink(session, one, other)
        assert [link.id for link in tickets.get(session, first).links] == [third]
        assert tickets.get(session, second).links == ()
