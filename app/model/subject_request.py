"""Requests of people to see, change or remove their data (P-130 articles 4 and 5, AVG 15 to 21)."""

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
    STOP_ACCOUNT = "stop_account"


class RequestState(StrEnum):
    """The last step that was done."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    FOUND = "found"
    PREVIEWED = "previewed"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    CLOSED = "closed"


class Decision(StrEnum):
    """What was decided on a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why a request is refused, wholly or in part, or ended without a decision."""

    LEGAL_DUTY = "legal_duty"
    HOLD = "hold"
    OTHERS_RIGHTS = "others_rights"
    IDENTITY = "identity"
    UNFOUNDED = "unfounded"
    EXCESSIVE = "excessive"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"


ENDINGS = (Ground.WITHDRAWN, Ground.MISTAKEN)
"""Why a request may end without a decision."""


class PauseReason(StrEnum):
    """What the clock waits for."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class ExtensionReason(StrEnum):
    """The two grounds on which the AVG lets the month be extended (article 12(3))."""

    COMPLEX = "complex"
    MANY_REQUESTS = "many_requests"


class Missing(StrEnum):
    """What a request still needs before it may be closed as whole."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"
    FINDING = "finding"
    PREVIEW = "preview"
    DECISION = "decision"
    EXTENSION_NOTICE = "extension_notice"
    CLOSING_LETTER = "closing_letter"
    APPROVAL = "approval"
    CARRYING_OUT = "carrying_out"
    THIRD_PARTIES = "third_parties"


class Urgency(StrEnum):
    """How a request stands to its clock."""

    CLOSED = "closed"
    PAUSED = "paused"
    OVERDUE = "overdue"
    DUE = "due"
    SOON = "soon"
    ON_TIME = "on_time"


KIND_LABELS = {
    RequestKind.ACCESS: N_("Access"),
    RequestKind.RECTIFY: N_("Rectification"),
    RequestKind.ERASE: N_("Erasure"),
    RequestKind.RESTRICT: N_("Restriction"),
    RequestKind.OBJECT: N_("Objection"),
    RequestKind.PORT: N_("Portability"),
    RequestKind.STOP_ACCOUNT: N_("Stop using the account"),
}
STATE_LABELS = {
    RequestState.RECEIVED: N_("Received"),
    RequestState.IDENTIFIED: N_("Identity checked"),
    RequestState.FOUND: N_("Records found"),
    RequestState.PREVIEWED: N_("Previewed"),
    RequestState.DECIDED: N_("Decided"),
    RequestState.CARRIED_OUT: N_("Carried out"),
    RequestState.CLOSED: N_("Closed"),
}
DECISION_LABELS = {
    Decision.GRANTED: N_("Granted"),
    Decision.PARTLY: N_("Partly granted"),
    Decision.REFUSED: N_("Refused"),
}
IDENTITY_LABELS = {
    "code": N_("A code sent to a known address"),
    "callback": N_("A call back to a known number"),
    "in_person": N_("In person"),
}
"""The ways in which an identity is checked."""
GROUND_LABELS = {
    Ground.LEGAL_DUTY: N_("A law has us keep it"),
    Ground.HOLD: N_("A hold keeps it"),
    Ground.OTHERS_RIGHTS: N_("The rights of others"),
    Ground.IDENTITY: N_("The identity was not shown"),
    Ground.UNFOUNDED: N_("The request is manifestly unfounded"),
    Ground.EXCESSIVE: N_("The request is excessive"),
    Ground.WITHDRAWN: N_("The person took the request back"),
    Ground.MISTAKEN: N_("The request was taken in by mistake"),
}
EXTENSION_LABELS = {
    ExtensionReason.COMPLEX: N_("The request is complex"),
    ExtensionReason.MANY_REQUESTS: N_("The person made many requests"),
}
PAUSE_LABELS = {
    PauseReason.IDENTITY: N_("Waiting for proof of identity"),
    PauseReason.CLARIFICATION: N_("Waiting for a clarification"),
}
URGENCY_LABELS = {
    Urgency.CLOSED: N_("Closed"),
    Urgency.PAUSED: N_("Paused"),
    Urgency.OVERDUE: N_("Overdue"),
    Urgency.DUE: N_("Due today"),
    Urgency.SOON: N_("Due soon"),
    Urgency.ON_TIME: N_("On time"),
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
    """Ten working days after receipt (P-130, article 4), pauses left out."""
    due_statutory_on: str
    """One month after receipt (AVG, article 12(3)), pauses left out; three when extended."""
    identity_method: str
    decision: Decision | None
    closed_at: int | None
    version: int
    identity_override: bool = False
    """A lead let it go on without a check and said why."""
    grounds: tuple[Ground, ...] = ()
    made_by_id: int | None = None
    decided_by_id: int | None = None
    decided_at: int | None = None
    paused_on: str = ""
    """ISO day since which the clock stands still; empty while it runs."""
    pause_reason: PauseReason | None = None
    extended_on: str = ""
    """ISO day; empty when the month was not extended."""
    extension_reason: ExtensionReason | None = None
    approved_by_id: int | None = None
    approved_own: bool = False
    """The only lead approved a request they took in themselves, with a written reason."""
    carried_out_at: int | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it ended without a decision: it counts neither as on time nor as late."""
        return any(ground in ENDINGS for ground in self.grounds)

    @property
    def answer_by(self) -> str:
        """The ISO day that counts now: the policy's, or the law's once the month is extended."""
        return self.due_statutory_on if self.extended_on else self.due_on
