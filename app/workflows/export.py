"""Subject-data packages: what the data map says is a person's, written for them to keep."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from app.documents.package import (
    PackageResult,
    new_passphrase,
    remove_package,
    write_package,
)
from app.documents.package.texts import Texts
from app.i18n import N_, translator
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.date_range import EVERYTHING, DateRange
from app.model.device import KIND_LABELS, STATE_LABELS
from app.model.identifiers import IdentifierKind
from app.model.package import (
    FieldKind,
    PackageField,
    PackageFile,
    PackageRecord,
    PackageSection,
    PackageSubject,
)
from app.model.person import ACCOUNT_LABELS
from app.model.staff_texts import DRAFT_LABELS
from app.model.subject_request import (
    DECISION_LABELS,
    IDENTITY_LABELS,
    RequestKind,
    SubjectRequest,
)
from app.model.subject_request import KIND_LABELS as REQUEST_LABELS
from app.model.ticket import (
    CHANNEL_LABELS,
    DIRECTION_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    format_number,
)
from app.policy import load_policy
from app.store import audit, packages, people, requests, subject_data
from app.store.data_map.types import Form, Table
from app.store.tickets import RANKS
from app.workflows.redaction import Redactor, reviewed
from app.workflows.requests.carrying_out import package_made_in
from app.workflows.requests.steps import require_identified
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

FIELD_KINDS = {
    Form.MOMENT: FieldKind.MOMENT,
    Form.DAY: FieldKind.DAY,
    Form.NUMBER: FieldKind.NUMBER,
    Form.SIZE: FieldKind.SIZE,
}
VALUE_LABELS: Mapping[Form, Mapping[Any, str]] = {
    Form.STATUS: STATUS_LABELS,
    Form.PRIORITY: {rank: PRIORITY_LABELS[priority] for rank, priority in RANKS.items()},
    Form.CHANNEL: CHANNEL_LABELS,
    Form.DIRECTION: DIRECTION_LABELS,
    Form.DRAFT_KIND: DRAFT_LABELS,
    Form.ACCOUNT_STATE: ACCOUNT_LABELS,
    Form.DEVICE_KIND: KIND_LABELS,
    Form.DEVICE_STATE: STATE_LABELS,
    Form.REQUEST_KIND: REQUEST_LABELS,
    Form.DECISION: DECISION_LABELS,
    Form.IDENTITY_METHOD: IDENTITY_LABELS,
    Form.OWNERSHIP: {"managed": N_("Managed by the company"), "private": N_("The person's own")},
    Form.IDENTIFIER_KIND: {
        IdentifierKind.IMEI: "IMEI",
        IdentifierKind.IMEISV: "IMEISV",
        IdentifierKind.MEID: "MEID",
        IdentifierKind.MAC: N_("MAC address"),
        IdentifierKind.SERIAL: N_("Serial number"),
        IdentifierKind.ASSET_TAG: N_("Asset tag"),
    },
    Form.PARTY_ROLE: {"to": N_("Recipient"), "cc": N_("In copy"), "reply_to": N_("Reply address")},
    Form.LANGUAGE: {"nl": N_("Dutch"), "en": N_("English")},
    Form.MARK_KIND: {"restricted": N_("Restriction"), "objected": N_("Objection")},
    Form.DOCUMENT_KIND: {
        "package": N_("Package with your data"),
        "purge_report": N_("Report of a purge"),
        "erasure_report": N_("Report of an erasure"),
    },
}


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
    unsealed: bool = False,
    progress: Progress = no_progress,
) -> tuple[ExportResult, Changes]:
    """Write a person's sealed package, and note that it was made, never what is in it.

    With the number of a request, that request must be this person's, for access or portability,
    and their identity checked. With ``days`` only what is of these days is in it, beside what is
    of no time. What ``redaction.findings`` proposes is blacked out, save the findings whose ids
    are in ``keep``, and the words ``also`` wherever they stand. An unsealed package is a folder
    that only its owner may open, for a lead alone. Signed when a lead makes it. Raises
    ``KnownError``; a package that could not be written whole leaves nothing.
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
        subject = PackageSubject(person.row.display_name, person.emails, person.language, days)
        passphrase = None if unsealed else new_passphrase()
        written = write_package(
            out,
            subject,
            _Reader(
                connection,
                person_id,
                person.language or "nl",
                Redactor(connection, person_id, person.language or "nl", keep, also),
                days,
            ).sections(),
            policy=load_policy(),
            signing_key=session.signing_key,
            passphrase=passphrase,
            progress=progress,
        )
    try:
        package = _note(session, person_id, request, written)
    except BaseException:  # one that the register does not know must not lie about
        remove_package(written.file)
        raise
    result = ExportResult(
        package, written.file, written.sha256, written.counts, written.files, passphrase or ""
    )
    changes = Changes(
        people=frozenset({person_id}),
        requests=frozenset({request.id} if request else ()),
        packages=frozenset({package}),
    )
    return result, changes


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
            detail={"digest": written.sha256, "records": sum(written.counts.values())},
        )
    return package


