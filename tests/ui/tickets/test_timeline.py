"""The history of a ticket begins with how it came to be."""

from __future__ import annotations

from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.workflows import people, ticket_links, tickets
from app.workflows.session import Session
from tests.ui.example_store import LEAD
from ui.tickets.timeline import beginning


def made(session: Session, person: int | None) -> int:
    return tickets.create(
        session,
        title="Printer",
        channel=Channel.TELEPHONE,
        text="hapert",
        requester_id=person,
        attachments=[MailAttachment("foto.txt", "text/plain", b"foto")],
    )[0]


def test_it_says_who_made_a_ticket_of_nobody(session: Session) -> None:
    assert beginning(tickets.get(session, made(session, None))) == ("Ticket made", LEAD)


def test_it_says_who_asked_and_by_which_way(session: Session) -> None:
    name, address = "Kim Jansen", "zonder.naam@example.nl"
    person, _ = people.add(session, display_name=name, email="kim.jansen@example.nl")
    nameless, _ = people.add(session, display_name="", email=address)
    for who, said in ((person, name), (nameless, address)):
        ticket = tickets.get(session, made(session, who))
        assert beginning(ticket) == ("Came in: Telephone", said)


def test_it_stays_true_of_a_ticket_that_an_older_one_was_merged_into(session: Session) -> None:
    asker, _ = people.add(session, display_name="Kim Jansen", email="kim.jansen@example.nl")
    older, newer = made(session, None), made(session, asker)
    with session.store.write() as connection:  # as if it was asked an hour before
        connection.execute(
            "UPDATE ticket SET created_at = created_at - 3600 WHERE id = ?", (older,)
        )
        connection.execute(
            "UPDATE message SET created_at = created_at - 3600 WHERE ticket_id = ?", (older,)
        )
    ticket_links.merge(session, older, newer)
    ticket = tickets.get(session, newer)
    assert len(ticket.messages) == 2
    assert beginning(ticket) == ("Came in: Telephone", "Kim Jansen")


def test_of_a_split_its_first_step_says_it(session: Session) -> None:
    ticket = made(session, None)
    tickets.add_note(session, ticket, "Hoort elders")
    note = tickets.get(session, ticket).messages[-1]
    new, _ = ticket_links.split(session, ticket, [note.id], "Elders")
    assert beginning(tickets.get(session, new)) is None
    assert [change.field for change in tickets.get(session, new).changes] == ["split_from"]
