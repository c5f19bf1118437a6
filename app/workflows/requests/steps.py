"""The steps of a request as one state machine; each step is one transaction and is done once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import (
    Decision,
    Ground,
    Missing,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from app.model.ticket import Direction
from app.policy import due_date
from app.store import audit, people, requests, ticket_record
from app.workflows.requests import clock
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

TABLE = "subject_request"
_GRANTED = frozenset({Decision.GRANTED, Decision.PARTLY})

FOLLOWS: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.IDENTIFIED: frozenset({RequestState.RECEIVED}),
    RequestState.FOUND: frozenset({RequestState.IDENTIFIED}),
    RequestState.PREVIEWED: frozenset({RequestState.IDENTIFIED, RequestState.FOUND}),
    # Until it is carried out, a decision may be taken anew.
    RequestState.DECIDED: frozenset(
        {
            RequestState.IDENTIFIED,
            RequestState.FOUND,
            RequestState.PREVIEWED,
            RequestState.DECIDED,
        }
    ),
    RequestState.CARRIED_OUT: frozenset({RequestState.DECIDED}),
    RequestState.CLOSED: frozenset({RequestState.DECIDED, RequestState.CARRIED_OUT}),
}
"""Each state with those from which it is reached."""


def advance(
    session: Session,
    connection: Connection,
    request: SubjectRequest,
    to: RequestState,
    action: str,
    *,
    values: Mapping[str, Any] | None = None,
    **detail: int | str | bool | None,
) -> Changes:
    """Bring a request to a state in the open transaction, with its entry in the audit trail.

    Raises ``KnownError``: ``request_is_closed``, ``step_done`` for a step that was done before,
    ``step_too_early`` for one whose turn has not come.
    """
    require_open(request)
    if request.state not in FOLLOWS[to]:
        order = list(RequestState)
        if order.index(request.state) >= order.index(to):
            raise KnownError(
                "step_done",
                _("This step was done already."),
                _("Nothing was done a second time. Look at the request again."),
            )
        raise KnownError(
            "step_too_early",
            _("Another step of this request comes first."),
            _("Nothing was done. The request shows what it still needs."),
        )
    requests.change(connection, request, {"state": to.value, **(values or {})})
    note(session, connection, action, request, **detail)
    return changed(request)


def changed(request: SubjectRequest) -> Changes:
    """Return that a request changed, and with it what is shown of its person."""
    people_changed = () if request.person_id is None else (request.person_id,)
    return Changes(requests=frozenset({request.id}), people=frozenset(people_changed))


def note(
    session: Session,
    connection: Connection,
    action: str,
    request: SubjectRequest,
    **detail: int | str | bool | None,
) -> None:
    """Write what was done into the audit trail: codes and numbers, never a value of the person."""
    audit.append(
        connection,
        session.member,
        action,
        table=TABLE,
        row=request.id,
        detail={"number": request.number, **detail},
    )


def today() -> date:
    """Return the day it is at the office."""
    return moments.office_day(moments.now())


def due(received: date, days: int | None = None) -> date:
    """Return the last day of the policy's promise for a request received on a day."""
    return due_date(received, days)


def new(
    session: Session, kind: RequestKind, person_id: int, received: date | None = None
) -> tuple[SubjectRequest, Changes]:
    """Take a request in; it is received today unless another day is given.

    Raises ``KnownError("received_later")`` for a day to come.
    """
    received = received or today()
    if received > today():
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
            due_on=clock.promised(received).isoformat(),
            due_statutory_on=clock.statutory(received).isoformat(),
            staff_id=session.staff_id,
        )
        request = requests.get(connection, number)
        note(session, connection, "request_received", request, kind=kind.value)
    return request, changed(request)


def asked_on(session: Session, ticket_id: int) -> date | None:
    """Return the day of what a ticket's requester wrote last, by which a request in it counts.

    None where they wrote nothing, or a day to come stands on it.
    Raises ``KnownError("not_found")``.
    """
    with session.store.read() as connection:
        ticket = ticket_record.get(connection, ticket_id)
    written = [
        message.created_at
        for message in ticket.messages
        if message.direction is Direction.IN and message.author_id == ticket.row.requester_id
    ]
    day = moments.office_day(max(written)) if written else None
    return None if day is None or day > today() else day


