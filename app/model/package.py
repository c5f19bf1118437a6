"""What a subject-data package is made of: a person's rows, ready to be written out.

The writer goes through the same data several times, once for each form it writes, and never holds
more than one record of it. So ``PackageSection.records`` is a function that starts from the
beginning each time it is called, and all its answers must come from one state of the store (one
read transaction).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.i18n import N_
from app.model.date_range import EVERYTHING, DateRange


class FieldKind(StrEnum):
    """How a value is to be shown; the data file keeps it as it is."""

    TEXT = "text"
    """A ``str``."""
    MOMENT = "moment"
    """An ``int``: UTC seconds."""
    DAY = "day"
    """A ``str``: an ISO day."""
    FLAG = "flag"
    """An ``int``: 0 or 1."""
    NUMBER = "number"
    """An ``int``."""
    SIZE = "size"
    """An ``int``: bytes."""


@dataclass(frozen=True, slots=True)
class PackageField:
    """One value of a row."""

    name: str
    """The column, ``last_contact_at``."""
    label: str
    """In the person's language."""
    value: str | int | None
    kind: FieldKind = FieldKind.TEXT


class Withheld(StrEnum):
    """Why the person does not get an attachment."""

    OTHERS = "others"
    """It shows data of other people (article 15(4) of the GDPR)."""
    CONFIDENTIAL = "confidential"
    """It gives away a trade secret, or what keeps somebody's systems safe (the same article)."""
    HARMFUL = "harmful"
    """It may damage the device that it is opened on."""


WITHHELD_LABELS = {
    Withheld.OTHERS: N_("It shows data of other people"),
    Withheld.CONFIDENTIAL: N_("It gives away a trade secret, or what keeps systems safe"),
    Withheld.HARMFUL: N_("It may damage the device that it is opened on"),
}


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file that belongs to a record; ``open`` starts from its beginning each time."""

    name: str
    """As it came; the writer makes it safe."""
    media_type: str
    size: int
    """Bytes."""
    open: Callable[[], Iterable[bytes]]
    withheld: Withheld | None = None
    """Why it is told of and not given."""


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """One row of a table with what hangs under it.

    Records of one table have the same field names in the same order throughout a package: the
    first one gives the spreadsheet its columns. ``children`` may be read once only, and lazily.
    """

    table: str
    """Lower-case letters, digits and underscores; also the name of the spreadsheet."""
    category: str
    """A code of the policy's categories."""
    title: str
    """What to call the record above its fields: a ticket's number and title."""
    fields: tuple[PackageField, ...]
    children: Iterable[PackageRecord] = ()
    files: tuple[PackageFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageSection:
    """A chapter of the package: records that a reader looks for together."""

    title: str
    """In the person's language."""
    records: Callable[[], Iterable[PackageRecord]]
    table: str = ""
    """Which records it is of; these may also hang under records of another section."""


@dataclass(frozen=True, slots=True)
class PackageSubject:
    """Whose data it is."""

    name: str
    emails: tuple[str, ...]
    language: str
    """``nl`` or ``en``: what the package is written in; anything else means Dutch."""
    days: DateRange = EVERYTHING
    """Of which days the package is."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How much a package will hold as counted before, for the progress of the first pass."""

    records: int = 0
    tables: int = 0
    """Kinds of records that there are any of."""
    size: int = 0
    """Bytes of the attachments."""