class _Item(NamedTuple):
    """A column of a record, worked out once."""

    name: str
    label: str
    """In the person's language."""
    form: Form
    kind: FieldKind
    reviewed: bool
    """Others are blacked out in it."""


class _Reader:
    """Reads a person's rows as records, each time from the beginning, in one read transaction."""

    def __init__(
        self,
        connection: Connection,
        person: int,
        language: str,
        redactor: Redactor,
        days: DateRange,
    ) -> None:
        self._connection = connection
        self._person = person
        self._translate = translator(language)
        self._texts = Texts(language)
        self._redactor = redactor
        self._days = days
        self._known: dict[str, tuple[_Item, ...]] = {}

    def sections(self) -> list[PackageSection]:
        """Return a chapter for each table, in the order of the data map."""
        return [
            PackageSection(self._translate(table.label), partial(self._records, table), table.name)
            for table in subject_data.exported_tables()
        ]

    def _records(self, table: Table) -> Iterator[PackageRecord]:
        for row, values in subject_data.rows_of(
            self._connection, self._person, table, days=self._days
        ):
            yield self._record(table, row, values)

    def _record(self, table: Table, row: int, values: tuple[Any, ...]) -> PackageRecord:
        fields = tuple(
            PackageField(
                item.name,
                item.label,
                self._redactor.redacted(table.name, row, item.name, value)
                if value and item.reviewed
                else self._value(item.form, value),
                item.kind,
            )
            for item, value in zip(self._items(table), values, strict=True)
        )
        return PackageRecord(
            table.name,
            table.category,
            self._title(table, fields),
            fields,
            self._children(table, row),
            self._files(table, row, fields),
        )

    def _items(self, table: Table) -> tuple[_Item, ...]:
        if table.name not in self._known:
            texts = reviewed(table)
            self._known[table.name] = tuple(
                _Item(
                    item.name,
                    self._translate(item.label),
                    item.form,
                    FIELD_KINDS.get(item.form, FieldKind.TEXT),
                    item.name in texts,
                )
                for item in subject_data.shown(table)
            )
        return self._known[table.name]

    def _value(self, form: Form, value: Any) -> str | int | None:
        if value is None or value == "":
            return None
        if form is Form.TICKET:
            return format_number(value)
        label = VALUE_LABELS.get(form, {}).get(value)
        return value if label is None else self._translate(label)

    def _title(self, table: Table, fields: Iterable[PackageField]) -> str:
        by_name = {field.name: field for field in fields}
        shown = [by_name[name] for name in table.title if name in by_name]
        texts = [
            self._texts.day(moments.office_day(int(f.value)))
            if f.kind is FieldKind.MOMENT and f.value is not None
            else str(f.value)
            for f in shown
            if f.value is not None
        ]
        return " · ".join(texts) or self._translate(table.label)

    def _children(self, table: Table, row: int) -> Iterator[PackageRecord]:
        for child, reference in subject_data.nested_under(table.name):
            for key, values in subject_data.rows_of(
                self._connection, self._person, child, (reference, row), self._days
            ):
                yield self._record(child, key, values)

    def _files(
        self, table: Table, row: int, fields: Iterable[PackageField]
    ) -> tuple[PackageFile, ...]:
        if table.content is None:
            return ()
        by_name = {field.name: field.value for field in fields}
        return (
            PackageFile(
                str(by_name["filename"] or ""),
                str(by_name["media_type"] or ""),
                int(by_name["size"] or 0),
                partial(subject_data.content_of, self._connection, table, row),
            ),
        )
