"""Over random stores: nothing leads to whoever was erased, and others keep what is theirs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.device import DeviceKind
from app.model.identifiers import IdentifierKind
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel, LinkKind, format_number
from app.model.ticket_list import TicketSort
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.subject_data import belongs_to
from app.workflows import (
    canned,
    devices,
    drafts,
    erasure,
    holds,
    people,
    ticket_links,
    tickets,
    views,
)
from app.workflows.import_mail import import_mail
from app.workflows.session import Session
from tests.workflows.conftest import make_store, planted
from tests.workflows.residue import granted, identifier, imei
from tests.workflows.what_tickets_have import astray

WHO = 3
ERASED_MORE_OFTEN = (0, 0, 1, 2)
"""By place among the people; the first is erased."""
ROW_OF_OTHERS = ("person", "person_email", "ticket", "message", "device", "device_identifier")
"""Tables of which no row of somebody else goes with the one who is erased."""


@dataclass
class World:
    """A store and what stands in it so far."""

    session: Session
    inbox: Path
    people: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    tickets: list[int] = field(default_factory=list)
    devices: list[int] = field(default_factory=list)
    mails: int = 0

    def populate(self) -> None:
        for _turn in range(WHO):
            name, address = f"{planted()} {planted()}", f"{planted()}@example.nl"
            user = planted()
            person, _ = people.add(
                self.session,
                display_name=name,
                email=address,
                user_name=user,
                organisation=f"{name} Advies",
            )
            self.people.append(person)
            self.names.append(name)
            self.addresses.append(address)
            self.numbers.append([name, address, user])

    def some(self, among: list[int], place: int) -> int:
        return among[place % len(among)]

    # What may happen; ``who`` does it, ``whom`` is spoken of, ``place`` chooses among what is.

    def ask(self, who: int, whom: int, _place: int) -> None:
        text = f"{planted()} over {self.names[whom]} ({self.addresses[whom].upper()})"
        ticket, _ = tickets.create(
            self.session,
            title=f"{planted()} {self.names[whom]}",
            channel=Channel.COUNTER,
            text=text,
            requester_id=self.people[who],
        )
        self.tickets.append(ticket)

    def note(self, _who: int, whom: int, _place: int) -> None:
        text = f"Gebeld door {self.names[whom].upper()}"
        ticket, _ = tickets.create(self.session, title=text, channel=Channel.COUNTER, text=text)
        self.tickets.append(ticket)

    def write_in(self, who: int, whom: int, place: int) -> None:
        if not self.tickets:
            return
        message = EmailMessage()
        self.mails += 1
        message["From"] = f'"{self.names[who]}" <{self.addresses[who]}>'
        message["To"], message["Cc"] = "support@example.com", self.addresses[whom]
        message["Message-ID"] = f"<{self.mails}@example.com>"
        message["Subject"] = f"Re: {format_number(self.some(self.tickets, place))}"
        message.set_content(f"{planted()} {self.names[whom]}")
        message.add_alternative(f"<p><b>{self.names[whom]}</b></p>", subtype="html")
        message.add_attachment(
            planted().encode(),
            maintype="text",
            subtype="plain",
            filename=f"{self.names[whom]}.txt",
        )
        path = self.inbox / f"{self.mails}.eml"
        path.write_bytes(message.as_bytes())
        list(import_mail(self.session, [path]))

    def answer(self, _who: int, whom: int, place: int) -> None:
        if self.tickets:
            ticket = self.some(self.tickets, place)
            tickets.add_note(self.session, ticket, f"Dag {self.names[whom]}")
            drafts.save(self.session, ticket, self.draft(whom, place))

    def draft(self, whom: int, place: int) -> Draft:
        text = f"Beste {self.names[whom]}"
        forward = Draft(DraftKind.FORWARD, text, self.addresses[whom])
        return forward if place % 2 else Draft(DraftKind.REPLY, text)

    def link(self, who: int, whom: int, place: int) -> None:
        first, second = self.some(self.tickets or [0], who), self.some(self.tickets or [0], place)
        if first != second:
            ticket_links.link(self.session, first, second, LinkKind.RELATED)

    def own(self, who: int, whom: int, place: int) -> None:
        number = imei()
        device, _ = devices.create(
            self.session,
            kind=DeviceKind.PHONE,
            name=f"telefoon van {self.names[who]}",
            identifiers=[identifier(IdentifierKind.IMEI, number)],
            owner_id=self.people[who],
            organisation=f"{self.names[who]} Advies",
            private=place % 2 == 0,
        )
        self.devices.append(device)
        if place % 2 == 0:
            self.numbers[who].append(number)
            text = f"toestel {number[:2]}-{number[2:8]}-{number[8:14]}-{number[14:]}"
            tickets.create(
                self.session,
                title=text,
                channel=Channel.COUNTER,
                text=text,
                requester_id=self.people[whom],
            )

    def hand_over(self, who: int, _whom: int, place: int) -> None:
        if self.devices:
            device = self.some(self.devices, place)
            found = devices.get(self.session, device)
            if not found.private and found.row.owner_id != self.people[who]:
                devices.hand_over(self.session, device, self.people[who], found.row.version)

    def hold(self, who: int, whom: int, _place: int) -> None:
        ground = f"geschil met {self.names[whom]}"
        number, _ = holds.add(self.session, "person", self.people[who], ground)
        holds.release(self.session, number)
        number, _ = holds.add_search(self.session, f'"{self.names[whom]}"', ground)
        holds.release(self.session, number)

    def prepare(self, _who: int, whom: int, place: int) -> None:
        canned.add(self.session, f"{place} {planted()}", f"Vraag het {self.names[whom]}")
        name, query = f"van {self.names[whom]} {planted()}", f'"{self.names[whom]}"'
        views.add(self.session, name, query, TicketSort.NEWEST, descending=True)


DEEDS: tuple[Callable[[World, int, int, int], None], ...] = (
    World.ask,
    World.note,
    World.write_in,
    World.answer,
    World.link,
    World.own,
    World.hand_over,
    World.hold,
    World.prepare,
)
steps = st.lists(
    st.tuples(
        st.integers(0, len(DEEDS) - 1),
        st.sampled_from(ERASED_MORE_OFTEN),
        st.sampled_from(ERASED_MORE_OFTEN),
        st.integers(0, 7),
    ),
    min_size=4,
    max_size=16,
)


@pytest.mark.long
@settings(max_examples=60)
@given(steps)
def test_an_erasure_takes_all_of_one_person_and_nothing_of_another(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = make_store(Path(folder) / "store")
        inbox = Path(folder) / "inbox"
        inbox.mkdir()
        world = World(session, inbox)
        world.populate()
        for deed, who, whom, place in drawn:
            DEEDS[deed](world, who, whom, place)
        check(world)
        session.close()


def check(world: World) -> None:
    session, erased = world.session, world.people[0]
    request = granted(session, erased)
    with session.store.read() as connection:
        before = {person: owned(connection, person) for person in world.people[1:]}
    _report, result = erasure.erase(session, erased, request)
    with session.store.read() as connection:
        leads_nowhere(connection, erased, world.numbers[0])
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert astray(connection) == []
        for person, rows in before.items():
            assert_kept(rows, owned(connection, person), world.numbers[0])
    assert result.residue is not None
    assert result.residue.found == {}


def owned(connection: Connection, person: int) -> dict[str, dict[int, tuple[Any, ...]]]:
    """Return a person's personal values in each table whose rows stay theirs."""
    found = {}
    for name in ROW_OF_OTHERS:
        table = DATA_MAP[name]
        columns = ", ".join(column.name for column in table.columns if column.personal)
        rows = connection.execute(
            f"SELECT {table.key}, {columns} FROM {name} WHERE {belongs_to(table)}",  # noqa: S608 - the map's own names
            {"person": person},
        )
        found[name] = {row[0]: tuple(row[1:]) for row in rows}
    return found


