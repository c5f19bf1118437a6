"""A lead's approval: a signature over the digest, written into the plan's file."""

from __future__ import annotations

from pathlib import Path

from app.documents.signing import sign_document
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.store import audit
from app.workflows.members import other_leads
from app.workflows.purge.frozen import APPROVED, Plan, read
from app.workflows.session import Session


def approve(session: Session, path: Path, reason: str = "") -> Plan:
    """Approve a plan: a lead's signature over its digest, written into the plan's file.

    A lead does not approve their own plan. The only lead of a store may; the audit trail and the
    report mark it, and a written ``reason`` is kept with the approval.
    """
    key = session.require_lead()
    found = read(session, path)
    own = found.body["made_by"] == session.member.id
    if own and other_leads(session, session.member.id):
        raise KnownError(
            "own_plan",
            _("Nobody approves their own plan."),
            _("Nothing was approved. Ask another team lead of this store."),
        )
    approval = {
        "digest": found.digest,
        "approved_by": session.member.id,
        "approved_at": moments.to_iso(moments.now()),
        "own_plan": own,
        "reason": reason.strip(),
    }
    write_atomically(path, sign_document(APPROVED, {"plan": found.body, **approval}, key))
    with session.store.write() as connection:
        audit.append(
            connection,
            session.member,
            "purge_approved",
            detail={"digest": found.digest, "own_plan": own},
        )
    return Plan(found.body, approval)
