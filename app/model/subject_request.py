"""Requests of people to see, change or remove their data (P-130 article 4, AVG 15 to 21)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.i18n import N_


class RequestKind(StrEnum):
    """What the person asks."""

    ACCESS = "access"
    RECTIFY = "rectify"
    ERASE = "erase"
    RESTRICT = "restrict"
    OBJECT = "object"
    PORT = "port"


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    DECIDED = "decided"
    CLOSED = "closed"


class Decision(StrEnum):
    """What was decided on a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


KIND_LABELS = {
    RequestKind.ACCESS: N_("Access"),
    RequestKind.RECTIFY: N_("Rectification"),
    RequestKind.ERASE: N_("Erasure"),
    RequestKind.RESTRICT: N_("Restriction"),
    RequestKind.OBJECT: N_("Objection"),
    RequestKind.PORT: N_("Portability"),
}


@dataclass(frozen=True, slots=True)
class SubjectRequest:
    """One request, whole."""

    id: int
    number: int
    """Counts from 1 in a store; what the command line and letters call it."""
    kind: RequestKind
    person_id: int | None
    """None once the person is erased."""
    person: str
    state: RequestState
    received_on: str
    """ISO day at the office."""
    due_on: str
    """Ten working days after receipt (P-130, article 4)."""
    due_statutory_on: str
    """One month after receipt (AVG, article 12(3))."""
    identity_method: str
    decision: Decision | None
    closed_at: int | None
    version: int
