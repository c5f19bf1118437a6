"""Subject requests: their rows, and the pauses and challenges that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model.moments import random_id
from app.model.subject_request import (
    Decision,
    ExtensionReason,
    Ground,
    PauseReason,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from app.store.rows import insert, next_in_sequence, not_found, update_version

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_ROW = """
SELECT subject_request.id, number, kind, person_id, coalesce(person.display_name, ''), state,
    received_on, due_on, due_statutory_on, identity_method, decision, closed_at,
    subject_request.version, identity_override, grounds, made_by_id, decision_staff_id,
    decided_at, paused_on, pause_reason, extended_on, extension_reason, approved_by_id,
    approved_own, carried_out_at
FROM subject_request LEFT JOIN person ON person.id = subject_request.person_id
"""


def _request(values: tuple[Any, ...]) -> SubjectRequest:
    row, number, kind, person_id, person, state, received, due, statutory, *rest = values
    method, decision, closed_at, version, override, grounds, made_by, decided_by, *rest = rest
    decided_at, paused_on, paused, extended_on, extended, approved_by, own, carried_out = rest
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
        bool(override),
        tuple(Ground(code) for code in grounds.split()),
        made_by,
        decided_by,
        decided_at,
        paused_on,
        PauseReason(paused) if paused else None,
        extended_on,
        ExtensionReason(extended) if extended else None,
        approved_by,
        bool(own),
        carried_out,
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
    answer_by = "CASE WHEN extended_on = '' THEN due_on ELSE due_statutory_on END"
    rows = connection.execute(f"{_ROW}{where} ORDER BY state = 'closed', {answer_by}, number")
    return tuple(_request(row) for row in rows)


def of_person(connection: Connection, person: int) -> tuple[SubjectRequest, ...]:
    """Return a person's requests, the newest first."""
    rows = connection.execute(f"{_ROW} WHERE person_id = ? ORDER BY number DESC", (person,))
    return tuple(_request(row) for row in rows)


def by_row(connection: Connection, row: int) -> SubjectRequest:
    """Return a request by its row id. Raises ``KnownError("not_found")``."""
    found = connection.execute(f"{_ROW} WHERE subject_request.id = ?", (row,)).fetchone()
    if found is None:
        raise not_found(_("Request"))
    return _request(found)


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
    path: str = "",
) -> int:
    """Note that a package or report was made: when, by whom, its counts and digest.

    ``path`` is where a package lies until it is removed. Returns the row's id.
    """
    return insert(
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
            "path": path,
        },
    )


def pauses(connection: Connection, request: int) -> tuple[tuple[date, date], ...]:
    """Return the pauses that are over, as (day it began, day it ended), oldest first."""
    rows = connection.execute(
        "SELECT from_on, until_on FROM request_pause WHERE request_id = ? ORDER BY from_on, id",
        (request,),
    )
    return tuple((date.fromisoformat(start), date.fromisoformat(end)) for start, end in rows)


def add_pause(
    connection: Connection, request: int, reason: PauseReason, start: date, end: date
) -> None:
    """Keep a pause that is over."""
    insert(
        connection,
        "request_pause",
        {
            "request_id": request,
            "reason": reason.value,
            "from_on": start.isoformat(),
            "until_on": end.isoformat(),
        },
    )


@dataclass(frozen=True, slots=True)
class Challenge:
    """An open challenge; the code itself is known to whoever received it."""

    id: int
    salt: str
    code_hash: str
    expires_at: int
    attempts: int


def challenge(connection: Connection, request: int) -> Challenge | None:
    """Return the open challenge of a request."""
    row = connection.execute(
        "SELECT id, salt, code_hash, expires_at, attempts FROM request_challenge"
        " WHERE request_id = ?",
        (request,),
    ).fetchone()
    return Challenge(*row) if row else None


def open_challenge(
    connection: Connection, request: int, *, salt: str, code_hash: str, at: int, expires_at: int
) -> None:
    """Keep a new challenge; the one before is void."""
    drop_challenge(connection, request)
    insert(
        connection,
        "request_challenge",
        {
            "request_id": request,
            "salt": salt,
            "code_hash": code_hash,
            "made_at": at,
            "expires_at": expires_at,
        },
    )


def count_attempt(connection: Connection, challenge_id: int) -> None:
    """Count a wrong answer."""
    connection.execute(
        "UPDATE request_challenge SET attempts = attempts + 1 WHERE id = ?", (challenge_id,)
    )


def drop_challenge(connection: Connection, request: int) -> None:
    """Make the open challenge of a request void."""
    connection.execute("DELETE FROM request_challenge WHERE request_id = ?", (request,))