def leads_nowhere(connection: Connection, erased: int, values: list[str]) -> None:
    """Follow every path of the data map, and read every value there is."""
    for table in DATA_MAP.tables:
        if table.paths or table.name == SUBJECT:
            where = belongs_to(table)
            rows = connection.execute(
                f"SELECT count(*) FROM {table.name} WHERE {where}",  # noqa: S608 - as above
                {"person": erased},
            )
            assert rows.fetchone() == (0,), table.name
        for row in connection.execute(f"SELECT * FROM {table.name}"):  # noqa: S608 - as above
            assert not tells_of(repr(row), values), table.name


def assert_kept(
    before: dict[str, dict[int, tuple[Any, ...]]],
    after: dict[str, dict[int, tuple[Any, ...]]],
    values: list[str],
) -> None:
    """Everything of others is there; a value differs only where the erased one stood in it."""
    for name, rows in before.items():
        assert set(rows) == set(after[name]), name
        for row, old in rows.items():
            for was, now in zip(old, after[name][row], strict=True):
                if was != now:
                    assert "█" in now, name
                    assert tells_of(str(was), values), name


def tells_of(text: str, values: list[str]) -> bool:
    plain = text.casefold()
    bare = plain.replace("-", "")  # as a number that is written in groups
    return any(value.casefold() in plain or value in bare for value in values)
