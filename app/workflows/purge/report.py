"""The purge report: what was destroyed by which rule and plan, in counts alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents import purge_report
from app.documents.signing import read_signed
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import N_, _
from app.model import moments
from app.store import audit, holds, named
from app.store.data_map import DATA_MAP
from app.workflows.destruction import Destroyed, after_counts
from app.workflows.purge.frozen import Plan
from app.workflows.reserving import reserved
from app.workflows.session import Session

REPORT = "cne-helpdesk/purge-report/1"

_UNNAMED = {
    "attachment_chunk": N_("Contents of attachments"),
    "disclosure_notice": N_("Notices to recipients"),
    "import_batch": N_("Imports"),
    "import_row": N_("Data to undo an import"),
    "request_challenge": N_("Codes of requests"),
    "request_finding": N_("Proposals of requests"),
    "request_pause": N_("Pauses of requests"),
    "ticket_change": N_("Changes of tickets"),
    "ticket_device": N_("Devices of tickets"),
    "ticket_link": N_("Links of tickets"),
    "ticket_tag": N_("Tags of tickets"),
}
"""What goes along and has no name of its own in a package."""


def body_of(
    session: Session, found: Plan, result: Destroyed, *, whole: bool = True
) -> dict[str, Any]:
    """Return what a report says; no personal data.

    ``whole`` is False for a plan that ended before all of it was done.
    """
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
        "whole": whole,
        "holds": list(held_by),
        "kept_by_holds": _kept_by(found, result),
        "held_since": {str(number): rows for number, rows in result.held_since.items()},
        "rows": result.rows,
        "blacked_out": result.blacked_out,
        **after_counts(result),
        "backups_before": None,  # none are known: the program makes none yet
        "audit_entry": entry,
        "audit_digest": digest,
    }


def _kept_by(found: Plan, result: Destroyed) -> dict[str, dict[str, int]]:
    """Return how many rows of each rule each hold kept out of the plan, by the hold's number."""
    kept: dict[str, dict[str, int]] = {str(number): {} for number in result.held_since}
    for rule in found.body["rules"]:
        for number, rows in rule["kept_by"].items():
            kept.setdefault(number, {})[rule["code"]] = len(rows)
    return kept


@dataclass(frozen=True, slots=True)
class Report:
    """A purge report as it was signed."""

    body: dict[str, Any]
    signed: bytes
    staff: dict[int, str]
    """The names of those who planned, approved and ran, as far as they are known here."""

    @property
    def sha256(self) -> str:
        """The digest of the signed file, as the PDF prints it."""
        return hashlib.sha256(self.signed).hexdigest()

    @staticmethod
    def label_of(table: str) -> str:
        """Return an English source text of what a table holds, as a package calls it."""
        return DATA_MAP[table].label or _UNNAMED.get(table) or table.replace("_", " ")

    def name_of(self, staff: int | None) -> str:
        """Return the name of a member of staff; their number where it is not known."""
        return self.staff.get(staff or 0, str(staff))


def read_report(session: Session, path: Path) -> Report:
    """Read and check a signed purge report of this store.

    Raises ``KnownError``: ``not_a_signed_document``, ``signature_wrong``, ``not_a_report``.
    """
    body, signed = _read(session, path)
    with session.store.read() as connection:
        return Report(body, signed, named.staff_names(connection))


def to_pdf(session: Session, report: Path, out: Path) -> None:
    """Write a PDF of a signed purge report of this store, which travels inside it.

    Raises ``KnownError``: ``not_a_signed_document``, ``signature_wrong``, ``not_a_report`` for any
    other document, ``file_exists`` or that of a disk.
    """
    with reserved(out):
        write_pdf(session, report, out)


def write_pdf(session: Session, report: Path, out: Path) -> None:
    """Write the PDF of :func:`to_pdf` where its place was made sure of before."""
    body, signed = _read(session, report)
    write_atomically(out, purge_report.to_pdf(body, signed))


def _read(session: Session, report: Path) -> tuple[dict[str, Any], bytes]:
    """Return what a report of this store says, and its bytes."""
    try:
        signed = report.read_bytes()
    except OSError:
        signed = b""
    document = read_signed(signed, trusted=session.trusted_keys())
    if document.format != REPORT or not document.trusted:
        raise KnownError(
            "not_a_report",
            _("This is not a purge report of this store."),
            _("Nothing was written. Choose a report that a run of a purge wrote."),
        )
    return document.body, signed
