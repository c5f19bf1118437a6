"""What a person had marked, agreed to and was told of, as their page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.subject_request import SubjectRequest
from app.store import request_records, requests
from app.store.request_records import OBJECTED, RESTRICTED, Consent, Disclosure, Mark

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["OBJECTED", "RESTRICTED", "Consent", "Disclosure", "Mark", "Standing", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the use of their data."""

    marks: tuple[Mark, ...]
    consents: tuple[Consent, ...]
    disclosures: tuple[Disclosure, ...]
    told: dict[int, tuple[int, ...]]
    """Of which requests the recipient of each disclosure was told."""
    requests: tuple[SubjectRequest, ...]
    """The newest first."""

    @property
    def restricted(self) -> bool:
        """The person's data is only kept."""
        return any(mark.kind == RESTRICTED for mark in self.marks)


def standing(connection: Connection, person: int) -> Standing:
    """Return how a person stands to the use of their data."""
    return Standing(
        request_records.marks(connection, person),
        request_records.consents(connection, person),
        request_records.disclosures(connection, person),
        request_records.told(connection, person),
        requests.of_person(connection, person),
    )
