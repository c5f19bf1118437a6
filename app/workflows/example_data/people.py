"""Made-up organisations and people, by number: the same number is always the same person."""

from __future__ import annotations

import random
import unicodedata

from app.model.person import AccountState
from app.workflows.example_data.names import FIRST_NAMES, LAST_NAMES, ORGANISATIONS
from app.workflows.example_data.records import ExampleOrganisation, ExamplePerson

DAY = 86_400
ENGLISH_EVERY = 12
"""One in so many people writes English."""
CLOSED_EVERY = 17
"""One in so many has closed the account."""


def organisations() -> tuple[ExampleOrganisation, ...]:
    """Return the organisations that are served."""
    return tuple(ExampleOrganisation(*entry) for entry in ORGANISATIONS)


def people(seed: int, count: int, now: int) -> tuple[ExamplePerson, ...]:
    """Return people with names, user names and addresses of their own."""
    chance = random.Random(f"people {seed}")  # noqa: S311 - example data is no secret
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    chance.shuffle(pairs)
    return tuple(_person(chance, number, pairs, now) for number in range(count))


def _person(
    chance: random.Random, number: int, pairs: list[tuple[str, str]], now: int
) -> ExamplePerson:
    first, last = pairs[number % len(pairs)]
    round_ = number // len(pairs)
    local = _plain(f"{first}.{last}") + (str(round_ + 1) if round_ else "")
    organisation = int(chance.random() ** 1.5 * len(ORGANISATIONS))
    domain = ORGANISATIONS[organisation][1]
    emails: tuple[str, ...] = (f"{local}@{domain}",)
    if number % 9 == 4:  # some write from home as well
        emails = (*emails, f"{local}.thuis@example.com")
    closed = number % CLOSED_EVERY == CLOSED_EVERY - 1
    return ExamplePerson(
        display_name=f"{first} {last}",
        user_name=local.replace(".", "", 1)[:3] + str(10_000 + number),
        emails=emails,
        organisation=organisation,
        language="en" if number % ENGLISH_EVERY == ENGLISH_EVERY - 1 else "nl",
        account_state=AccountState.CLOSED if closed else AccountState.ACTIVE,
        account_closed_at=now - chance.randrange(30, 1_000) * DAY if closed else None,
        created_at=now - chance.randrange(1_100, 2_500) * DAY,
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace(" ", ""))
    return "".join(c for c in letters if not unicodedata.combining(c))
