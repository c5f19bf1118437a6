"""Mails on their way into the store: asked about and written many at a time.

What is about to be written is known here already, so that a mail may answer the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.model.moments import random_id
from app.model.person import email_key
from app.model.ticket import PLACES
from app.store import messages, people, tickets
from app.store.messages import NewMessage
from app.store.people import NewPerson, Sender
from app.store.tickets import NewTicket

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class Arrivals:
    """What an import makes of its mails, within one transaction in which nobody else writes."""

    def __init__(self, connection: Connection, at: int) -> None:
        """Begin an import of this moment."""
        self._connection = connection
        self._at = at
        self._ticket_of: dict[str, int] = {}
        self._senders: dict[str, Sender] = {}
        self._last: dict[int, int] = {}
        self._people: list[tuple[int, NewPerson]] = []
        self._contacts: list[tuple[int, int]] = []
        self._tickets: list[NewTicket] = []
        self._messages: list[tuple[int, NewMessage]] = []
        self._touched: list[int] = []
        self._next_ticket = self._first_unwritten = tickets.next_id(connection, at)

    def expect(self, mail_ids: Iterable[str], addresses: Iterable[str]) -> None:
        """Look up what is known of mails, and of who sent them, before they are taken in."""
        self.write()
        self._ticket_of = messages.tickets_of_mails(self._connection, mail_ids)
        self._senders = people.senders(self._connection, addresses)
        self._last.clear()

    def ticket_of(self, mail_ids: Iterable[str]) -> int | None:
        """Return the newest ticket that holds one of these mails, all of them expected."""
        known = self._ticket_of
        return max((known[mail] for mail in mail_ids if mail in known), default=None)

    def sender(self, address: str) -> Sender | None:
        """Return whose address this is, an expected one."""
        return self._senders.get(email_key(address))

    def final_of(self, ticket: int) -> int | None:
        """Follow merges from a ticket to the one that lives on; None when it is not there."""
        return ticket if self.is_new(ticket) else tickets.final_of(self._connection, ticket)

    def is_new(self, ticket: int) -> bool:
        """Whether a ticket is still to be written."""
        return self._first_unwritten <= ticket < self._next_ticket

    def add_person(self, new: NewPerson) -> int:
        """Add a person with an address; return the id."""
        person = random_id()
        self._people.append((person, new))
        self._senders[email_key(new.email)] = Sender(person, new.contact_at, new.organisation_id)
        return person

    def note_contact(self, address: str, sender: Sender, at: int) -> None:
        """Note that a sender was in contact later than was known."""
        self._contacts.append((sender.person, at))
        self._senders[email_key(address)] = sender._replace(last_contact_at=at)

    def add_ticket(self, new: NewTicket, first: NewMessage) -> int:
        """Make a ticket with its first message; return its id."""
        ticket = self._next_ticket
        self._next_ticket += 1
        self._tickets.append(new)
        self._last[ticket] = ticket * PLACES
        self.add_message(ticket, first)
        return ticket

    def add_message(self, ticket: int, message: NewMessage) -> int:
        """Add a message to a ticket; return its id. Raises ``KnownError`` when that is full."""
        last = self._last.get(ticket)
        if last is None:
            last = messages.last_id(self._connection, ticket)
        self._last[ticket] = place = messages.id_after(ticket, last)
        self._messages.append((place, message))
        if message.mail_id is not None:
            known = self._ticket_of.get(message.mail_id, ticket)
            self._ticket_of[message.mail_id] = min(known, ticket)  # as messages.tickets_of_mails
        return place

    def touch(self, ticket: int) -> None:
        """Note activity on a ticket."""
        self._touched.append(ticket)

    def write(self) -> None:
        """Write what was not written yet."""
        people.add_all(self._connection, self._people)
        people.touch_all(self._connection, self._contacts)
        tickets.add_all(self._connection, self._tickets)
        messages.add_all(self._connection, self._messages)
        tickets.touch_all(self._connection, self._touched, self._at)
        for waiting in (
            self._people,
            self._contacts,
            self._tickets,
            self._messages,
            self._touched,
        ):
            waiting.clear()
        self._first_unwritten = self._next_ticket
