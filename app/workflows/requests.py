"""Subject requests: taken in, identity checked, decided, closed (P-130 article 4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import Decision, RequestKind, RequestState, SubjectRequest
from app.policy import due_date, load_policy, statutory_due
from app.store import audit, people, requests
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TABLE = "subject_request"


def due(received: date, days: int | None = None) -> date:
    """Return the last day of the policy's promise for a request received on a day."""
    return due_date(received, load_policy().deadlines.working_days if days is None else days)


def new(
    session: Session, kind: RequestKind, person_id: int, received: date | None = None
) -> tuple[SubjectRequest, Changes]:
    """Take a request in; it is received today unless another day is given.

    Raises ``KnownError("received_later")`` for a day to come.
    """
    today = moments.office_day(moments.now())
    received = received or today
    if received > today:
        raise KnownError(
            "received_later",
            _("A request cannot be received on a day to come."),
            _("Nothing was recorded. Give the day on which it reached us."),
        )
    with session.store.write() as connection:
        people.get(connection, person_id)
        number = requests.add(
            connection,
            kind=kind,
            person_id=person_id,
            received_on=received.isoformat(),
            due_on=due(received).isoformat(),
            due_statutory_on=statutory_due(received).isoformat(),
            staff_id=session.staff_id,
        )
        request = requests.get(connection, number)
        _note(session, connection, "request_received", request, kind=kind.value)
    return request, Changes(requests=frozenset({request.id}))


def _note(
    session: Session,
    connection: Connection,
    action: str,
    request: SubjectRequest,
    **detail: int | str | bool | None,
) -> None:
    audit.append(
        connection,
        session.member,
        action,
        table=TABLE,
        row=request.id,
        detail={"number": request.number, **detail},
    )


def listed(session: Session, *, open_only: bool = False) -> tuple[SubjectRequest, ...]:
    """Return requests, those not closed first, by what is due first."""
    with session.store.read() as connection:
        return requests.listed(connection, open_only=open_only)


def get(session: Session, number: int) -> SubjectRequest:
    """Return a request by its number. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return requests.get(connection, number)


def verify_identity(session: Session, number: int, method: str) -> Changes:
    """Note that the person's identity was checked, by which method and by whom.

    Only the outcome is kept, never a copy of a document.
    """
    if method not in IDENTITY_METHODS:
        raise KnownError(
            "identity_method",
            _("This is no way to check who somebody is. Possible: {methods}.").format(
                methods=", ".join(IDENTITY_METHODS)
            ),
            _("Nothing was recorded."),
        )
    with session.store.write() as connection:
        request = requests.get(connection, number)
        _require_open(request)
        requests.change(
            connection,
            request,
            {
                "state": RequestState.IDENTIFIED.value,
                "identity_method": method,
                "identity_staff_id": session.staff_id,
                "identity_at": moments.now(),
            },
        )
        _note(session, connection, "identity_verified", request, method=method)
    return Changes(requests=frozenset({request.id}))


IDENTITY_METHODS = ("code", "callback", "in_person")
"""A code sent to the known address, a call back to the known number, or in person."""


def decide(session: Session, number: int, decision: Decision) -> Changes:
    """Decide on a request of a person whose identity was checked."""
    with session.store.write() as connection:
        request = requests.get(connection, number)
        _require_open(request)
        require_identified(request)
        requests.change(
            connection,
            request,
            {
                "state": RequestState.DECIDED.value,
                "decision": decision.value,
                "decision_staff_id": session.staff_id,
                "decided_at": moments.now(),
            },
        )
        _note(session, connection, "request_decided", request, decision=decision.value)
    return Changes(requests=frozenset({request.id}))


def close(session: Session, number: int) -> Changes:
    """Close a request on which was decided."""
    with session.store.write() as connection:
        request = requests.get(connection, number)
        _require_open(request)
        if request.decision is None:
            raise KnownError(
                "undecided",
                _("Nothing was decided on this request yet."),
                _("It stays open. Decide on it first."),
            )
        requests.change(
            connection,
            request,
            {"state": RequestState.CLOSED.value, "closed_at": moments.now()},
        )
        _note(session, connection, "request_closed", request)
    return Changes(requests=frozenset({request.id}))


def require_identified(request: SubjectRequest) -> None:
    """Refuse to go on before the person's identity was checked."""
    if not request.identity_method:
        raise KnownError(
            "identity_unchecked",
            _("The identity of the person behind this request was not checked yet."),
            _("Nothing was disclosed or destroyed. Check it and note how."),
        )


def _require_open(request: SubjectRequest) -> None:
    if request.state is RequestState.CLOSED:
        raise KnownError(
            "request_is_closed",
            _("This request is closed."),
            _("Nothing was changed. Take a new request in."),
        )
