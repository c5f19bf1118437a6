"""A store in which retention rules have reached something, for tests and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from app.model import moments
from app.model.person import AccountState
from app.model.ticket import Channel, Status
from app.workflows import devices, people, tickets
from app.workflows.session import Session

START = datetime(2023, 1, 9, 8, tzinfo=UTC)
_TITLES = (
    "Printer geeft strepen",
    "Wachtwoord vergeten",
    "Nieuwe telefoon",
    "Beeldscherm knippert",
    "Gedeelde map onbereikbaar",
    "Laptop start niet op",
)


@dataclass(frozen=True)
class Old:
    """What was put in."""

    tickets: list[int]
    """Closed in 2023: due."""
    closed: int
    """A person with nothing left whose account was closed in 2023: due."""
    recent: int
    """A ticket of now in which a colleague of the same name is named."""


def fill_old(session: Session, count: int = 12) -> Old:
    """Put old tickets, a closed account and a device that changed hands into a store."""
    begin = int(START.timestamp())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "now", lambda: begin)
        who = [
            people.add(session, display_name=f"Oud Persoon {letter}", email=f"{letter}@example.nl")
            for letter in "abcd"
        ]
        made = []
        for number in range(count):
            patch.setattr(moments, "now", lambda at=begin + number * 3_600: at)
            ticket, _ = tickets.create(
                session,
                title=f"{_TITLES[number % len(_TITLES)]} ({number})",
                channel=Channel.EMAIL,
                text=f"Kunnen jullie hiernaar kijken? Melding {number}.",
                requester_id=who[number % 3][0],
            )
            tickets.reply(session, ticket, "Het is opgelost.")
            version = tickets.get(session, ticket).row.version
            tickets.set_status(session, ticket, Status.CLOSED, version)
            made.append(ticket)
        device, _ = devices.create(session, name="Laptop 12", owner_id=who[0][0])
        version = devices.get(session, device).row.version
        devices.hand_over(session, device, who[1][0], version)
        closed, _ = people.add(session, display_name="Jan Jansen", email="jan.weg@example.nl")
        people.add(session, display_name="Jan Jansen", email="jan.hier@example.nl")
        people.change(session, closed, 1, account_state=AccountState.CLOSED)
    recent, _ = tickets.create(
        session,
        title="Sleutel kwijt",
        channel=Channel.COUNTER,
        text="Jan Jansen belde: zijn kastje gaat niet open.",
    )
    return Old(made, closed, recent)
