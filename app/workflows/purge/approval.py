"""A lead's approval: a signature over the digest, written into the plan's file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from app.documents.signing import sign_document
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.model.staff import Role
from app.store import audit
from app.workflows.members import other_leads
from app.workflows.purge.frozen import APPROVED, Plan, read, require_rows
from app.workflows.session import Session


class Approver(StrEnum):
    """What somebody may do about the approval of a plan."""

    MAY = "may"
    ALONE = "alone"
    """It is their own plan and there is no other lead: they may, with a written reason."""
    ANOTHER_LEAD = "another_lead"
    """It is their own plan: another lead of the store approves it."""
    LEAD = "lead"
    """They are no team lead."""


def approver(session: Session, found: Plan) -> Approver:
    """Return what whoever is at work may do about the approval of a plan."""
    if session.member.role is not Role.LEAD or session.signing_key is None:
        return Approver.LEAD
    if found.body["made_by"] != session.member.id:
        return Approver.MAY
    others = other_leads(session, session.member.id)
    return Approver.ANOTHER_LEAD if others else Approver.ALONE


def approve(
    session: Session,
    path: Path,
    reason: str = "",
    *,
    rows: int | None = None,
    secret: str | None = None,
) -> Plan:
    """Approve a plan: a lead's signature over its digest, written into the plan's file.

    ``rows`` is the number of rows as the approver typed it, kept with the approval, and ``secret``
    their passphrase, asked for again; both None where the caller unlocked the store for this
    alone. A lead does not approve their own plan. The only lead of a store may; the audit trail
    and the report mark it, and a written ``reason`` is kept with the approval. Raises
    ``KnownError``: ``lead_needed``, ``plan_empty``, ``own_plan``, ``number_wrong``,
    ``wrong_passphrase``, and as :func:`read` does.
    """
    key = session.require_lead()
    found = read(session, path)
    require_rows(found)
    may = approver(session, found)
    if may is Approver.ANOTHER_LEAD:
        raise KnownError(
            "own_plan",
            _("Nobody approves their own plan."),
            _("Nothing was approved. Ask another team lead of this store."),
        )
    own = may is Approver.ALONE
    if rows is not None and rows != found.total:
        raise KnownError(
            "number_wrong",
            _("That is not the number of rows that this plan destroys or makes anonymous."),
            _("Nothing was approved. Look at the plan, then type the number that stands there."),
        )
    if secret is not None:
        session.vault.confirm(session.unlocked, secret)
    approval = {
        "digest": found.digest,
        "approved_by": session.member.id,
        "approved_at": moments.to_iso(moments.now()),
        "own_plan": own,
        "reason": reason.strip(),
        "confirmed_rows": rows,
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
