"""What staff keep of somebody beside their mails and devices, to look for after their erasure."""

from __future__ import annotations

from dataclasses import replace
from sqlite3 import Connection

from app.model.letter import LetterKind
from app.model.subject_request import Ground, RequestKind
from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.store.data_map import DATA_MAP
from app.workflows import canned, holds, people, requests, retention, tickets, views
from app.workflows.requests import ending, letters, third_parties
from tests.workflows.residue import Somebody

MANY = 60
"""Further tickets of theirs, three values in each."""
CANNOT_HOLD = {
    ("person", "language"),  # nl or en
    ("attachment", "content_id"),  # a made-up reference inside one mail
    ("device", "external_id"),  # a mobile device management's own number
    ("device_software", "name"),  # what is installed on a managed device
    ("subject_request", "identity_reason"),  # theirs, where it was not checked
    ("request_finding", "address"),  # one of their own requests found it
    ("issued_document", "path"),  # where a package of theirs was saved
}
"""Personal columns in which nothing of this person is planted, and what they are for."""


def administer(who: Somebody) -> None:
    """Let staff write of them wherever a member of staff can."""
    session = who.session
    version = people.get(session, who.person).row.version
    people.change(session, who.person, version, organisation=f"{who.name} Advies")
    for _turn in range(2):  # the first of the labels is left in the history alone
        tickets.set_tags(session, who.own_ticket, [who.word()])
    views.add(session, f"van {who.name}", f'"{who.name}"', TicketSort.NEWEST, descending=True)
    canned.add(session, f"voor {who.name}", f"Vraag het {who.name}")
    number, _ = holds.add_search(session, f'"{who.name}"', "claim")
    holds.release(session, number)
    retention.change(
        session,
        "closed_tickets",
        f"asked by {who.name}",
        retention.Change(ground=f"agreed with {who.name}"),
    )
    for _turn in range(MANY):
        ticket, _ = tickets.create(
            session,
            title=who.word(),
            channel=Channel.TELEPHONE,
            text=who.word(),
            requester_id=who.person,
        )
        tickets.add_note(session, ticket, who.word())
    _correspond(who)


def _correspond(who: Somebody) -> None:
    session, recipient = who.session, who.word()
    third_parties.consent(session, who.person, "service", recipient)
    third_parties.disclose(session, who.person, recipient, "account")
    request, _ = requests.new(session, RequestKind.ACCESS, who.person)
    letter = letters.draft(session, request.number, LetterKind.ACKNOWLEDGEMENT)
    letters.file(session, request.number, replace(letter, subject=who.word(), text=who.word()))
    ending.withdraw(session, request.number, Ground.WITHDRAWN)


def without_a_value(connection: Connection) -> set[tuple[str, str]]:
    """Return the personal columns of the data map in which no row has anything."""
    return {
        (table.name, column.name)
        for table in DATA_MAP.tables
        for column in table.columns
        if column.personal
        and not connection.execute(
            f"SELECT 1 FROM {table.name} WHERE coalesce({column.name}, '') <> '' LIMIT 1"  # noqa: S608 - the map's own names
        ).fetchone()
    }
