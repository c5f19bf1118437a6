"""Retention purges: a frozen plan, a lead's approval, and execution of exactly that plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.signing import canonical_json, read_signed, sign_document
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.staff import Role
from app.policy import RetentionAction, RetentionRule, load_policy
from app.store import audit, doom, holds, requests, retention
from app.store.data_map import SUBJECT
from app.store.doom import Doom
from app.store.rows import batches
from app.workflows import destruction
from app.workflows.destruction import Destroyed
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PLAN = "cne-helpdesk/purge-plan/1"
APPROVED = "cne-helpdesk/approved-purge-plan/1"
REPORT = "cne-helpdesk/purge-report/1"
BATCH = 200
"""Rows of a plan that are destroyed in one transaction."""

_Rows = list[list[int]]
"""``[id, version]`` of each row, as the plan's file holds them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen plan: which rows which rule destroys, and what a hold keeps."""

    body: dict[str, Any]
    approval: dict[str, Any] | None = None

    @property
    def digest(self) -> str:
        """What is approved, and what the report names."""
        return hashlib.sha256(canonical_json(self.body)).hexdigest()

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Rows by rule: how many are destroyed or made anonymous, how many a hold keeps."""
        return {
            rule["code"]: {"rows": len(rule["rows"]), "kept": len(rule["kept"])}
            for rule in self.body["rules"]
        }

    @property
    def total(self) -> int:
        """Rows that the plan names for destruction or blanking."""
        return sum(len(rule["rows"]) for rule in self.body["rules"])


def rules() -> tuple[RetentionRule, ...]:
    """Return the rules of the policy whose data this store keeps."""
    return tuple(rule for rule in load_policy().retention.values() if rule.code in retention.SCOPES)


def plan(session: Session, codes: Iterable[str] = (), as_of: date | None = None) -> Plan:
    """Work out what the rules have reached on a day, today unless another is given.

    Changes nothing. Raises ``KnownError("unknown_rule")`` or ``KnownError("as_of_later")``.
    """
    today = moments.office_day(moments.now())
    day = as_of or today
    if day > today:
        raise KnownError(
            "as_of_later",
            _("A purge cannot be planned as of a day to come."),
            _("Nothing was planned. What is not due yet must not be destroyed."),
        )
    chosen = _chosen(tuple(codes))
    body: dict[str, Any] = {
        "store": session.vault.store_id,
        "made_at": moments.to_iso(moments.now()),
        "made_by": session.member.id,
        "as_of": day.isoformat(),
        "rules": _each_row_once([_planned(session, rule, day) for rule in chosen]),
    }
    made = Plan(body)
    with session.store.write() as connection:
        audit.append(
            connection,
            session.member,
            "purge_planned",
            detail={"digest": made.digest, "rows": made.total},
        )
    return made


def _chosen(codes: Sequence[str]) -> tuple[RetentionRule, ...]:
    known = {rule.code: rule for rule in rules()}
    for code in codes:
        if code not in known:
            raise KnownError(
                "unknown_rule",
                _("There is no retention rule of that name. Possible: {rules}.").format(
                    rules=", ".join(known)
                ),
                _("Nothing was planned."),
            )
    return tuple(known[code] for code in dict.fromkeys(codes)) if codes else rules()


def _planned(session: Session, rule: RetentionRule, day: date) -> dict[str, Any]:
    before = moments.start_of_day(rule.period.latest_start(day))
    table = retention.SCOPES[rule.code].table
    today = moments.office_day(moments.now()).isoformat()
    with session.store.read() as connection:
        found = retention.reached(connection, rule.code, before)
        kept: set[int] = set()
        for batch in batches(found):
            ids = [row for row, _version in batch]
            if table == SUBJECT:
                kept.update(row for row in ids if destruction.is_held(connection, row))
            elif _any_held(connection, rule, ids, today):
                kept.update(row for row in ids if _any_held(connection, rule, [row], today))
    return {
        "code": rule.code,
        "period": [rule.period.months, rule.period.days],
        "before": before,
        "action": rule.action.value,
        "table": table,
        "rows": [[row, version] for row, version in found if row not in kept],
        "kept": sorted(kept),
    }


def _each_row_once(planned: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave a row that several rules have reached to the first of them."""
    claimed: set[tuple[str, int]] = set()
    for rule in planned:
        rule["rows"] = [row for row in rule["rows"] if (rule["table"], row[0]) not in claimed]
        claimed.update((rule["table"], row[0]) for row in rule["rows"])
    return planned


def _any_held(connection: Connection, rule: RetentionRule, ids: Sequence[int], today: str) -> bool:
    doomed = _doom(connection, rule.action, rule.code, ids)
    return bool(holds.in_the_way(connection, doomed, today))


def _doom(connection: Connection, action: RetentionAction, code: str, ids: Iterable[int]) -> Doom:
    table = retention.SCOPES[code].table
    if action is RetentionAction.DELETE:
        return doom.of_rows(connection, {table: ids})
    return Doom(blanked={table: set(ids)})


def write(session: Session, made: Plan, out: Path) -> None:
    """Write a plan to a file, signed when a lead made it."""
    if session.signing_key is not None:
        data = sign_document(PLAN, made.body, session.signing_key)
    else:
        data = canonical_json({"format": PLAN, "body": made.body}) + b"\n"
    write_atomically(out, data)


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
        document = json.loads(raw)
    except ValueError:
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


