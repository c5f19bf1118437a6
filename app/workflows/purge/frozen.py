"""A frozen plan and its file: signed by a lead, known by its digest in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.documents import long_json
from app.documents.signing import canonical_json, digest, read_signed, sign_document
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model.keeper import RESTRICTED
from app.policy import ClockStart, RetentionAction, load_policy
from app.store import audit, purges
from app.store.retention import Reach
from app.workflows.session import Session

PLAN = "cne-helpdesk/purge-plan/1"
APPROVED = "cne-helpdesk/approved-purge-plan/1"


@dataclass(frozen=True)
class Plan:
    """A frozen plan: which rows which rule destroys, and what a hold or a restriction keeps."""

    body: dict[str, Any]
    approval: dict[str, Any] | None = None

    @cached_property
    def digest(self) -> str:
        """What is approved, and what the report names."""
        return digest(self.body)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Rows by rule: destroyed or made anonymous, kept, taken out by hand."""
        return {
            rule["code"]: {
                "rows": len(rule["rows"]),
                "kept": len(rule["kept"]),
                "exempt": len(rule["exempt"]),
            }
            for rule in self.body["rules"]
        }

    @property
    def meant(self) -> dict[int, dict[str, list[int]]]:
        """By person, the rows in which an uncertain name of theirs is to be blacked out."""
        chosen = set(self.body["meant"])
        return {
            one["person"]: one["rows"] for one in self.body["proposed"] if one["person"] in chosen
        }

    @property
    def groups(self) -> dict[str, int]:
        """Rows by what becomes of them: destroyed, made anonymous or blank, kept and by what.

        One that both a hold and a restriction keep counts with the holds.
        """
        rules = self.body["rules"]
        destroyed = [rule for rule in rules if rule["action"] == RetentionAction.DELETE]
        return {
            "destroy": sum(len(rule["rows"]) for rule in destroyed),
            "anonymise": self.total - sum(len(rule["rows"]) for rule in destroyed),
            "kept_by_hold": sum(len(_held(rule)) for rule in rules),
            "kept_by_restriction": sum(len(rule["kept"]) - len(_held(rule)) for rule in rules),
            "kept_by_hand": sum(len(rule["exempt"]) for rule in rules),
        }

    @property
    def by_category(self) -> dict[str, int]:
        """Rows that the plan names for destruction or blanking, by category of P-130."""
        found: dict[str, int] = {}
        for rule in self.body["rules"]:
            found[rule["category"]] = found.get(rule["category"], 0) + len(rule["rows"])
        return found

    @property
    def twice(self) -> int:
        """Rows that a further rule has reached as well: each goes once, by the first."""
        return sum(rule.get("also", 0) for rule in self.body["rules"])

    @property
    def total(self) -> int:
        """Rows that the plan names for destruction or blanking."""
        return sum(len(rule["rows"]) for rule in self.body["rules"])


def require_rows(found: Plan) -> None:
    """Refuse a plan by which nothing would become of any row. Raises ``plan_empty``."""
    if not found.total:
        raise KnownError(
            "plan_empty",
            _("This plan holds no row: nothing is due by its rules that may go."),
            _("Nothing was destroyed, and there is nothing to approve. Plan anew on another day."),
        )


def reach_of(rule: dict[str, Any]) -> Reach:
    """Return what a rule of a plan asks; a plan made when a rule had one clock names none."""
    code = rule["code"]
    starts = rule.get("starts", load_policy().retention[code].starts)
    return Reach(code, ClockStart(starts), RetentionAction(rule["action"]), rule["before"])


def _held(rule: dict[str, Any]) -> set[int]:
    """Return the rows of a rule that a hold keeps."""
    kept_by = rule["kept_by"].items()
    return {row for keeper, rows in kept_by if keeper != RESTRICTED for row in rows}


def write(session: Session, made: Plan, out: Path) -> None:
    """Write a plan to a file, signed when a lead made it, and note where it lies.

    A plan of no rows is not noted.
    """
    if session.signing_key is not None:
        data = sign_document(PLAN, made.body, session.signing_key)
    else:
        data = canonical_json({"format": PLAN, "body": made.body}) + b"\n"
    write_atomically(out, data)
    if made.total:  # a plan of nothing waits for nobody
        with session.store.write() as connection:
            purges.note(connection, made.digest, plan=str(out.absolute()), rows=made.total)


def read(session: Session, path: Path) -> Plan:
    """Read a plan of this store, approved or not.

    Raises ``KnownError`` for a file that is no plan, was altered, or is another store's.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise KnownError(
            "unreadable",
            _("The plan cannot be read."),
            _("Nothing was destroyed. Check the name and the folder."),
        ) from None
    found = _unsigned(raw) or _signed(session, raw)
    if found.body.get("store") != session.vault.store_id:
        raise KnownError(
            "other_store",
            _("This plan was made for another store."),
            _("Nothing was destroyed. Make a plan on this store."),
        )
    with session.store.read() as connection:
        if not audit.mentions(connection, "purge_planned", found.digest):
            raise _altered()
    return found


def _unsigned(raw: bytes) -> Plan | None:
    try:
        document = long_json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    match document:
        case {"format": str(format_), "body": dict(body), **further} if format_ == PLAN:
            return None if further else Plan(body)
    return None


def _signed(session: Session, raw: bytes) -> Plan:
    document = read_signed(raw, trusted=session.trusted_keys())
    if not document.trusted or document.format not in {PLAN, APPROVED}:
        raise _altered()
    if document.format == PLAN:
        return Plan(document.body)
    return Plan(document.body["plan"], {k: v for k, v in document.body.items() if k != "plan"})


def _altered() -> KnownError:
    return KnownError(
        "plan_altered",
        _("This is not a plan as this store made it."),
        _("Nothing was destroyed. Make a new plan."),
    )
