"""Going through a person's records, once for each form of the package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.documents.package.names import member_path
from app.model.changes import Progress
from app.model.package import Forecast, PackageFile, PackageRecord, PackageSection

PIECE = 64 * 1024
"""Bytes of an attachment that count as one step."""
_TABLE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record, and where it goes in the package."""

    path: str
    """Empty for one that is withheld."""
    file: PackageFile


@dataclass(frozen=True, slots=True)
class Opened:
    """A record begins; what follows until its ``Closed`` hangs under it."""

    record: PackageRecord
    number: int
    """Counts from 1 through the whole package."""
    parent: int | None
    depth: int
    """1 for a record of the section itself."""
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The record that was opened last and not closed yet ends."""


Step = Opened | Closed


class Walk:
    """One pass through all sections, with the same numbers and paths as every other pass."""

    def __init__(
        self, sections: Sequence[PackageSection], *, sealed: bool, progress: Progress, ahead: Ahead
    ) -> None:
        self.sections = sections
        self._sealed = sealed
        self._progress = progress
        self._ahead = ahead
        self._records = 0
        self._files = 0
        self.expected: int | None = None
        """How many records an earlier pass found."""

    def __iter__(self) -> Iterator[tuple[PackageSection, Iterator[Step]]]:
        """Yield each section with its steps, which must be used up before the next."""
        for section in self.sections:
            yield section, self._steps(section.records(), None, 1)
        if self.expected is not None and self._records != self.expected:
            raise RuntimeError("the records changed while the package was being written")

    def steps(self) -> Iterator[Opened]:
        """Yield the beginning of each record of all sections."""
        for _section, steps in self:
            for step in steps:
                if isinstance(step, Opened):
                    yield step

    def _steps(
        self, records: Iterable[PackageRecord], parent: int | None, depth: int
    ) -> Iterator[Step]:
        for record in records:
            self._records += 1
            self._ahead.step(self._progress)
            number = self._records
            yield Opened(record, number, parent, depth, self._attachments(record))
            yield from self._steps(record.children, number, depth + 1)
            yield Closed()

    def _attachments(self, record: PackageRecord) -> tuple[Attachment, ...]:
        found = []
        for file in record.files:
            if file.withheld:
                found.append(Attachment("", file))
                continue
            self._files += 1
            path = member_path(self._files, file.name, sealed=self._sealed)
            found.append(Attachment(path, file))
        return tuple(found)


def pieces(file: PackageFile) -> int:
    """Return how many steps an attachment is, by the size that is said of it."""
    return 0 if file.withheld else file.size // PIECE


class Ahead:
    """How far the whole work is; the total is foretold, and known after one pass.

    A step is a record gone through, or a piece of an attachment written.
    """

    def __init__(self) -> None:
        self._done = 0
        self._total: int | None = None

    def foretell(self, forecast: Forecast) -> None:
        """Say how many steps there will be, before the first."""
        if forecast.records:
            passes = 1 + passes_after_first(forecast.tables)
            self._total = forecast.records * passes + forecast.size // PIECE

    def expect(self, further: int) -> None:
        """Say how many steps are still to come."""
        self._total = self._done + further

    def step(self, progress: Progress, count: int = 1) -> None:
        """Report so many steps more; the user may stop the work here."""
        self._done += count
        progress(self._done, self._total)


def passes_after_first(tables: int) -> int:
    """Return how often all records are gone through once they are counted."""
    return tables + 3  # a spreadsheet each; the attachments, the page and the PDF


class Tally:
    """What the first pass found: records by category, and the tables with their columns."""

    def __init__(self) -> None:
        self.records = 0
        self.files = 0
        self.withheld = 0
        """Attachments that are told of and not given."""
        self.pieces = 0
        """Of all attachments."""
        self.categories: Counter[str] = Counter()
        self.tables: Counter[str] = Counter()
        """Records of each table, wherever they hang."""
        self.columns: dict[str, tuple[str, ...]] = {}
        """The field names of each table, in the order of its first record."""
        self.labels: dict[str, tuple[str, ...]] = {}

    def add(self, step: Opened) -> None:
        """Count a record.

        Raises ``ValueError`` for a table's name that cannot be a file's, and where its records
        have different fields: a spreadsheet could not show them.
        """
        record = step.record
        names = tuple(field.name for field in record.fields)
        if record.table not in self.columns:
            if not _TABLE.fullmatch(record.table):
                raise ValueError(f"not a table's name: {record.table!r}")
            self.columns[record.table] = names
            self.labels[record.table] = tuple(field.label for field in record.fields)
        elif self.columns[record.table] != names:
            raise ValueError(f"records of {record.table} differ in their fields")
        self.records += 1
        withheld = sum(file.withheld is not None for file in record.files)
        self.withheld += withheld
        self.files += len(record.files) - withheld
        self.pieces += sum(map(pieces, record.files))
        self.categories[record.category] += 1
        self.tables[record.table] += 1
