"""Whoever is erased, their own devices' numbers go from other people's texts, however written."""

from __future__ import annotations

import pytest

from app.model.device import DeviceKind
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.workflows import devices, erasure, people, tickets
from app.workflows.session import Session
from tests.workflows.residue import granted, imei

BLACK = "█" * 5
MAC = "3c:22:fb:10:9a:e7"
SERIAL = "C02XK1ZZJGH5"


def identifier(kind: IdentifierKind, raw: str) -> Identifier:
    made = make_identifier(kind, raw)
    assert made is not None
    return made


@pytest.fixture
def number() -> str:
    return imei()


@pytest.fixture
def person(session: Session, number: str) -> int:
    person, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    devices.create(
        session,
        kind=DeviceKind.PHONE,
        name="own phone",
        identifiers=[
            identifier(IdentifierKind.IMEI, number),
            identifier(IdentifierKind.MAC, MAC),
            identifier(IdentifierKind.SERIAL, SERIAL),
        ],
        owner_id=person,
        private=True,
    )
    return person


def after(session: Session, person: int, text: str) -> str:
    ticket, _ = tickets.create(session, title=text, channel=Channel.COUNTER, text=text)
    note = [MailAttachment(f"{text}.txt".replace("/", "_"), "text/plain", b"x")]
    tickets.add_note(session, ticket, text, note)
    erasure.erase(session, person, granted(session, person))
    found = tickets.get(session, ticket)
    assert found.messages[0].text == found.messages[1].text == found.row.title
    if "/" not in text:
        assert found.messages[1].attachments[0].filename == f"{found.row.title}.txt"
    return found.row.title


@pytest.mark.parametrize("groups", [(15,), (2, 6, 6, 1), (8, 6, 1), (3, 3, 3, 3, 3), (14,)])
@pytest.mark.parametrize("separator", ["-", " ", "."])
def test_an_imei_goes_in_every_notation(
    session: Session, person: int, number: str, groups: tuple[int, ...], separator: str
) -> None:
    parts, at = [], 0
    for size in groups:
        parts.append(number[at : at + size])
        at += size
    assert after(session, person, f"IMEI {separator.join(parts)} kapot") == f"IMEI {BLACK} kapot"


def test_an_imei_with_a_software_version_goes_too(
    session: Session, person: int, number: str
) -> None:
    assert after(session, person, f"zie {number[:14]}78 aub") == f"zie {BLACK} aub"


@pytest.mark.parametrize(
    "written", [MAC, MAC.upper(), "3C-22-FB-10-9A-E7", "3c22.fb10.9ae7", "3C22FB109AE7"]
)
def test_a_mac_goes_in_every_notation(session: Session, person: int, written: str) -> None:
    assert after(session, person, f"wifi {written} valt weg") == f"wifi {BLACK} valt weg"


def test_a_serial_number_goes_and_longer_codes_that_hold_it_stay(
    session: Session, person: int
) -> None:
    text = f"serie {SERIAL.lower()} en X{SERIAL} en {SERIAL}9"
    assert after(session, person, text) == f"serie {BLACK} en X{SERIAL} en {SERIAL}9"


def test_the_numbers_of_managed_and_of_other_peoples_devices_stay(
    session: Session, person: int, number: str
) -> None:
    other, _ = people.add(session, display_name="Piet Ander", email="piet@example.nl")
    managed = imei()
    devices.create(
        session,
        name="company phone",
        identifiers=[identifier(IdentifierKind.IMEI, managed)],
        owner_id=person,
    )
    theirs = imei()
    devices.create(
        session,
        name="another phone",
        identifiers=[identifier(IdentifierKind.IMEI, theirs)],
        owner_id=other,
        private=True,
    )
    text = f"{managed} {theirs} {number}"
    assert after(session, person, text) == f"{managed} {theirs} {BLACK}"
