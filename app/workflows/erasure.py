"""Erases a person on their granted request, and signs the report of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.signing import sign_document
from app.files import write_atomically
from app.model import moments
from app.model.changes import Progress, no_progress
from app.model.subject_request import RequestKind, RequestState
from app.store import audit, cleanup, findings, mentions, people, requests, retention
from app.workflows import destruction
from app.workflows.destruction import Destroyed
from app.workflows.requests.approval import approve_in
from app.workflows.requests.ending import require_answered
from app.workflows.requests.steps import require_granted
from app.workflows.reserving import reserved
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

ERASURE_REPORT = "cne-helpdesk/erasure-report/1"


def erase(
    session: Session,
    person_id: int,
    request_number: int,
    reason: str = "",
    *,
    out: Path | None = None,
    progress: Progress = no_progress,
    erased: Callable[[], None] = lambda: None,
) -> tuple[bytes, Destroyed]:
    """Erase a person on their granted request; return the signed report and the counts.

    All that is the person's goes, mentions of them in others' texts are blacked out, and the
    request is closed, in one transaction, after which ``erased`` is called. Then the pages are
    searched for what is left, and the report is signed and written to ``out``, whose place is made
    sure of first; a report that a crash prevented is made by asking again (:func:`is_unreported`).

    Only a lead may; where nobody approved it before, they approve it by this, for which the only
    lead of a store gives a ``reason`` when they took the request in themselves. Raises
    ``KnownError`` when the request is not theirs, not granted, not theirs to approve, or a hold or
    another person's restriction keeps something.
    """
    session.require_lead()
    with reserved(out) if out else nullcontext():
        result = Destroyed()
        if not is_unreported(session, request_number):
            with destruction.thorough(session, result), session.store.write() as connection:
                request = requests.get(connection, request_number)
                requests.require_of(request, person_id, {RequestKind.ERASE})
                require_granted(request)
                require_answered(connection, request)
                if request.approved_by_id is None:
                    approve_in(session, connection, request, reason)
                _erase_on_request(session, connection, person_id, request_number, result)
            erased()
            destruction.search_pages(session, result, progress)
        else:
            result.log_cut = destruction.clean_up(session, progress)
            result.renewed = cleanup.renew(session.store, progress)
        report = _erasure_report(session, request_number, result)
        if out:
            write_atomically(out, report)
        _note_report(session, request_number, report, result)
    return report, result


def _erase_on_request(
    session: Session,
    connection: Connection,
    person_id: int,
    number: int,
    result: Destroyed,
) -> None:
    request = requests.get(connection, number)
    name = people.get(connection, person_id).row.display_name
    accepted = findings.accepted_messages(connection, request.id)
    namesakes = findings.of_namesakes(connection, request.id)
    meant = {person_id: findings.accepted_sorting(connection, request.id)}
    destruction.erase_in(
        connection, (person_id,), result, meant, asked_by=person_id, namesakes=namesakes
    )
    _black_out_name(connection, name, accepted, result, person_id)
    at = moments.now()
    requests.change(
        connection,
        requests.get(connection, number),
        {"state": RequestState.CLOSED.value, "carried_out_at": at, "closed_at": at},
    )
    entry = audit.append(
        connection,
        session.member,
        "person_erased",
        table="person",
        row=person_id,
        detail={"request": number, "rows": sum(result.rows.values())},
    )
    done = {**result.counts(), "audit": {"entry": entry, "at": at}}
    retention.note_done(connection, _erasure(number), done)


def _erasure(number: int) -> str:
    return f"erasure {number}"


def is_unreported(session: Session, request_number: int) -> bool:
    """Whether a request's erasure was done and a crash came before its report."""
    with session.store.read() as connection:
        return bool(retention.done(connection, _erasure(request_number)))


def _erasure_report(session: Session, number: int, result: Destroyed) -> bytes:
    """Sign the report of an erasure that was done."""
    with session.store.read() as connection:
        done = retention.done(connection, _erasure(number))
    result.rows, result.blacked_out = done["rows"], done["blacked_out"]
    return sign_document(
        ERASURE_REPORT,
        {
            "store": session.vault.store_id,
            "request": number,
            "erased_at": moments.to_iso(done["audit"]["at"]),
            "by": session.member.name,
            "rows": result.rows,
            "blacked_out": result.blacked_out,
            "audit_entry": done["audit"]["entry"],
            **destruction.after_counts(result),
        },
        session.require_lead(),
    )


def _note_report(session: Session, number: int, report: bytes, result: Destroyed) -> None:
    """Keep that the report was made, once it is written: before that it can be asked for again."""
    with session.store.write() as connection:
        requests.note_document(
            connection,
            kind="erasure_report",
            person_id=None,
            request_id=requests.get(connection, number).id,
            staff_id=session.staff_id,
            at=moments.now(),
            sha256=hashlib.sha256(report).hexdigest(),
            counts=json.dumps(result.rows, sort_keys=True),
        )
        retention.forget_done(connection, _erasure(number))


def _black_out_name(
    connection: Connection, name: str, messages: set[int], result: Destroyed, asked_by: int
) -> None:
    """Black out a name that others have too, in the messages that staff said mean this person."""
    if not messages:
        return
    found = mentions.find(connection, (name,)).get("message", [])
    meant = [(row, texts) for row, texts in found if row in messages]
    destruction.black_out(connection, {"message": meant} if meant else {}, result, asked_by)
