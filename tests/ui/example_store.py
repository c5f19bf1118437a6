"""A small real store with tickets, devices and people, for tests and pictures of the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model import moments
from app.model.device import DeviceKind
from app.model.identifiers import IdentifierKind, make_identifier
from app.model.mail import MailAttachment
from app.model.ticket import Channel, Priority, Status
from app.workflows import devices, people, ticket_links, tickets
from app.workflows.session import Session, create_store
from tests.store_copies import CHEAP

LEAD = "Noor Visser"
PASSPHRASE = "karwij basalt hamster"

_PEOPLE = (
    ("Joost van Dalen", "joost.vandalen@example.nl", "Gemeente Westerkogge"),
    ("Fatima El Amrani", "f.elamrani@example.nl", "Gemeente Westerkogge"),
    ("Pieter Hoekstra", "pieter@example.org", "Zorggroep Het Baken"),
    ("Anouk de Wit", "anouk.dewit@example.com", "Zorggroep Het Baken"),
    ("Mees Jansen", "mees.jansen@example.nl", ""),
)
_SUBJECTS = (
    ("Printer op de tweede verdieping geeft strepen", Priority.NORMAL, Status.OPEN),
    ("Kan niet inloggen op het VPN sinds de update", Priority.HIGH, Status.NEW),
    ("Nieuwe telefoon voor de wijkverpleging", Priority.NORMAL, Status.WAITING_THIRD_PARTY),
    ("Wachtwoord vergeten na vakantie", Priority.URGENT, Status.RESOLVED),
    ("Beeldscherm knippert bij aansluiten dock", Priority.LOW, Status.WAITING_PERSON),
    ("Licentie voor tekenprogramma verlopen", Priority.NORMAL, Status.CLOSED),
    ("Gedeelde map niet bereikbaar vanaf thuis", Priority.HIGH, Status.OPEN),
    ("Verzoek: tweede oplader voor laptop", Priority.LOW, Status.NEW),
)
_TEXT = (
    "Goedemorgen,\n\nSinds de update van gisteravond krijg ik een foutmelding als ik verbinding"
    " wil maken. Het gaat om mijn werklaptop; op mijn telefoon doet alles het nog. Kunnen jullie"
    " meekijken? Ik ben tot half vijf bereikbaar.\n\nMet vriendelijke groet,\n{name}"
)
_ANSWER = (
    "Dag {name},\n\nDank voor je melding. De update heeft een oud certificaat verwijderd. Ik heb"
    " een nieuw certificaat klaargezet: start de laptop opnieuw op en probeer het nog eens.\n\n"
    "Groet, Noor"
)


def make_store(folder: Path) -> tuple[Session, str]:
    """Make an empty store quickly; return it unlocked, with its recovery code."""
    return create_store(folder, LEAD, PASSPHRASE, kdf=CHEAP)


def fill(session: Session, count: int = 24) -> list[int]:
    """Put people, devices and ``count`` tickets into a store; return the tickets' ids."""
    who = [
        people.add(session, display_name=name, email=email, organisation=organisation)[0]
        for name, email, organisation in _PEOPLE
    ]
    made = [_ticket(session, number, who) for number in range(count)]
    for number, owner in enumerate(who):
        _device(session, number, owner, made[number])
    return made


def make_filled(folder: Path) -> None:
    """Make a store with a few tickets and devices, locked."""
    session, _code = make_store(folder)
    fill(session, 12)
    session.close()


def _ticket(session: Session, number: int, who: list[int]) -> int:
    title, priority, status = _SUBJECTS[number % len(_SUBJECTS)]
    person = number % len(who)
    name = _PEOPLE[person][0]
    with pytest.MonkeyPatch.context() as patch:
        at = moments.now() - (60 - number) * 7_200
        patch.setattr(moments, "now", lambda: at)
        ticket, _changes = tickets.create(
            session,
            title=title,
            channel=list(Channel)[number % len(Channel)],
            text=_TEXT.format(name=name),
            requester_id=who[person],
            priority=priority,
            assignee=LEAD if number % 3 else "",
        )
        tickets.reply(session, ticket, _ANSWER.format(name=name.split()[0]))
        tickets.add_note(
            session,
            ticket,
            "Certificaat vernieuwd via het beheerportaal; morgen nabellen.",
            [MailAttachment("schermafdruk.png", "image/png", b"\x89PNG" + bytes(48_000))],
        )
        if status is not Status.NEW:
            version = tickets.get(session, ticket).row.version
            tickets.set_status(session, ticket, status, version)
    return ticket


def _device(session: Session, number: int, owner: int, ticket: int) -> None:
    phone = number % 2 == 1
    given = [
        (IdentifierKind.SERIAL, f"PF3K{number}XQ7"),
        (IdentifierKind.ASSET_TAG, f"CNE-{1040 + number}"),
        (IdentifierKind.IMEI, "490154203237518")
        if phone
        else (IdentifierKind.MAC, f"00-1B-63-84-45-{number:02X}"),
    ]
    identifiers = [found for kind, raw in given if (found := make_identifier(kind, raw))]
    device, _changes = devices.create(
        session,
        kind=DeviceKind.PHONE if phone else DeviceKind.LAPTOP,
        manufacturer="Fairphone" if phone else "Lenovo",
        model="5" if phone else "ThinkPad T14",
        identifiers=identifiers if number < 2 else identifiers[:2],
        owner_id=owner,
    )
    ticket_links.link_device(session, ticket, device)