def approve(session: Session, path: Path, reason: str = "") -> Plan:
    """Approve a plan: a lead's signature over its digest, written into the plan's file.

    A lead does not approve their own plan; where there is no other lead, a written ``reason`` is
    demanded and marked in the audit trail.
    """
    key = session.require_lead()
    found = read(session, path)
    own = found.body["made_by"] == session.member.id
    if own and _other_leads(session):
        raise KnownError(
            "own_plan",
            _("Nobody approves their own plan."),
            _("Nothing was approved. Ask another team lead of this store."),
        )
    if own and not reason.strip():
        raise KnownError(
            "reason_needed",
            _("You are the only team lead and made this plan yourself."),
            _("Nothing was approved. Give a reason with --reason; the audit trail marks it."),
        )
    approval = {
        "digest": found.digest,
        "approved_by": session.member.id,
        "approved_at": moments.to_iso(moments.now()),
        "own_plan": own,
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


def _other_leads(session: Session) -> bool:
    return any(
        member.role is Role.LEAD and member.id != session.member.id
        for member in session.vault.members()
    )


def run(
    session: Session, path: Path, report: Path, progress: Progress = no_progress
) -> tuple[dict[str, Any], Changes]:
    """Carry out exactly an approved plan and write the signed report.

    Each batch is wholly done or not at all. After a crash or cancel the same plan goes on where
    it stopped: rows it destroyed before are simply no longer there. Raises
    ``KnownError("plan_outdated")`` and destroys nothing more when the store has changed.
    """
    key = session.require_lead()
    found = read(session, path)
    if found.approval is None or found.approval["digest"] != found.digest:
        raise KnownError(
            "not_approved",
            _("This plan was not approved."),
            _("Nothing was destroyed. Let a team lead approve it first."),
        )
    result = Destroyed()
    with destruction.thorough(session, result, expected=found.total * 2):
        _begin(session, found)
        done = 0
        for rule, rows in _batched(found):
            progress(done, found.total)
            _run_batch(session, found.digest, rule, rows)
            done += len(rows)
        progress(done, found.total)
    with session.store.read() as connection:  # also what an earlier, interrupted run did
        for counts in retention.done(connection, found.digest).items():
            result.include(*counts)
    body = _report(session, found, result)
    data = sign_document(REPORT, body, key)
    write_atomically(report, data)
    with session.store.write() as connection:
        retention.forget_done(connection, found.digest)
        requests.note_document(
            connection,
            kind="purge_report",
            person_id=None,
            request_id=None,
            staff_id=session.staff_id,
            at=moments.now(),
            sha256=hashlib.sha256(data).hexdigest(),
            counts=json.dumps(result.rows, sort_keys=True),
        )
        audit.append(
            connection,
            session.member,
            "purge_finished",
            detail={"digest": found.digest, "rows": sum(result.rows.values())},
        )
    return body, destruction.changes()


def _begin(session: Session, found: Plan) -> None:
    """Check the whole plan against the store before the first row goes.

    Of a plan that was begun before, rows may be gone: that run destroyed them.
    """
    with session.store.write() as connection:
        if audit.mentions(connection, "purge_finished", found.digest):
            raise KnownError(
                "plan_finished",
                _("This plan was carried out already."),
                _("Nothing more was destroyed. Make a new plan."),
            )
        begun = audit.mentions(connection, "purge_begun", found.digest)
        for rule in found.body["rules"]:
            _require_unchanged(connection, rule, rule["rows"], gone_is_fine=begun)
        if not begun:
            audit.append(connection, session.member, "purge_begun", detail={"digest": found.digest})


def _batched(found: Plan) -> Iterator[tuple[dict[str, Any], _Rows]]:
    for rule in found.body["rules"]:
        for batch in batches(rule["rows"], BATCH):
            yield rule, list(batch)


def _run_batch(session: Session, plan_digest: str, rule: dict[str, Any], rows: _Rows) -> None:
    result = Destroyed()
    with session.store.write() as connection:
        # What is gone by now went along with a row of an earlier batch.
        present = _require_unchanged(connection, rule, rows, gone_is_fine=True)
        if not present:
            return
        if rule["table"] == SUBJECT:
            destruction.erase_in(connection, present, result)
        else:
            doomed = _doom(connection, RetentionAction(rule["action"]), rule["code"], present)
            destruction.carry_out(connection, doomed, result)
        for counts in retention.done(connection, plan_digest).items():
            result.include(*counts)
        retention.note_done(connection, plan_digest, result.counts())


def _require_unchanged(
    connection: Connection, rule: dict[str, Any], rows: _Rows, *, gone_is_fine: bool
) -> list[int]:
    """Return the rows that are still there; refuse where one is not as it was planned."""
    ids = [row for row, _version in rows]
    now = retention.current(connection, rule["code"], rule["before"], ids)
    changed = [
        row
        for row, version in rows
        if (row in now and now[row] != version) or (row not in now and not gone_is_fine)
    ]
    if changed:
        raise KnownError(
            "plan_outdated",
            _("{count} rows under the rule {rule} changed since the plan was made.").format(
                count=len(changed), rule=rule["code"]
            ),
            _("Nothing more was destroyed. Make a new plan; finished batches stay done."),
        )
    return [row for row in ids if row in now]


def _report(session: Session, found: Plan, result: Destroyed) -> dict[str, Any]:
    approval = found.approval or {}
    with session.store.read() as connection:
        entry, digest = audit.head(connection)
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
        "rows": result.rows,
        "blacked_out": result.blacked_out,
        "log_cut": result.log_cut,
        "audit_entry": entry,
        "audit_digest": digest,
    }
