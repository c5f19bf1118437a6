"""What the example data consists of; one record refers to another by its place in the world."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.device import DeviceKind, DeviceState, Software
from app.model.person import AccountState
from app.model.ticket import Channel, Direction, Priority, Status


@dataclass(frozen=True, slots=True)
class ExampleOrganisation:
    """A made-up school, care home, municipality or shop."""

    name: str
    domain: str
    """Of its mail: a name below ``example.nl``, ``example.com`` or ``example.org``."""
    city: str


@dataclass(frozen=True, slots=True)
class ExamplePerson:
    """Somebody who is served."""

    display_name: str
    user_name: str
    emails: tuple[str, ...]
    organisation: int
    """Place in the world's organisations."""
    language: str
    account_state: AccountState
    account_closed_at: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class ExampleDevice:
    """A device with valid identifiers that no real device has."""

    kind: DeviceKind
    name: str
    manufacturer: str
    model: str
    state: DeviceState
    serial: str
    asset_tag: str
    imei: tuple[str, ...]
    mac: tuple[str, ...]
    owner: int | None
    """Place in the world's people."""
    organisation: int
    location: str
    purchased_on: str
    warranty_until: str
    software: tuple[Software, ...]


@dataclass(frozen=True, slots=True)
class ExampleAttachment:
    """A small file."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExampleMessage:
    """One message; an incoming one is the requester's, another that of ``staff``."""

    direction: Direction
    staff: str
    """The name of the member of staff; empty for an incoming message."""
    created_at: int
    text: str
    attachments: tuple[ExampleAttachment, ...]


@dataclass(frozen=True, slots=True)
class ExampleTicket:
    """A ticket and its conversation, oldest message first."""

    title: str
    status: Status
    priority: Priority
    category: str
    queue: str
    channel: Channel
    requester: int
    """Place in the world's people."""
    organisation: int
    assignee: str
    """A member of staff; empty for nobody."""
    tags: tuple[str, ...]
    created_at: int
    updated_at: int
    closed_at: int | None
    due_at: int | None
    devices: tuple[int, ...]
    """Places in the world's devices."""
    messages: tuple[ExampleMessage, ...]

    @property
    def first_response_at(self) -> int | None:
        """When the requester was first answered."""
        answers = (m.created_at for m in self.messages if m.direction is Direction.OUT)
        return next(answers, None)


@dataclass(frozen=True, slots=True)
class ExampleWorld:
    """All of it; tickets stand in the order in which they were made."""

    staff: tuple[str, ...]
    """The first is a lead."""
    queues: tuple[str, ...]
    categories: tuple[str, ...]
    organisations: tuple[ExampleOrganisation, ...]
    people: tuple[ExamplePerson, ...]
    devices: tuple[ExampleDevice, ...]
    tickets: tuple[ExampleTicket, ...]
