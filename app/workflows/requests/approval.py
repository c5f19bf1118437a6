"""A lead's approval of an erasure: by another lead than the one who took the request in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.staff import Member
from app.model.subject_request import RequestKind, RequestState, SubjectRequest
from app.store import requests
from app.workflows.members import leads, other_leads
from app.workflows.requests.steps import changed, note, require_granted, require_open
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def approvers(session: Session, request: SubjectRequest) -> tuple[Member, ...]:
    """Return the leads who may approve: those who did not take it in, or else the only one."""
    every = leads(session)
    return tuple(lead for lead in every if lead.id != request.made_by_id) or every


def needs_reason(session: Session, request: SubjectRequest) -> bool:
    """Whether whoever is at work may approve with a written reason alone.

    The only lead of a store does for a request they took in themselves, and any lead for one that
    was taken in by the recovery code, of which nobody can tell whose it is.
    """
    return _is_own(session, request) and not needs_another(session, request)


def needs_another(session: Session, request: SubjectRequest) -> bool:
    """Whether another lead than whoever is at work must approve."""
    nobody_knows_whose = request.made_by_id is None and session.staff_id is not None
    own = _is_own(session, request) and not nobody_knows_whose
    return own and other_leads(session, session.staff_id)


def approve(session: Session, number: int, reason: str = "") -> Changes:
    """Approve that a granted erasure is carried out; only a lead may.

    A lead does not approve a request they took in themselves. The only lead of a store may, with
    a written ``reason``; the audit trail marks it. Whoever came in by the recovery code has no
    name to approve under. Raises ``KnownError``: ``lead_needed``, ``own_request``,
    ``reason_needed``, ``step_done``, ``not_granted``.
    """
    session.require_lead()
    with session.store.write() as connection:
        request = requests.get(connection, number)
        approve_in(session, connection, request, reason)
    return changed(request)


def approve_in(
    session: Session, connection: Connection, request: SubjectRequest, reason: str
) -> None:
    """Approve in the open transaction, as :func:`approve` does."""
    require_open(request)
    require_granted(request)
    if request.kind is not RequestKind.ERASE or request.state is not RequestState.DECIDED:
        raise KnownError(
            "nothing_to_approve",
            _("This request has nothing that needs an approval."),
            _("Nothing was changed."),
        )
    if request.approved_by_id is not None:
        raise KnownError(
            "step_done",
            _("This step was done already."),
            _("Nothing was done a second time. Look at the request again."),
        )
    own = _is_own(session, request)
    if needs_another(session, request):
        raise KnownError(
            "own_request",
            _("Nobody approves an erasure they took in themselves."),
            _("Nothing was destroyed. Ask {names} to unlock the store and approve it.").format(
                names=", ".join(lead.name for lead in approvers(session, request))
            ),
        )
    if own and not reason.strip():
        raise KnownError(
            "reason_needed",
            _("You are the only team lead and took this request in yourself.")
            if request.made_by_id is not None
            else _("This request was taken in by the recovery code: nobody can tell by whom."),
            _("Nothing was destroyed. Give a written reason; the audit trail marks it."),
        )
    requests.change(
        connection,
        request,
        {
            "approved_by_id": session.member.id,
            "approved_at": moments.now(),
            "approved_own": int(own),
            "approval_reason": reason.strip(),
        },
    )
    note(session, connection, "erasure_approved", request, own_request=own)


def _is_own(session: Session, request: SubjectRequest) -> bool:
    # Without a name, by the recovery code, nobody can tell: it counts as their own.
    return None in {request.made_by_id, session.staff_id} or request.made_by_id == session.staff_id
