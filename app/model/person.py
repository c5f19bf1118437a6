"""People and organisations: only what P-130 article 1 allows to be kept."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from app.errors import KnownError
from app.i18n import N_, _


class AccountState(StrEnum):
    """Whether the person still uses the service (P-130, article 5)."""

    ACTIVE = "active"
    CLOSED = "closed"


ACCOUNT_LABELS = {AccountState.ACTIVE: N_("Active"), AccountState.CLOSED: N_("Closed")}


_SHORTEST_NAME = 3  # letters
_BETWEEN = frozenset("van von de der den ten ter te het el al bin la le the".split())  # noqa: SIM905 - a list of words


def is_single_name(word: str) -> bool:
    """Whether a word of a full name may stand for the person: not one that links two others."""
    return len(word) >= _SHORTEST_NAME and word.casefold() not in _BETWEEN


def whole_address(text: str) -> str:
    """Return an e-mail address without the spaces around it. Raises ``KnownError``.

    That is ``address_needed``, for what is no address.
    """
    address = text.strip()
    name, _at, domain = address.rpartition("@")
    if not name or not domain or any(c.isspace() for c in address):
        raise KnownError(
            "address_needed",
            _("This is no e-mail address."),
            _("Nothing was added. Write one whole, such as name@example.com."),
        )
    return address


class PersonRow(NamedTuple):
    """What a list shows of a person."""

    id: int
    display_name: str
    user_name: str
    email: str
    organisation: str
    account_state: AccountState
    last_contact_at: int | None
    version: int


class Person(NamedTuple):
    """A person, whole."""

    row: PersonRow
    emails: tuple[str, ...]
    organisation_id: int | None
    language: str
    """``nl`` or ``en``; empty when unknown."""
    account_closed_at: int | None
    created_at: int
    updated_at: int


class OrganisationRow(NamedTuple):
    """What a list shows of an organisation."""

    id: int
    name: str
    people: int
    devices: int
    version: int


def email_key(address: str) -> str:
    """Return the form in which two spellings of one address are equal."""
    return address.strip().casefold()
