"""Subject-data packages: what the data map says is a person's, written for them to keep."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.documents.package import (
    PackageResult,
    new_passphrase,
    remove_package,
    write_package,
)
from app.i18n import _
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.date_range import EVERYTHING, DateRange
from app.model.package import Forecast, PackageSubject, Withheld
from app.model.subject_request import RequestKind, SubjectRequest
from app.policy import load_policy
from app.store import audit, packages, people, requests, subject_data
from app.store.rows import not_found
from app.workflows.package_mentions import Choice, Mentions
from app.workflows.package_records import Reader
from app.workflows.redaction import Finder, Redactor
from app.workflows.requests.carrying_out import package_made_in
from app.workflows.requests.steps import require_identified
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A package as it was handed out."""

    id: int
    """Its row in the register."""
    file: Path
    sha256: str
    counts: dict[str, int]
    """Records by category of the policy."""
    files: int
    withheld: int
    """Attachments that are told of and not given."""
    passphrase: str
    """Shown once and kept nowhere; goes to the person by another channel. Empty: unsealed."""


def export(
    session: Session,
    person_id: int,
    out: Path,
    *,
    request_number: int | None = None,
    days: DateRange = EVERYTHING,
    keep: Collection[str] = (),
    also: Collection[str] = (),
    withheld: Mapping[int, Withheld] = MappingProxyType({}),
    choice: Choice = Choice(),  # noqa: B008 - frozen, and a default says so best
    unsealed: bool = False,
    progress: Progress = no_progress,
) -> tuple[ExportResult, Changes]:
    """Write a person's sealed package, and note that it was made, never what is in it.

    With the number of a request, that request must be this person's, for access or portability,
    and their identity checked. With ``days`` only what is of these days is in it, beside what is
    of no time. What ``redaction.findings`` proposes is blacked out, save the findings whose ids
    are in ``keep``, and the words ``also`` wherever they stand. Attachments in ``withheld``, by id,
    are told of with the reason and not given. Of records of others, the passages that name the
    person go along, as ``choice`` says. An unsealed package is a folder that only its owner
    may open, for a lead alone. Signed when a lead makes it. Raises ``KnownError``; a package that
    could not be written whole leaves nothing.
    """
    if unsealed:
        session.require_lead()
    days.require_order()
    with session.store.read() as connection:
        request = None
        if request_number is not None:
            request = requests.get(connection, request_number)
            requests.require_of(request, person_id, {RequestKind.ACCESS, RequestKind.PORT})
            require_identified(request)
        person = people.get(connection, person_id)
        language = person.language or "nl"
        _require_files(connection, person_id, days, withheld)
        mentions = Mentions(
            connection, person_id, days=days, request_number=request_number, choice=choice
        )
        mentions.require_known()
        subject = PackageSubject(person.row.display_name, person.emails, person.language, days)
        passphrase = None if unsealed else new_passphrase()
        written = write_package(
            out,
            subject,
            Reader(
                connection,
                person_id,
                Redactor(Finder(connection, person_id, language, also), keep),
                language=language,
                days=days,
                withheld=withheld,
                mentions=mentions,
            ).sections(),
            policy=load_policy(),
            signing_key=session.signing_key,
            passphrase=passphrase,
            forecast=_forecast(connection, person_id, days, mentions),
            progress=progress,
        )
    try:
        package = _note(session, person_id, request, written)
    except BaseException:  # one that the register does not know must not lie about
        remove_package(written.file)
        raise
    result = ExportResult(
        package,
        written.file,
        written.sha256,
        written.counts,
        written.files,
        written.withheld,
        passphrase or "",
    )
    changes = Changes(
        people=frozenset({person_id}),
        requests=frozenset({request.id} if request else ()),
        packages=frozenset({package}),
    )
    return result, changes


def _require_files(
    connection: Connection, person: int, days: DateRange, wanted: Collection[int]
) -> None:
    """Refuse an attachment that the package would not hold: nobody is to think it was withheld."""
    if wanted:
        known = {row.file.id for row in subject_data.files_of(connection, person, days)}
        if not known.issuperset(wanted):
            raise not_found(_("Attachment"))


def _forecast(connection: Connection, person: int, days: DateRange, mentions: Mentions) -> Forecast:
    """Count what there is to write, some milliseconds of work."""
    tables = subject_data.exported_tables()
    counts = [subject_data.count_of(connection, person, table, days) for table in tables]
    counts.append(sum(1 for _passage in mentions.chosen()))
    sizes = (
        subject_data.size_of(connection, person, table, days)
        for table in tables
        if table.content is not None and table.content_given
    )
    return Forecast(sum(counts), sum(map(bool, counts)), sum(sizes))


def _note(
    session: Session, person_id: int, request: SubjectRequest | None, written: PackageResult
) -> int:
    """Note in the register that the package was made, and return its row there."""
    with session.store.write() as connection:
        if request is not None:
            package_made_in(session, connection, requests.get(connection, request.number))
        package = requests.note_document(
            connection,
            kind=packages.KIND,
            person_id=person_id,
            request_id=request.id if request else None,
            staff_id=session.staff_id,
            at=moments.now(),
            sha256=written.sha256,
            counts=json.dumps(written.counts, sort_keys=True),
            path=str(written.file.absolute()),
        )
        audit.append(
            connection,
            session.member,
            "package_made",
            table="person",
            row=person_id,
            detail={
                "digest": written.sha256,
                "records": sum(written.counts.values()),
                "withheld": written.withheld,
            },
        )
    return package
