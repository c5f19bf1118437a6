"""A person's rows as the records of a package: what the data map says is theirs, in their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from app.documents.package.texts import Texts
from app.i18n import N_, translator
from app.model import moments
from app.model.date_range import DateRange
from app.model.package import (
    FieldKind,
    PackageField,
    PackageFile,
    PackageRecord,
    PackageSection,
    Withheld,
)
from app.store import subject_data
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Form, Table
from app.workflows.package_mentions import LABEL, TABLE, Mentions
from app.workflows.package_words import FIELD_KINDS, in_words
from app.workflows.redaction import Redactor, reviewed

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class _Item(NamedTuple):
    """A column of a record, worked out once."""

    name: str
    label: str
    """In the person's language."""
    form: Form
    kind: FieldKind
    reviewed: bool
    """Others are blacked out in it."""


class Reader:
    """Reads a person's rows as records, each time from the beginning, in one read transaction."""

    def __init__(
        self,
        connection: Connection,
        person: int,
        redactor: Redactor,
        *,
        language: str,
        days: DateRange,
        withheld: Mapping[int, Withheld],
        mentions: Mentions,
    ) -> None:
        self._connection = connection
        self._person = person
        self._language = language
        self._translate = translator(language)
        self._texts = Texts(language)
        self._redactor = redactor
        self._days = days
        self._withheld = withheld
        self._mentions = mentions
        self._known: dict[str, tuple[_Item, ...]] = {}

    def sections(self) -> list[PackageSection]:
        """Return a chapter for each table, in the order of the data map, and what others say."""
        return [
            *(
                PackageSection(
                    self._translate(table.label), partial(self._records, table), table.name
                )
                for table in subject_data.exported_tables()
            ),
            PackageSection(self._translate(LABEL), self._named, TABLE),
        ]

    def _named(self) -> Iterator[PackageRecord]:
        """Yield what records of others say of the person, each passage by itself."""
        for passage in self._mentions.chosen():
            table = DATA_MAP[passage.table]
            label = next(c.label for c in table.columns if c.name == passage.column)
            kind = f"{self._translate(table.label)}: {self._translate(label)}"
            text = self._redactor.redacted(
                f"{TABLE}.{passage.table}",
                passage.row,
                passage.column,
                passage.text,
                passage.ticket,
            )
            day = "" if passage.at is None else self._texts.day(moments.office_day(passage.at))
            yield PackageRecord(
                TABLE,
                table.category,
                " · ".join(filter(None, (kind, day))),
                (
                    PackageField("kind", self._translate(N_("Kind")), kind),
                    PackageField("at", self._translate(N_("Made")), passage.at, FieldKind.MOMENT),
                    PackageField("text", self._translate(N_("What it says of you")), text),
                ),
            )

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
                else in_words(item.form, value, self._language),
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
        if table.content is None or not table.content_given:
            return ()
        by_name = {field.name: field.value for field in fields}
        return (
            PackageFile(
                str(by_name["filename"] or ""),
                str(by_name["media_type"] or ""),
                int(by_name["size"] or 0),
                partial(subject_data.content_of, self._connection, table, row),
                self._withheld.get(row),
            ),
        )
