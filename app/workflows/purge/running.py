"""Execution of exactly an approved plan, in batches; a run that was cut short goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.signing import read_signed, sign_document
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.id_rows import IdRows
from app.model.keeper import RESTRICTED
from app.store import audit, destroy, holds, purges, requests, retention
from app.store.data_map import SUBJECT
from app.store.doom import Doom
from app.store.pace import Pace
from app.workflows import destruction
from app.workflows.destruction import Destroyed
from app.workflows.keeping import doom_of, held
from app.workflows.purge import backups, matching
from app.workflows.purge.frozen import Plan, reach_of, read, require_rows
from app.workflows.purge.matching import Rows
from app.workflows.purge.report import REPORT, Outcome, body_of, write_pdf
from app.workflows.reserving import reserved
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

BATCH = 1_000
"""Rows of a plan that are destroyed in one transaction at most."""
_FIRST = 250
"""As many in the first; after it what takes the time that a transaction may take."""
_PEOPLE = 100
"""People erased in one transaction: others' texts are searched once for all of them."""


@dataclass(frozen=True, slots=True)
class _How:
    """How a run is to go, as :func:`run` was asked."""

    progress: Progress
    told: Callable[[Stage], None]
    end_here: bool


@dataclass(frozen=True, slots=True)
class _Files:
    """Where a plan lies and what is written of its run."""

    plan: Path
    report: Path
    pdf: Path | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What every batch of a run needs, worked out once: a digest is over the whole plan."""

    digest: str
    meant: dict[int, dict[str, list[int]]]
    result: Destroyed
    """Of the whole run: its sample grows with each batch, also over a stop."""


class Stage(StrEnum):
    """What a run is at; its progress counts something else in each."""

    ROWS = "rows"
    CLEANING = "cleaning"
    SEARCHING = "searching"


def _not_told(_stage: Stage) -> None:
    """Tell nobody."""


def run(
    session: Session,
    path: Path,
    report: Path,
    progress: Progress = no_progress,
    *,
    pdf: Path | None = None,
    told: Callable[[Stage], None] = _not_told,
    end_here: bool = False,
) -> tuple[dict[str, Any], Changes]:
    """Carry out exactly an approved plan and write the signed report, also as a ``pdf``.

    ``progress`` is called between batches and between pieces of the clean-up, outside any
    transaction: it may wait, or raise ``Cancelled``; ``told`` hears what the run is at. With
    ``end_here`` a plan that was begun and cannot or shall not go on ends: nothing more is
    destroyed, and the report says what was.

    What a hold or a restriction keeps that came since the plan was made stays, and the report
    counts it.

    Each batch is wholly done or not at all. After a crash or cancel the same plan goes on where
    it stopped: rows it destroyed before are simply no longer there. Raises
    ``KnownError("plan_outdated")`` and destroys nothing more when the store has changed,
    ``plan_empty`` for a plan of no rows, and ``KnownError("file_exists")`` or that of a disk before
    anything is destroyed when the report could not be written.
    """
    session.require_lead()
    found = read(session, path)
    require_rows(found)
    if found.approval is None or found.approval["digest"] != found.digest:
        raise KnownError(
            "not_approved",
            _("This plan was not approved."),
            _("Nothing was destroyed. Let a team lead approve it first."),
        )
    with (
        reserved(report, lambda content: _reports(session, content, found)),
        reserved(pdf) if pdf else nullcontext(),
    ):
        if end_here:
            _require_begun(session, found)
        body = _run(session, found, _Files(path, report, pdf), _How(progress, told, end_here))
        if pdf:
            write_pdf(session, report, pdf)
    return body, destruction.changes()


def check(session: Session, found: Plan) -> None:
    """Raise ``KnownError("plan_outdated")`` as a run would at its begin; nothing is changed."""
    with session.store.read() as connection:
        matching.require_current(connection, found)


def _reports(session: Session, content: bytes, found: Plan) -> bool:
    """Whether a file is this plan's report, written by a run that was killed right after."""
    try:
        document = read_signed(content, trusted=session.trusted_keys())
    except KnownError:
        return False
    return bool(document.trusted) and document.body.get("plan") == found.digest


