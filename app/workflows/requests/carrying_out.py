"""Doing what was granted: correct, restrict, object, stop the account. Each in one transaction.

Access and portability are carried out by ``app.workflows.export``, an erasure by
``app.workflows.destruction``, which the window has done in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.person import AccountState
from app.model.subject_request import RequestKind, RequestState, SubjectRequest
from app.policy import load_policy
from app.store import corrections, people, request_records, requests
from app.workflows import apart, destruction, erasure
from app.workflows.destruction import Destroyed, thorough
from app.workflows.requests.steps import advance, note, require_granted
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def erase(
    session: Session,
    number: int,
    person: int,
    out: Path,
    progress: Progress,
    *,
    erased: Callable[[], None],
) -> tuple[Mapping[str, Any], Changes]:
    """Erase a person as :func:`app.workflows.erasure.erase` does, beside other work.

    ``erased`` is called once the person is gone, before the pages are searched. Returns what the
    report says of the time after (:func:`app.workflows.destruction.after_counts`).
    """
    return apart.run(session, progress, lambda _what: erased(), _erase, person, number, out=out)


def _erase(
    session: Session, progress: Progress, told: apart.Told, person: int, number: int, *, out: Path
) -> tuple[Mapping[str, Any], Changes]:
    _report, result = erasure.erase(
        session, person, number, out=out, progress=progress, erased=lambda: told("erased")
    )
    return destruction.after_counts(result), destruction.changes()


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected; None leaves a value as it is."""

    display_name: str | None = None
    user_name: str | None = None
    language: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The wrong address with the right one."""


class Corrected(NamedTuple):
    """What a correction did."""

    rows: dict[str, int]
    """Rows changed, by table."""
    destroyed: Destroyed
    """What was put by of the old values, to be looked for by :func:`search_corrected`."""


def rectify(session: Session, number: int, correction: Correction) -> tuple[Corrected, Changes]:
    """Correct a person's values in every place at once.

    No old value stays: not in the search index, the images for undoing an import, the places where
    staff left the window, or the write-ahead log; nor in unused bytes, once
    :func:`search_corrected` has let a fresh copy of the store take its place, which is owed from
    then on. Raises ``KnownError("address_taken")``.
    """
    result, done = Destroyed(), None
    try:
        with thorough(session, result), session.store.write() as connection:
            done = _correct(session, connection, number, correction, result)
    except KnownError as error:
        if done is None or error.code != "cleanup_owed":
            raise
        # It stands. What is owed is told by the search, or else made good after the next unlock.
        session.cleanup_owed, result.log_cut = True, False
    counts, changes = done
    return Corrected(counts, result), changes | destruction.changes()


def _correct(
    session: Session,
    connection: Connection,
    number: int,
    correction: Correction,
    result: Destroyed,
) -> tuple[dict[str, int], Changes]:
    """Correct in the open transaction; return how many rows, and what is to be shown anew."""
    request, person = _granted(connection, number, RequestKind.RECTIFY)
    require_unrestricted(connection, "person", person)
    for right in correction.addresses.values():
        owner = people.by_email(connection, right)
        if owner not in {None, person}:
            raise KnownError(
                "address_taken",
                _("This address belongs to a person already."),
                _("Nothing was changed. Open that person, or merge the two records."),
            )
    given = {
        "display_name": correction.display_name,
        "user_name": correction.user_name,
        "language": correction.language,
    }
    if correction != Correction():
        result.sample.take(connection, corrections.corrected(connection, person))
    counts = corrections.correct(
        connection,
        person,
        {name: value.strip() for name, value in given.items() if value is not None},
        correction.addresses,
        moments.now(),
    )
    changes = _done(session, connection, request, rows=sum(counts.values()))
    return counts, changes


def search_corrected(
    session: Session, number: int, corrected: Corrected, progress: Progress = no_progress
) -> Mapping[str, Any]:
    """Let a fresh copy of the store take its place, and search it for what was corrected.

    The audit trail keeps what came of it. Returns the counts, as a report of an erasure has them
    (:func:`app.workflows.destruction.after_counts`). Where ``progress`` raises ``Cancelled`` each
    ends, and the copy stays owed.
    """
    result = corrected.destroyed
    destruction.search_pages(session, result, progress)
    after = destruction.after_counts(result)
    searched = after["residue"]
    with session.store.write() as connection:
        note(
            session,
            connection,
            "correction_searched",
            requests.get(connection, number),
            verdict=searched["verdict"],
            values=searched["values"],
            found=sum(searched["found"].values()),
            copy_owed=after["size"]["left"],
        )
    return after


def search_corrected_apart(
    session: Session, number: int, corrected: Corrected, progress: Progress
) -> Mapping[str, Any]:
    """Do as :func:`search_corrected` beside other work."""
    return apart.run(session, progress, lambda _what: None, _search, number, corrected)


def _search(
    session: Session, progress: Progress, _told: apart.Told, number: int, corrected: Corrected
) -> Mapping[str, Any]:
    return search_corrected(session, number, corrected, progress)


def restrict(session: Session, number: int) -> Changes:
    """Mark the person's data as restricted: kept, shown as such, and not changed any more."""
    with session.store.write() as connection:
        request, person = _granted(connection, number, RequestKind.RESTRICT)
        request_records.mark(
            connection, person, request_records.RESTRICTED, request=request.id, at=moments.now()
        )
        _done(session, connection, request)
    return Changes(everything=True)  # each of their tickets and devices shows it


