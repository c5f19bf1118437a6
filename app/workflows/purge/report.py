"""The purge report: what was destroyed by which rule and plan, in counts alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.documents import purge_report
from app.documents.signing import read_signed
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.store import audit, holds
from app.workflows.destruction import Destroyed, after_counts
from app.workflows.purge.frozen import Plan
from app.workflows.reserving import reserved
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


def to_pdf(session: Session, report: Path, out: Path) -> None:
    """Write a PDF of a signed purge report of this store, which travels inside it.

    Raises ``KnownError``: ``not_a_signed_document``, ``signature_wrong``, ``not_a_report`` for any
    other document, ``file_exists`` or that of a disk.
    """
    with reserved(out):
        write_pdf(session, report, out)


def write_pdf(session: Session, report: Path, out: Path) -> None:
    """Write the PDF of :func:`to_pdf` where its place was made sure of before."""
    try:
        signed = report.read_bytes()
    except OSError:
        signed = b""
    document = read_signed(signed, trusted=session.trusted_keys())
    if document.format != REPORT or not document.trusted:
        raise KnownError(
            "not_a_report",
            _("This is not a purge report of this store."),
            _("Nothing was written. Choose a report that 'purge run' wrote."),
        )
    write_atomically(out, purge_report.to_pdf(document.body, signed))
