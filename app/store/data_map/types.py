"""The words in which the data map is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class OnTarget(StrEnum):
    """What becomes of a row whose reference points at a row that is destroyed."""

    CASCADE = "cascade"
    """It is destroyed with it."""
    CLEAR = "clear"
    """It stays; the reference becomes empty."""
    KEEP = "keep"
    """The target is never destroyed (staff, queues): nothing happens."""


class RowFate(StrEnum):
    """What becomes of a person's row when the person is erased."""

    DELETE = "delete"
    KEEP = "keep"
    """The row stays on the table's ``ground``; columns marked ``blank`` lose their value."""


class Form(StrEnum):
    """How a value is shown to a person; an enumeration's values get their labels."""

    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    SIZE = "size"
    TICKET = "ticket"
    STATUS = "status"
    PRIORITY = "priority"
    CHANNEL = "channel"
    DIRECTION = "direction"
    DRAFT_KIND = "draft_kind"
    ACCOUNT_STATE = "account_state"
    DEVICE_KIND = "device_kind"
    DEVICE_STATE = "device_state"
    REQUEST_KIND = "request_kind"
    DECISION = "decision"
    IDENTITY_METHOD = "identity_method"
    OWNERSHIP = "ownership"
    IDENTIFIER_KIND = "identifier_kind"
    PARTY_ROLE = "party_role"
    LANGUAGE = "language"
    MARK_KIND = "mark_kind"
    DOCUMENT_KIND = "document_kind"
    PURPOSE = "purpose"
    """The code of a P-130 purpose."""
    CATEGORY = "category"
    """The code of a P-130 category."""
    COUNTS = "counts"
    """A JSON object: how many records, by the code of their category."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whose data it is and what becomes of it."""

    name: str
    label: str = ""
    """English source text of its name in a package; empty when a package leaves it out."""
    personal: bool = False
    category: str = "none"
    """Code of a P-130 category."""
    purposes: tuple[str, ...] = ()
    """Codes of P-130 purposes; every personal column has at least one."""
    blank: bool = False
    """Emptied when its person is erased but the row stays."""
    copy_of: str = ""
    """Where the value is a copy made to be searched or matched: the column it is made from."""
    form: Form = Form.TEXT
    """How its value is shown."""
    free_text: bool = False
    """Anybody may be named in it: an erasure looks here for the erased person too."""
    scanned: bool = False
    """Free text whose words stand in no search index: an erasure reads every row."""
    scanned_when: str = ""
    """SQL condition on the rows that hold free text in it, of which many have the same: each value
    is read once. Empty: each row may."""
    telling: bool = False
    """Its values differ from row to row by their nature: a search for what is left of what was
    destroyed looks for them first."""
    whole: bool = False
    """Free text that the person was told or must be told as it is: a package blacks out nothing."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that points at another table's row."""

    column: str
    table: str
    on_target: OnTarget
    label: str = ""
    """Name in a package, shown with ``show`` of the row pointed at; empty: left out."""
    show: str = ""
    form: Form = Form.TEXT
    nested: bool = False
    """In a package its rows stand under the row pointed at."""
    with_texts: bool = False
    """The row goes too where the one pointed at stays and loses its texts, though no column of it
    is somebody's: staff may have typed something of those texts in it."""
    narrows: bool = False
    """Beside what stays of the row, the row pointed at may lead back to its person, such as an
    organisation of one: where the row is cut loose from its person, it lets go of this too."""
    in_image: bool = False
    """An import's image of the row pointed at may hold values of this row's person."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a row to its person: follow ``column``'s reference, then that table's paths.

    ``where`` is an SQL condition on the row, for rows that belong to different people by it.
    """

    column: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A search index over a table's texts."""

    index: str
    documents: str
    """SQL that lists the index's documents of rows whose ids stand at ``{ids}``."""
    rows: str
    """The other way: SQL that lists the rows of documents whose ids stand at ``{ids}``."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the store."""

    name: str
    label: str = ""
    """English source text of its heading in a package; empty when a package leaves it out."""
    category: str = "none"
    """Code of the P-130 category its rows count as in a package."""
    columns: tuple[Column, ...] = ()
    references: tuple[Reference, ...] = ()
    paths: tuple[Path, ...] = ()
    """Ways to the person; empty when its rows are nobody's."""
    fate: RowFate = RowFate.KEEP
    ground: str = ""
    """Why a person's row stays where the fate is KEEP: a code of a P-130 purpose."""
    stays_when: str = ""
    """SQL condition, with ``:person``, under which a row that would be deleted stays."""
    key: str = "id"
    """The primary key; empty for a table that nothing refers to and that only ever goes with
    the row it belongs to."""
    distinct: str = ""
    """The column of which no two rows have the same value, where somebody may be named in it."""
    sorting: bool = False
    """Words of staff that sort what is others': few and short, so that a single name in one is
    asked about too, and with the words of a name joined by hyphens and the like."""
    goes_unused: bool = False
    """Nobody's, and typed by staff: a row that nothing refers to any more goes with what last
    did, since its name may be about whoever is gone."""
    needed_when: str = ""
    """SQL condition under which such a row stays all the same."""
    indexed_as: Indexed | None = None
    """Where a search index holds a copy of its texts."""
    order: str = ""
    """SQL order of its rows in a package."""

    @property
    def has_version(self) -> bool:
        """Whether its rows count their edits, so that no editor overwrites another's."""
        return {"version", "updated_at"} <= {column.name for column in self.columns}

    title: tuple[str, ...] = ()
    """The columns that head a row in a package."""
    when: tuple[str, ...] = ()
    """When a row was: one column, or the two between which it held. The second may be empty: it
    still holds. None: it is of no time, or of the time of the row that ``dated_by`` refers to."""
    dated_by: str = ""
    """The column that refers to the row that says when."""
    content: tuple[str, str] | None = None
    """(table, column) of the pieces of the file that a row describes."""
    content_given: bool = True
    """Whether a package holds that file, and not only what the row says of it."""


@dataclass(frozen=True, slots=True)
class DataMap:
    """Every table of the store, once."""

    tables: tuple[Table, ...]
    by_name: dict[str, Table] = field(init=False)
    _referring: dict[str, tuple[tuple[Table, Reference], ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {table.name: table for table in self.tables})
        referring = {
            name: tuple(
                (table, reference)
                for table in self.tables
                for reference in table.references
                if reference.table == name
            )
            for name in self.by_name
        }
        object.__setattr__(self, "_referring", referring)

    def __getitem__(self, name: str) -> Table:
        return self.by_name[name]

    def referring_to(self, name: str) -> tuple[tuple[Table, Reference], ...]:
        """Return each reference that points at a table, with the table it stands in."""
        return self._referring[name]