def object_to(session: Session, number: int, purposes: Iterable[str]) -> Changes:
    """Mark the purposes for which the person's data is not used any more, by their codes.

    Raises ``KnownError("unknown_purpose")``.
    """
    codes = tuple(dict.fromkeys(purposes))
    if not codes or not set(codes) <= set(load_policy().purposes):
        raise KnownError(
            "unknown_purpose",
            _("An objection names at least one purpose of the policy."),
            _("Nothing was changed. Choose the purposes the person objects to."),
        )
    with session.store.write() as connection:
        request, person = _granted(connection, number, RequestKind.OBJECT)
        for code in codes:
            request_records.mark(
                connection,
                person,
                request_records.OBJECTED,
                purpose=code,
                request=request.id,
                at=moments.now(),
            )
        return _done(session, connection, request, purposes=" ".join(codes))


def stop_account(session: Session, number: int) -> Changes:
    """Close the person's account, from which its retention period runs (P-130, article 5)."""
    at = moments.now()
    with session.store.write() as connection:
        request, person = _granted(connection, number, RequestKind.STOP_ACCOUNT)
        found = people.get(connection, person)
        if found.row.account_state is not AccountState.CLOSED:
            values = {"account_state": AccountState.CLOSED.value, "account_closed_at": at}
            people.change(connection, person, found.row.version, dict(values), at)
        return _done(session, connection, request)


def package_made_in(session: Session, connection: Connection, request: SubjectRequest) -> None:
    """Note in the open transaction that a package answered a request; a second one adds nothing."""
    if request.state is RequestState.DECIDED:
        _done(session, connection, request)


def _granted(connection: Connection, number: int, kind: RequestKind) -> tuple[SubjectRequest, int]:
    request = requests.get(connection, number)
    if request.kind is not kind or request.person_id is None:
        raise KnownError(
            "other_request",
            _("This request is not one of this person for this."),
            _("Nothing was done. Look the number up in the list of requests."),
        )
    require_granted(request)
    return request, request.person_id


def _done(
    session: Session,
    connection: Connection,
    request: SubjectRequest,
    **detail: int | str | bool | None,
) -> Changes:
    return advance(
        session,
        connection,
        request,
        RequestState.CARRIED_OUT,
        "request_carried_out",
        values={"carried_out_at": moments.now()},
        **detail,
    )
