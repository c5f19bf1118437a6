"""Subject requests: their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model.moments import random_id
from app.model.subject_request import Decision, RequestKind, RequestState, SubjectRequest
from app.store.rows import insert, next_in_sequence, not_found, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_ROW = """
SELECT subject_request.id, number, kind, person_id, coalesce(person.display_name, ''), state,
    received_on, due_on, due_statutory_on, identity_method, decision, closed_at,
    subject_request.version
FROM subject_request LEFT JOIN person ON person.id = subject_request.person_id
"""


def _request(values: tuple[Any, ...]) -> SubjectRequest:
    row, number, kind, person_id, person, state, received, due, statutory, *rest = values
    method, decision, closed_at, version = rest
    return SubjectRequest(
        row,
        number,
        RequestKind(kind),
        person_id,
        person,
        RequestState(state),
        received,
        due,
        statutory,
        method,
        Decision(decision) if decision else None,
        closed_at,
        version,
    )


def add(
    connection: Connection,
    *,
    kind: RequestKind,
    person_id: int,
    received_on: str,
    due_on: str,
    due_statutory_on: str,
    staff_id: int | None,
) -> int:
    """Record a request and return its number, which counts from 1 and is never given twice."""
    number = next_in_sequence(connection, "request_sequence")
    insert(
        connection,
        "subject_request",
        {
            "id": random_id(),
            "number": number,
            "kind": kind.value,
            "person_id": person_id,
            "received_on": received_on,
            "due_on": due_on,
            "due_statutory_on": due_statutory_on,
            "made_by_id": staff_id,
        },
    )
    return number


def get(connection: Connection, number: int) -> SubjectRequest:
    """Return a request. Raises ``KnownError("not_found")``."""
    row = connection.execute(f"{_ROW} WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise not_found(_("Request"))
    return _request(row)


def require_of(request: SubjectRequest, person: int, kinds: set[RequestKind]) -> None:
    """Refuse a request that is another person's or asks for something else."""
    if request.person_id != person or request.kind not in kinds:
        raise KnownError(
            "other_request",
            _("This request is not one of this person for this."),
            _("Nothing was done. Look the number up in the list of requests."),
        )


def listed(connection: Connection, *, open_only: bool = False) -> tuple[SubjectRequest, ...]:
    """Return requests, those not closed first, by what is due first."""
    where = " WHERE state <> 'closed'" if open_only else ""
    rows = connection.execute(f"{_ROW}{where} ORDER BY state = 'closed', due_on, number")
    return tuple(_request(row) for row in rows)


def change(connection: Connection, request: SubjectRequest, values: Mapping[str, Any]) -> None:
    """Change a request nobody has changed since it was read."""
    update_version(connection, "subject_request", request.id, request.version, values)


def note_document(
    connection: Connection,
    *,
    kind: str,
    person_id: int | None,
    request_id: int | None,
    staff_id: int | None,
    at: int,
    sha256: str,
    counts: str,
) -> None:
    """Note that a package or report was made: when, by whom, its counts and digest."""
    insert(
        connection,
        "issued_document",
        {
            "kind": kind,
            "person_id": person_id,
            "request_id": request_id,
            "staff_id": staff_id,
            "at": at,
            "sha256": sha256,
            "counts": counts,
        },
    )
