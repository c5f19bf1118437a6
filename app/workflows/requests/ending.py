"""Ending a request without a decision, and what an erasure needs of a person's other requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import ENDINGS, Ground, RequestState, SubjectRequest
from app.store import requests
from app.workflows.requests import timing
from app.workflows.requests.steps import changed, note, require_open
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def withdraw(session: Session, number: int, why: Ground) -> Changes:
    """End a request on which nothing was done yet: taken back, or taken in by mistake.

    A decision that was taken goes with its approval; the register keeps the request, which counts
    neither as on time nor as late. Raises ``KnownError``: ``request_is_closed``, and ``step_done``
    where it was carried out.
    """
    if why not in ENDINGS:
        raise ValueError(f"no reason to end a request without a decision: {why!r}")
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if request.state is RequestState.CARRIED_OUT:
            raise KnownError(
                "step_done",
                _("This request was carried out already."),
                _("Nothing was changed. Write the closing letter and close it."),
            )
        requests.drop_challenge(connection, request.id)
        request = timing.resume_in(session, connection, request)
        requests.change(
            connection,
            request,
            {
                "state": RequestState.CLOSED.value,
                "closed_at": moments.now(),
                "decision": None,
                "decision_staff_id": None,
                "decided_at": None,
                "grounds": why.value,
                "approved_by_id": None,
                "approved_at": None,
                "approved_own": 0,
                "approval_reason": "",
            },
        )
        note(session, connection, "request_withdrawn", request, why=why.value)
    return changed(request)


def others_open(connection: Connection, request: SubjectRequest) -> tuple[SubjectRequest, ...]:
    """Return the other requests of the same person that are not closed, the oldest first."""
    if request.person_id is None:
        return ()
    found = requests.of_person(connection, request.person_id)
    kept = [one for one in found if one.id != request.id and one.state is not RequestState.CLOSED]
    return tuple(reversed(kept))


def require_answered(connection: Connection, request: SubjectRequest) -> None:
    """Refuse an erasure while the person waits for the answer to another request.

    Once they are erased nobody can answer it: there is nothing left to show, and no name to
    write to.
    """
    if others := others_open(connection, request):
        raise KnownError(
            "requests_open",
            _("This person waits for the answer to another request ({numbers}).").format(
                numbers=", ".join(str(other.number) for other in others)
            ),
            _("Nothing was destroyed. Answer it first, or note that it was taken back."),
        )