def _run(session: Session, found: Plan, files: _Files, how: _How) -> dict[str, Any]:
    result = Destroyed()
    result.sample = session.unfinished.setdefault(found.digest, result.sample)
    copies = backups.made_by_program(session.folder)
    told, progress, end_here = how.told, how.progress, how.end_here
    work = _Work(found.digest, found.meant, result)
    expected = 0 if end_here else _documents(session, found)
    with destruction.thorough(session, result, expected, progress):
        if not end_here:
            told(Stage.ROWS)
            _run_batches(session, found, _begin(session, found), work, progress)
        told(Stage.CLEANING)
    told(Stage.SEARCHING)
    destruction.search_pages(session, result, progress)
    with session.store.read() as connection:  # also what an earlier, interrupted run did
        for counts in retention.done(connection, found.digest).items():
            result.include(*counts)
        left = matching.left(connection, found) if end_here or result.held_since else {}
    outcome = Outcome(not end_here, left, backups.told(session.folder, copies))
    body = body_of(session, found, result, outcome)
    data = sign_document(REPORT, body, session.require_lead())
    write_atomically(files.report, data)
    session.unfinished.pop(found.digest, None)
    with session.store.write() as connection:
        retention.forget_done(connection, found.digest)
        purges.note(
            connection,
            found.digest,
            plan=str(files.plan.absolute()),  # it may have been taken off the list
            rows=found.total,
            report=str(files.report.absolute()),
            pdf=str(files.pdf.absolute()) if files.pdf else None,
        )
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
    return body


def _documents(session: Session, found: Plan) -> int:
    """Return how many search index documents hold texts of what the plan names."""
    with session.store.read() as connection:
        return sum(
            destroy.count_documents(connection, rule["table"], (row for row, _ in rule["rows"]))
            for rule in found.body["rules"]
        )


def _begin(session: Session, found: Plan) -> tuple[IdRows, ...]:
    """Check the whole plan against the store before the first row goes; return what is to go.

    It only reads, so that nobody's change waits for it: each batch looks again at its own rows.
    Of a plan that was begun before, rows may be gone: that run destroyed them.
    """
    with session.store.read() as connection:
        if audit.mentions(connection, "purge_finished", found.digest):
            raise _finished()
        standing = matching.require_current(connection, found)
    if not standing.begun:
        with session.store.write() as connection:
            audit.append(connection, session.member, "purge_begun", detail={"digest": found.digest})
    return standing.rows


def _finished() -> KnownError:
    return KnownError(
        "plan_finished",
        _("This plan was carried out already."),
        _("Nothing more was destroyed. Make a new plan."),
    )


def _require_begun(session: Session, found: Plan) -> None:
    """Refuse to end a plan that was never begun, or that ended already."""
    with session.store.read() as connection:
        if audit.mentions(connection, "purge_finished", found.digest):
            raise _finished()
        if not audit.mentions(connection, "purge_begun", found.digest):
            raise KnownError(
                "not_begun",
                _("This plan was not begun."),
                _("Nothing was destroyed by it, so there is nothing to report."),
            )


def _run_batches(
    session: Session, found: Plan, left: tuple[IdRows, ...], work: _Work, progress: Progress
) -> None:
    """Destroy what is ``left`` of each rule; what an earlier run destroyed counts as done."""
    done = found.total - sum(map(len, left))
    for rule, rows in zip(found.body["rules"], left, strict=True):
        pace, start = Pace(_FIRST, BATCH), 0
        while start < len(rows):
            progress(done + start, found.total)  # it may wait: that is no part of the piece
            with pace.piece() as size:
                many = min(_PEOPLE, BATCH) if rule["table"] == SUBJECT else size
                batch = rows[start : start + many]
                _run_batch(session, work, rule, batch)
            start += len(batch)
        done += len(rows)
    progress(done, found.total)


def _run_batch(session: Session, work: _Work, rule: dict[str, Any], rows: Rows) -> None:
    result = Destroyed(sample=work.result.sample)
    with session.store.write_piece() as connection:
        present = matching.present(connection, rule, rows)
        held_now = held(connection, reach_of(rule), present)
        for keeper, kept in held_now.items():
            before = work.result.held_since.get(keeper, 0)
            work.result.held_since[keeper] = before + len(kept)
        by_holds = {
            row for keeper, kept in held_now.items() if keeper != RESTRICTED for row in kept
        }
        stays = by_holds | set(held_now.get(RESTRICTED, ()))
        work.result.restricted_since += len(stays - by_holds)
        present = [row for row in present if row not in stays]
        if not present:
            return
        if rule["table"] == SUBJECT:
            meant = _free_texts(connection, work.meant, present)
            destruction.erase_in(connection, present, result, meant)
        else:
            doomed = doom_of(connection, reach_of(rule), present)
            destruction.carry_out(connection, doomed, result)
        for counts in retention.done(connection, work.digest).items():
            result.include(*counts)
        retention.note_done(connection, work.digest, result.counts())


def _free_texts(
    connection: Connection, meant: Mapping[int, Mapping[str, list[int]]], people: list[int]
) -> dict[int, dict[str, list[int]]]:
    """Leave out texts that something keeps now: as in a plan, an uncertain name in them stays."""
    found = {}
    for person in meant.keys() & set(people):
        named = Doom(blanked={table: set(ids) for table, ids in meant[person].items()})
        kept = holds.in_the_way(connection, named, destruction.today())
        found[person] = {
            table: sorted(ids - kept.get(table, set())) for table, ids in named.blanked.items()
        }
    return found
