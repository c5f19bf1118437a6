"""All that the guided request shows of one request, read at once."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _
from app.model.subject_request import Missing
from app.store import findings, people, request_records, requests
from app.store.findings import Finding
from app.store.request_records import Disclosure, FiledLetter
from app.store.rows import not_found
from app.workflows.requests import approval, preview, standing
from app.workflows.requests.preview import Preview
from app.workflows.requests.standing import Standing
from app.workflows.session import Session

_PREVIEWED = {Missing.PREVIEW, Missing.DECISION, Missing.APPROVAL, Missing.CARRYING_OUT}


@dataclass(frozen=True, slots=True)
class Guide:
    """A request with what its next step needs."""

    standing: Standing
    letters: tuple[FiledLetter, ...]
    findings: tuple[Finding, ...]
    addresses: tuple[str, ...]
    """The person's, where a code or letter can go."""
    user_name: str
    to_tell: tuple[Disclosure, ...]
    preview: Preview | None
    """While the step at hand asks for it."""
    needs_reason: bool
    """Whoever is at work is the only lead and took the request in."""
    restricted: bool


def of(session: Session, row: int) -> Guide:
    """Return a request by its row id. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        number = next((r.number for r in requests.listed(connection) if r.id == row), None)
    if number is None:
        raise not_found(_("Request"))
    stands = standing.of(session, number)
    request = stands.request
    addresses: tuple[str, ...] = ()
    user_name, restricted = "", False
    with session.store.read() as connection:
        if request.person_id is not None:
            person = people.get(connection, request.person_id)
            addresses, user_name = person.emails, person.row.user_name
            restricted = request_records.is_restricted(connection, request.person_id)
        return Guide(
            stands,
            request_records.letters(connection, request.id),
            findings.listed(connection, request.id),
            addresses,
            user_name,
            request_records.untold(connection, request),
            preview.of(session, number) if stands.next in _PREVIEWED else None,
            approval.needs_reason(session, request),
            restricted,
        )
