"""A store in which much is due, and what the tests of purges ask of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.person import AccountState
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel, LinkKind, Status
from app.workflows import devices, drafts, people, purge, ticket_links, tickets
from app.workflows.session import Session
from tests.conftest import Clock
from tests.store.raw import Rows, data_rows
from tests.workflows import killing
from tests.workflows.conftest import planted

START = "2023-01-09T08:00:00"
TODAY = "2026-11-23T08:00:00"


def rows(session: Session, *, without: tuple[str, ...] = killing.MADE_BY_THE_RUN) -> Rows:
    with session.store.read() as connection:
        return data_rows(connection, without=without)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(KnownError) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.hint


def fill(session: Session, clock: Clock, seed: int = 5, count: int = 40) -> list[str]:
    """Fill a store with old and recent things; return words that only old tickets hold."""
    pick = random.Random(seed)  # noqa: S311 - a test's example
    old: list[str] = []
    clock.set(START)
    who = [
        people.add(session, display_name=f"Mens {n}", email=f"mens{n}@example.nl")[0]
        for n in range(12)
    ]
    for number in range(count):
        expired = number % 2 == 0
        clock.set(START if expired else "2026-01-12T08:00:00")
        clock.advance(hours=number)
        word = planted()
        ticket, _ = tickets.create(
            session,
            title=f"Vraag {word}",
            channel=Channel.EMAIL,
            text=f"{word} van Mens {pick.randrange(12)}",
            requester_id=who[number % 6],
        )
        tickets.reply(session, ticket, f"Antwoord {word}")
        version = tickets.get(session, ticket).row.version
        tickets.set_status(session, ticket, Status.CLOSED, version)
        if expired:
            old.append(word)
    clock.set(START)
    device, _ = devices.create(session, name="laptop", owner_id=who[0])
    version = devices.get(session, device).row.version
    devices.hand_over(session, device, who[1], version)
    for person in who[9:]:
        people.change(session, person, 1, account_state=AccountState.CLOSED)
    clock.set(TODAY)
    return old


def entangle(session: Session) -> None:
    """Give tickets all that may hang under one, and lead them to each other."""
    ids = tickets.page(session).ids
    for ticket in ids:
        tickets.set_tags(session, ticket, ["printer", f"only {ticket}"])
        drafts.save(session, ticket, Draft(DraftKind.REPLY, planted()))
    for ticket, other in pairwise(ids):
        ticket_links.link(session, ticket, other, LinkKind.RELATED)
    ticket_links.merge(session, ids[0], ids[-1])
    device, _ = devices.create(session, name="printer")
    for ticket in ids[1:]:
        ticket_links.link_device(session, ticket, device)


def approved(session: Session, folder: Path, *codes: str) -> Path:
    path = folder / "plan.json"
    purge.write(session, purge.plan(session, codes), path)
    purge.approve(session, path, reason="there is no other lead")
    return path


def nothing_happens(session: Session, code: str, path: Path) -> None:
    before = rows(session)
    refused(code, lambda: purge.run(session, path, path.with_name("report")))
    assert rows(session) == before
    assert not path.with_name("report").exists()
