"""The purge report: what was destroyed by which rule and plan, in counts alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents import purge_report
from app.documents.signing import read_signed
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.policy import RetentionAction
from app.store import audit, holds, named
from app.store.data_map.labels import label_of
from app.workflows.destruction import Destroyed, after_counts
from app.workflows.purge.frozen import Plan
from app.workflows.reserving import reserved
from app.workflows.session import Session

REPORT = "cne-helpdesk/purge-report/1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    whole: bool
    """False for a plan that ended before all of it was done."""
    left: Mapping[str, int]
    """Rows of the plan that are still there, by rule: a hold came, or the plan was ended."""
    backups: Mapping[str, Any]
    """Copies of the store that predate the run: :func:`app.workflows.purge.backups.told`."""


def body_of(session: Session, found: Plan, result: Destroyed, outcome: Outcome) -> dict[str, Any]:
    """Return what a report says, of what was done and not of what was planned.

    No personal data of anybody served. Those who planned, approved and ran it are named, as in the
    audit trail: they answer for it, also to somebody who has the report and not the store.
    """
    approval = found.approval or {}
    groups = _groups(found, outcome, result.restricted_since)
    today = moments.office_day(moments.now()).isoformat()
    with session.store.read() as connection:
        entry, digest = audit.head(connection)
        held_by = holds.active_numbers(connection, today)
        who = (found.body["made_by"], approval.get("approved_by"), session.member.id)
        members = named.members(connection, (one for one in who if one is not None))
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
        "staff": {str(one.id): {"name": one.name, "role": one.role.value} for one in members},
        "rules": _rules(found, outcome.left),
        "rule_versions": {rule["code"]: rule["version"] for rule in found.body["rules"]},
        "rule_actions": {rule["code"]: rule["action"] for rule in found.body["rules"]},
        "categories": _categories(found, outcome.left),
        "groups": groups,
        "touched": found.body["touched"],
        "whole": outcome.whole,
        "holds": list(held_by),
        "kept_by_holds": _kept_by(found, result),
        "held_since": result.held_since,
        "rows": result.rows,
        "along": purge_report.along(groups, result.rows),
        "blacked_out": result.blacked_out,
        **after_counts(result),
        "backups_before": dict(outcome.backups),
        "audit_entry": entry,
        "audit_digest": digest,
    }


def _rules(found: Plan, left: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return by rule the rows that were done, and those that the plan named."""
    return {
        code: {**counts, "rows": counts["rows"] - left.get(code, 0), "planned": counts["rows"]}
        for code, counts in found.counts.items()
    }


def _categories(found: Plan, left: Mapping[str, int]) -> dict[str, int]:
    """Return the rows that were done, by category of P-130."""
    done = dict(found.by_category)
    for rule in found.body["rules"]:
        done[rule["category"]] -= left.get(rule["code"], 0)
    return done


def _groups(found: Plan, outcome: Outcome, restricted: int) -> dict[str, int]:
    """Return the rows by what became of them; ``restricted`` are those a restriction alone kept."""
    groups, left = dict(found.groups), outcome.left
    for rule in found.body["rules"]:
        destroyed = rule["action"] == RetentionAction.DELETE
        groups["destroy" if destroyed else "anonymise"] -= left.get(rule["code"], 0)
    rows = sum(left.values())
    if not outcome.whole:
        return {**groups, "not_done": rows}
    # Of a plan that was wholly carried out a row can only be left that something keeps.
    groups["kept_by_restriction"] += restricted
    groups["kept_by_hold"] += rows - restricted
    return {"not_done": 0, **groups}


def _kept_by(found: Plan, result: Destroyed) -> dict[str, dict[str, int]]:
    """Return how many rows of each rule each keeper kept out of the plan."""
    kept: dict[str, dict[str, int]] = {keeper: {} for keeper in result.held_since}
    for rule in found.body["rules"]:
        for keeper, rows in rule["kept_by"].items():
            kept.setdefault(keeper, {})[rule["code"]] = len(rows)
    return kept


@dataclass(frozen=True, slots=True)
class Report:
    """A purge report as it was signed."""

    body: dict[str, Any]
    signed: bytes
    staff: dict[int, str]
    """The names that the store knows now: a report of before they stood in it has none."""

    @property
    def sha256(self) -> str:
        """The digest of the signed file, as the PDF prints it."""
        return hashlib.sha256(self.signed).hexdigest()

    @staticmethod
    def label_of(table: str) -> str:
        """Return an English source text of what a table holds, as a package calls it."""
        return label_of(table)

    def name_of(self, staff: int | None) -> str:
        """Return the name of a member of staff; their number where it is not known.

        What was signed goes before what the store says now.
        """
        said = self.body.get("staff", {}).get(str(staff), {})
        return str(said.get("name") or self.staff.get(staff or 0, staff))


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
    tables = {*body["rows"], *body["blacked_out"]}
    sources = {table: Report.label_of(table) for table in tables}
    labels = {table: _(source) for table, source in sources.items()}
    write_atomically(out, purge_report.to_pdf(body, signed, labels))


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
