"""Puts example data into a store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.model.moments import random_id
from app.model.person import email_key
from app.model.ticket import PLACES, RANK_OF, Direction, ticket_id
from app.model.vocabulary import Vocabulary
from app.store import bulk, named, people, search_index, ticket_order
from app.store.devices import IDENTIFIER, identifier_row
from app.workflows.example_data.records import (
    ExampleDevice,
    ExampleMessage,
    ExampleOrganisation,
    ExamplePerson,
    ExampleTicket,
    ExampleWorld,
)
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_TICKETS_A_TRANSACTION = 20_000

_TICKET = [
    "id",
    "title",
    "status",
    "priority",
    "channel",
    "queue_id",
    "category_id",
    "requester_id",
    "organisation_id",
    "assignee_id",
    "due_at",
    "created_at",
    "updated_at",
    "first_response_at",
    "closed_at",
]
_MESSAGE = ["id", "ticket_id", "direction", "author_id", "staff_id", "created_at", "text"]
_ATTACHMENT = ["id", "message_id", "filename", "media_type", "size", "sha256"]


@dataclass(slots=True)
class Loader:
    """Loads a world's parts in the order organisations, people, devices, tickets."""

    session: Session
    staff: dict[str, int] = field(default_factory=dict)
    organisations: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    devices: list[int] = field(default_factory=list)
    attachments: int = 0

    def __post_init__(self) -> None:
        self.staff = {member.name: member.id for member in self.session.vault.members()}

    def load_organisations(self, organisations: Sequence[ExampleOrganisation]) -> None:
        """Add organisations, in their order."""
        with self.session.store.write() as connection:
            for organisation in organisations:
                self.organisations.append(named.organisation_id(connection, organisation.name))

    def load_people(self, wanted: Sequence[ExamplePerson]) -> None:
        """Add people with their addresses, in their order."""
        self.people = [random_id() for _ in wanted]
        numbered = list(zip(self.people, wanted, strict=True))
        with self.session.store.write() as connection:
            bulk.insert_all(
                connection,
                "person",
                [
                    "id",
                    "display_name",
                    "user_name",
                    "organisation_id",
                    "language",
                    "account_state",
                    "account_closed_at",
                    "created_at",
                    "updated_at",
                ],
                (
                    (
                        row,
                        p.display_name,
                        p.user_name,
                        self.organisations[p.organisation],
                        p.language,
                        p.account_state.value,
                        p.account_closed_at,
                        p.created_at,
                        p.created_at,
                    )
                    for row, p in numbered
                ),
            )
            bulk.insert_all(
                connection,
                "person_email",
                ("person_id", "address", "address_key"),
                ((row, e, email_key(e)) for row, p in numbered for e in p.emails),
            )
            search_index.add(connection, "person_text", self.people)

    def load_devices(self, devices: Sequence[ExampleDevice], at: int) -> None:
        """Add devices with identifiers, software and owners, in their order."""
        self.devices = [random_id() for _ in devices]
        numbered = list(zip(self.devices, devices, strict=True))
        with self.session.store.write() as connection:
            bulk.insert_all(
                connection,
                "device",
                [
                    "id",
                    "kind",
                    "name",
                    "manufacturer",
                    "model",
                    "state",
                    "owner_id",
                    "organisation_id",
                    "location",
                    "purchased_on",
                    "warranty_until",
                    "created_at",
                    "updated_at",
                ],
                (
                    (
                        row,
                        d.kind.value,
                        d.name,
                        d.manufacturer,
                        d.model,
                        d.state.value,
                        None if d.owner is None else self.people[d.owner],
                        self.organisations[d.organisation],
                        d.location,
                        d.purchased_on,
                        d.warranty_until,
                        at,
                        at,
                    )
                    for row, d in numbered
                ),
            )
            bulk.insert_all(
                connection,
                "device_identifier",
                IDENTIFIER,
                (identifier_row(row, i) for row, d in numbered for i in _identifiers(d)),
            )
            bulk.insert_all(
                connection,
                "device_software",
                ("device_id", "name", "version", "publisher"),
                ((row, s.name, s.version, s.publisher) for row, d in numbered for s in d.software),
            )
            bulk.insert_all(
                connection,
                "device_custody",
                ("device_id", "person_id", "since"),
                ((row, self.people[d.owner], at) for row, d in numbered if d.owner is not None),
            )
            search_index.add(connection, "device_text", self.devices)

    def load_tickets(self, tickets: Iterable[ExampleTicket]) -> int:
        """Add tickets, in their order, which is that of their making; return how many."""
        iterator, count = iter(tickets), 0
        sequence: Counter[int] = Counter()
        while batch := list(islice(iterator, _TICKETS_A_TRANSACTION)):
            with self.session.store.write() as connection:
                self._load_batch(connection, batch, sequence)
            count += len(batch)
        with self.session.store.write() as connection:
            ticket_order.measure(connection)
        return count

    def _load_batch(
        self, connection: Connection, batch: Sequence[ExampleTicket], sequence: Counter[int]
    ) -> None:
        ids = []
        for ticket in batch:
            year = datetime.fromtimestamp(ticket.created_at, UTC).year
            sequence[year] += 1
            ids.append(ticket_id(year, sequence[year]))
        numbered = list(zip(ids, batch, strict=True))
        queues = _word_ids(connection, "queue", {t.queue for t in batch})
        categories = _word_ids(connection, "category", {t.category for t in batch})
        tags = _word_ids(connection, "tag", {tag for t in batch for tag in t.tags})
        bulk.insert_all(
            connection,
            "ticket",
            _TICKET,
            (
                (
                    row,
                    t.title,
                    t.status.value,
                    RANK_OF[t.priority],
                    t.channel.value,
                    queues[t.queue],
                    categories[t.category],
                    self.people[t.requester],
                    self.organisations[t.organisation],
                    self.staff.get(t.assignee),
                    t.due_at,
                    t.created_at,
                    t.updated_at,
                    t.first_response_at,
                    t.closed_at,
                )
                for row, t in numbered
            ),
        )
        bulk.insert_all(
            connection,
            "ticket_tag",
            ("tag_id", "ticket_id"),
            ((tags[tag], row) for row, t in numbered for tag in dict.fromkeys(t.tags)),
        )
        bulk.insert_all(
            connection,
            "ticket_device",
            ("ticket_id", "device_id"),
            ((row, self.devices[d]) for row, t in numbered for d in dict.fromkeys(t.devices)),
        )
        bulk.insert_all(connection, "message", _MESSAGE, self._messages(numbered))
        people.touch_all(connection, self._contacts(batch).items())
        self._load_attachments(connection, numbered)
        bulk.index_from(
            connection, "message_text", search_index.COLUMNS["message_text"], ids[0] * PLACES
        )
        for year, last in sequence.items():
            bulk.set_sequence(connection, f"ticket_sequence:{year}", last)

    def _messages(self, numbered: Iterable[tuple[int, ExampleTicket]]) -> Iterator[tuple[Any, ...]]:
        for row, ticket in numbered:
            author = self.people[ticket.requester]
            for place, message in enumerate(ticket.messages, start=1):
                incoming = message.direction is Direction.IN
                yield (
                    row * PLACES + place,
                    row,
                    message.direction.value,
                    author if incoming else None,
                    None if incoming else self.staff.get(message.staff),
                    message.created_at,
                    message.text,
                )

    def _contacts(self, batch: Iterable[ExampleTicket]) -> dict[int, int]:
        """Return when each requester last asked something or wrote."""
        last: dict[int, int] = {}
        for ticket in batch:
            written = (m.created_at for m in ticket.messages if m.direction is Direction.IN)
            requester = self.people[ticket.requester]
            last[requester] = max(last.get(requester, 0), ticket.created_at, *written)
        return last

    def _load_attachments(
        self, connection: Connection, numbered: Iterable[tuple[int, ExampleTicket]]
    ) -> None:
        found = [
            (row * PLACES + place, attachment)
            for row, ticket in numbered
            for place, message in enumerate(ticket.messages, start=1)
            for attachment in _files(message)
        ]
        first = self.attachments + 1
        self.attachments += len(found)
        bulk.insert_all(
            connection,
            "attachment",
            _ATTACHMENT,
            (
                (
                    key,
                    message,
                    a.filename,
                    a.media_type,
                    len(a.content),
                    hashlib.sha256(a.content).hexdigest(),
                )
                for key, (message, a) in enumerate(found, start=first)
            ),
        )
        bulk.insert_all(
            connection,
            "attachment_chunk",
            ("attachment_id", "place", "data"),
            ((key, 0, a.content) for key, (_m, a) in enumerate(found, start=first)),
        )


def _files(message: ExampleMessage) -> Sequence[Any]:
    return message.attachments


def _word_ids(connection: Connection, table: Vocabulary, words: Iterable[str]) -> Mapping[str, int]:
    return {word: named.word_id(connection, table, word) for word in sorted(words)}


def _identifiers(device: ExampleDevice) -> Iterator[Identifier]:
    given = [
        (IdentifierKind.SERIAL, device.serial),
        (IdentifierKind.ASSET_TAG, device.asset_tag),
        *((IdentifierKind.IMEI, imei) for imei in device.imei),
        *((IdentifierKind.MAC, mac) for mac in device.mac),
    ]
    for kind, raw in given:
        identifier = make_identifier(kind, raw) if raw else None
        if identifier is not None:
            yield identifier


def load_world(session: Session, world: ExampleWorld, at: int) -> None:
    """Put a whole world into an empty store."""
    loader = Loader(session)
    loader.load_organisations(world.organisations)
    loader.load_people(world.people)
    loader.load_devices(world.devices, at)
    loader.load_tickets(world.tickets)
