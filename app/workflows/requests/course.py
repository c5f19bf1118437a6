"""The course of a request: its steps in the order in which they are done, and which were done.

It stays as it is while one goes along it, so that people can say how far they are. What only
comes in between, a clarification that is awaited or the letter about an extension, is no step of
its course.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.subject_request import (
    Decision,
    Ground,
    Missing,
    PauseReason,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from app.store import request_records

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TOLD_OF = {
    RequestKind.RECTIFY,
    RequestKind.ERASE,
    RequestKind.RESTRICT,
}
"""The kinds of which those who received the data must be told (AVG, article 19)."""

_ORDER = list(RequestState)
_REACHED = {
    Missing.IDENTITY: RequestState.IDENTIFIED,
    Missing.FINDING: RequestState.FOUND,
    Missing.PREVIEW: RequestState.PREVIEWED,
    Missing.DECISION: RequestState.DECIDED,
    Missing.CARRYING_OUT: RequestState.CARRIED_OUT,
}
"""The steps that a state tells of."""
_BEFORE = (Missing.IDENTITY, Missing.FINDING, Missing.PREVIEW, Missing.DECISION)
_CLOSING = {Decision.REFUSED: "refusal", Decision.PARTLY: "refusal"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a request's course."""

    what: Missing
    done: bool


def course(connection: Connection, request: SubjectRequest) -> tuple[Step, ...]:
    """Return the steps of a request that is not closed, those that were done included."""
    # A letter that was written before the request was decided anew tells of another decision.
    letters = request_records.letter_kinds(connection, request.id, request.decided_at or 0)
    untold = bool(request_records.untold(connection, request))
    return tuple(
        Step(what, _is_done(request, what, letters, untold=untold))
        for what in _steps(connection, request)
    )


def between(connection: Connection, request: SubjectRequest) -> tuple[Missing, ...]:
    """Return what comes in between the steps of a request now."""
    found = []
    letters = request_records.letter_kinds(connection, request.id)
    if request.extended_on and "extension" not in letters:
        found.append(Missing.EXTENSION_NOTICE)
    if request.pause_reason is PauseReason.CLARIFICATION:
        found.append(Missing.CLARIFICATION)
    return tuple(found)


def _steps(connection: Connection, request: SubjectRequest) -> tuple[Missing, ...]:
    """Return the steps in their order: before an erasure the letter and the notices, else after."""
    if request.decision is Decision.REFUSED:
        # Who did not show who they are is refused without the steps before it.
        unknown = Ground.IDENTITY in request.grounds
        return (*(_BEFORE[-1:] if unknown else _BEFORE), Missing.CLOSING_LETTER)
    acts = (Missing.CARRYING_OUT,)
    told = request.kind in TOLD_OF and request.person_id is not None
    if told and not request_records.disclosures(connection, request.person_id or 0):
        told = False
    letters = (*((Missing.THIRD_PARTIES,) if told else ()), Missing.CLOSING_LETTER)
    if request.kind is RequestKind.ERASE:
        return (*_BEFORE, *letters, Missing.APPROVAL, *acts)
    return (*_BEFORE, *acts, *letters)


def _is_done(request: SubjectRequest, what: Missing, letters: set[str], *, untold: bool) -> bool:
    if what in _REACHED:
        return _ORDER.index(request.state) >= _ORDER.index(_REACHED[what])
    if what is Missing.APPROVAL:
        return request.approved_by_id is not None
    if what is Missing.THIRD_PARTIES:
        return not untold
    decision = request.decision or Decision.GRANTED
    return _CLOSING.get(decision, "completion") in letters
