"""The purge report: what was destroyed by which rule and plan, in counts alone."""

from __future__ import annotations

from typing import Any

from app.model import moments
from app.store import audit, holds
from app.workflows.destruction import Destroyed, after_counts
from app.workflows.purge.frozen import Plan
from app.workflows.session import Session

REPORT = "cne-helpdesk/purge-report/1"


def body_of(session: Session, found: Plan, result: Destroyed) -> dict[str, Any]:
    """Return what a report says; no personal data."""
    approval = found.approval or {}
    today = moments.office_day(moments.now()).isoformat()
    with session.store.read() as connection:
        entry, digest = audit.head(connection)
        held_by = holds.active_numbers(connection, today)
    return {
        "store": session.vault.store_id,
        "plan": found.digest,
        "as_of": found.body["as_of"],
        "made_by": found.body["made_by"],
        "approved_by": approval.get("approved_by"),
        "approved_at": approval.get("approved_at"),
        "own_plan": approval.get("own_plan"),
        "run_by": session.member.id,
        "run_at": moments.to_iso(moments.now()),
        "rules": found.counts,
        "rule_versions": {rule["code"]: rule["version"] for rule in found.body["rules"]},
        "categories": found.by_category,
        "groups": found.groups,
        "touched": found.body["touched"],
        "holds": list(held_by),
        "rows": result.rows,
        "blacked_out": result.blacked_out,
        **after_counts(result),
        "backups_before": None,  # none are known: the program makes none yet
        "audit_entry": entry,
        "audit_digest": digest,
    }