def listed(session: Session, *, open_only: bool = False) -> tuple[SubjectRequest, ...]:
    """Return requests, those not closed first, by what is due first."""
    with session.store.read() as connection:
        return requests.listed(connection, open_only=open_only)


def get(session: Session, number: int) -> SubjectRequest:
    """Return a request by its number. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return requests.get(connection, number)


def decide(
    session: Session, number: int, decision: Decision, grounds: Iterable[Ground] = ()
) -> Changes:
    """Decide on a request of a person whose identity was checked.

    A refusal because the identity was not shown needs no check. A new decision takes the place
    of one that was not carried out, and voids its approval.
    """
    found = tuple(dict.fromkeys(grounds))
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        unknown = decision is Decision.REFUSED and Ground.IDENTITY in found
        if not unknown:
            require_identified(request)
        elif request.state is RequestState.RECEIVED:
            requests.change(connection, request, {"state": RequestState.IDENTIFIED.value})
            request = requests.get(connection, number)
        return advance(
            session,
            connection,
            request,
            RequestState.DECIDED,
            "request_decided",
            values={
                "decision": decision.value,
                "grounds": " ".join(found),
                "decision_staff_id": session.staff_id,
                "decided_at": moments.now(),
                "approved_by_id": None,
                "approved_at": None,
                "approved_own": 0,
                "approval_reason": "",
            },
            decision=decision.value,
            grounds=" ".join(found),
        )


def close(session: Session, number: int, *, only_whole: bool = False) -> Changes:
    """Close a request on which was decided.

    What it still lacks is marked in the audit trail; with ``only_whole`` it is refused instead,
    by ``KnownError("request_lacks")``.
    """
    from app.workflows.requests.standing import missing  # noqa: PLC0415 - it builds on the steps

    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if request.decision is None:
            raise KnownError(
                "undecided",
                _("Nothing was decided on this request yet."),
                _("It stays open. Decide on it first."),
            )
        lacks = missing(connection, request)
        if only_whole and lacks:
            raise _lacks(lacks)
        return advance(
            session,
            connection,
            request,
            RequestState.CLOSED,
            "request_closed",
            values={"closed_at": moments.now()},
            lacks=" ".join(lacks),
        )


def _lacks(lacks: tuple[Missing, ...]) -> KnownError:
    return KnownError(
        "request_lacks",
        _("This request is not whole yet ({missing}).").format(missing=", ".join(lacks)),
        _("It stays open. Do what it still needs first."),
    )


def require_identified(request: SubjectRequest) -> None:
    """Refuse to go on before the person's identity was checked, or a lead let it go on."""
    if not request.identity_method and not request.identity_override:
        raise KnownError(
            "identity_unchecked",
            _("The identity of the person behind this request was not checked yet."),
            _("Nothing was disclosed or destroyed. Check it and note how."),
        )


def require_open(request: SubjectRequest) -> None:
    """Refuse a request that is closed."""
    if request.state is RequestState.CLOSED:
        raise KnownError(
            "request_is_closed",
            _("This request is closed."),
            _("Nothing was changed. Take a new request in."),
        )


def require_nothing_granted(connection: Connection, *persons: int) -> None:
    """Refuse to make two records one while what was granted to one of them is still to be done.

    It was previewed, decided and approved of that record alone. Raises
    ``KnownError("granted_waits")``.
    """
    for request in (one for person in persons for one in requests.of_person(connection, person)):
        if request.state is RequestState.DECIDED and request.decision in _GRANTED:
            raise KnownError(
                "granted_waits",
                _("Request {number} of one of them is granted and not carried out yet.").format(
                    number=request.number
                ),
                _("Nothing was merged: it would be done to both. Carry it out first."),
            )


def require_granted(request: SubjectRequest) -> None:
    """Refuse to carry out what was not granted."""
    require_identified(request)
    if request.decision not in _GRANTED:
        raise KnownError(
            "not_granted",
            _("This request was not granted."),
            _("Nothing was changed or destroyed. Decide on the request first."),
        )
