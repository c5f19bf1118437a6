"""Doing what was granted: correct, restrict, object, stop the account. Each in one transaction.

Access and portability are carried out by ``app.workflows.export``, an erasure by
``app.workflows.destruction``, which the window has done in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress
from app.model.person import AccountState
from app.model.subject_request import RequestKind, RequestState, SubjectRequest
from app.policy import load_policy
from app.store import corrections, people, request_records, requests
from app.workflows import apart, destruction, erasure
from app.workflows.destruction import Destroyed, thorough
from app.workflows.requests.steps import advance, require_granted
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
) -> tuple[Mapping[str, Any] | None, Changes]:
    """Erase a person as :func:`app.workflows.erasure.erase` does, beside other work.

    ``erased`` is called once the person is gone, before the pages are searched. Returns the counts
    of what that search found; None where there was none.
    """
    return apart.run(session, progress, lambda _what: erased(), _erase, person, number, out=out)


def _erase(
    session: Session, progress: Progress, told: apart.Told, person: int, number: int, *, out: Path
) -> tuple[Mapping[str, Any] | None, Changes]:
    _report, result = erasure.erase(
        session, person, number, out=out, progress=progress, erased=lambda: told("erased")
    )
    return destruction.after_counts(result)["residue"], destruction.changes()


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected; None leaves a value as it is."""

    display_name: str | None = None
    user_name: str | None = None
    language: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The wrong address with the right one."""


def rectify(
    session: Session, number: int, correction: Correction
) -> tuple[dict[str, int], Changes]:
    """Correct a person's values in every place at once; return rows changed, by table.

    No old value stays: not in the search index, the images for undoing an import, or the
    write-ahead log. Raises ``KnownError("address_taken")``.
    """
    result = Destroyed()
    with thorough(session, result), session.store.write() as connection:
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
        counts = corrections.correct(
            connection,
            person,
            {name: value.strip() for name, value in given.items() if value is not None},
            correction.addresses,
            moments.now(),
        )
        changes = _done(session, connection, request, rows=sum(counts.values()))
    return counts, changes | Changes(everything=True)


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
