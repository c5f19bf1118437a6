"""All that the guided request shows of one request, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.model.staff import Member
from app.model.subject_request import Missing, RequestKind, RequestState, SubjectRequest
from app.store import findings, people, request_records, requests, restrictions
from app.store.findings import Finding
from app.store.request_records import Disclosure, FiledLetter
from app.store.requests import Challenge
from app.workflows.erasure import is_unreported
from app.workflows.members import leads
from app.workflows.packages import lying_here
from app.workflows.requests import approval, ending, preview, standing
from app.workflows.requests.course import Step, course
from app.workflows.requests.preview import Preview
from app.workflows.requests.standing import Standing
from app.workflows.session import Session

_PREVIEWED = {Missing.PREVIEW, Missing.DECISION, Missing.APPROVAL, Missing.CARRYING_OUT}


@dataclass(frozen=True, slots=True)
class Guide:
    """A request with what its next step needs."""

    standing: Standing
    course: tuple[Step, ...]
    """Its steps, with those that were done; empty once it is closed."""
    letters: tuple[FiledLetter, ...]
    findings: tuple[Finding, ...]
    addresses: tuple[str, ...]
    """The person's, where a code or letter can go."""
    user_name: str
    to_tell: tuple[Disclosure, ...]
    preview: Preview | None
    """While the step at hand asks for it."""
    needs_reason: bool
    """Whoever is at work may approve with a written reason alone."""
    needs_another: bool
    """Another lead than whoever is at work must approve."""
    approvers: tuple[str, ...]
    """Names of the leads who may approve; of all once that was done, as any may carry it out."""
    restricted: bool
    challenge: Challenge | None
    """The code that was sent and did not come back yet."""
    unreported: bool
    """The person was erased, and a crash came before the report."""
    others_open: tuple[SubjectRequest, ...]
    """Other requests of the person that wait for their answer; an erasure waits for it too."""
    packages: tuple[Path, ...]
    """Of whoever is to be erased: those that still lie on this workstation."""


def of(session: Session, row: int) -> Guide:
    """Return a request by its row id. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        number = requests.by_row(connection, row).number
    stands = standing.of(session, number)
    request = stands.request
    addresses: tuple[str, ...] = ()
    user_name, restricted = "", False
    with session.store.read() as connection:
        if request.person_id is not None:
            person = people.get(connection, request.person_id)
            addresses, user_name = person.emails, person.row.user_name
            restricted = restrictions.is_restricted(connection, request.person_id)
        return Guide(
            stands,
            () if request.state is RequestState.CLOSED else course(connection, request),
            request_records.letters(connection, request.id),
            findings.listed(connection, request.id),
            addresses,
            user_name,
            request_records.untold(connection, request),
            preview.of(session, number) if stands.next in _PREVIEWED else None,
            approval.needs_reason(session, request),
            approval.needs_another(session, request),
            tuple(lead.name for lead in _able(session, request)),
            restricted,
            requests.challenge(connection, request.id),
            is_unreported(session, request.number),
            ending.others_open(connection, request),
            _lying_here(session, request),
        )


def _able(session: Session, request: SubjectRequest) -> tuple[Member, ...]:
    if request.approved_by_id is not None:
        return leads(session)
    return approval.approvers(session, request)


def _lying_here(session: Session, request: SubjectRequest) -> tuple[Path, ...]:
    if request.kind is not RequestKind.ERASE or request.person_id is None:
        return ()
    return lying_here(session, request.person_id)
