"""Where a record that is not a person's names them: the passages of it that are their data.

Names that are nobody else's are certain. A name that others have too, and a single name in a ticket
that they took part in, may mean them; somebody has to say so. What it costs grows with how often
the person is named and not with the store, but for staff's own notes, which are few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from app.model.date_range import EVERYTHING, DateRange
from app.store import mentions
from app.store.data_map.types import Form, Table
from app.store.rows import batches
from app.store.spellings import pattern_of
from app.store.subject_data import belongs_to, exported_tables, is_within

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_AROUND = 400
"""Characters of a paragraph on either side of a name; a longer one is cut at a word."""
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_TOOK_PART_IN = (
    "SELECT ticket_id FROM message WHERE author_id = :person UNION SELECT message.ticket_id"
    " FROM message_party JOIN message ON message.id = message_party.message_id"
    " WHERE message_party.person_id = :person"
    " UNION SELECT id FROM ticket WHERE requester_id = :person"
)
"""The tickets that a person took part in; a row is near the person when it is of one of them."""
_CUT = "[…]"


@dataclass(frozen=True, slots=True)
class Passage:
    """What a text of a record says of the person."""

    table: str
    column: str
    row: int
    text: str
    certain: bool
    """Nobody else can be meant."""
    at: int | None
    """When the record was made, UTC seconds; None where it is of no moment."""
    ticket: int | None
    """The ticket that the record belongs to."""

    @property
    def id(self) -> str:
        """What tells it from every other; of a text that was changed it tells nothing."""
        digest = blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return f"{self.table}.{self.column}.{self.row}.{digest}"


Rows = dict[str, dict[int, bool]]
"""By table, rows that may name the person, each with whether it is near."""


class Search:
    """Looks for what names one person, certainly or perhaps."""

    def __init__(self, connection: Connection, person: int, days: DateRange = EVERYTHING) -> None:
        self._connection = connection
        self._person = person
        self._days = days
        telling = mentions.telling_values(connection, person)
        uncertain = mentions.uncertain_values(connection, person)
        shared = tuple(value for value in uncertain if " " in value)
        self._everywhere = (*telling, *shared)
        """What is looked for in all rows: a single name is in those near the person alone."""
        self._has_single = len(shared) < len(uncertain)
        self._certain = _any_of(telling)
        self._whole = _any_of(self._everywhere)
        self._any = _any_of((*telling, *uncertain))

    def rows(self) -> Rows:
        """Return the rows in which a passage may stand."""
        found: Rows = {}
        documents: dict[str, set[int]] = {}  # one index serves several tables
        for table, _columns in _looked_through():
            near = self._near(table) if self._has_single else set()
            rows = self._notes_of_staff(table)
            if indexed := table.indexed_as:
                if indexed.index not in documents:
                    documents[indexed.index] = mentions.documents(
                        self._connection, indexed.index, self._everywhere
                    )
                rows |= mentions.rows_of_documents(
                    self._connection, indexed, documents[indexed.index]
                )
            if rows or near:
                found[table.name] = {row: row in near for row in rows | near}
        return found

    def passages(self, rows: Rows) -> Iterator[Passage]:
        """Yield the passages of these days in rows, in the order of the data map.

        Only texts that a package shows of the row's own person; what staff wrote to somebody about
        their request stays out.
        """
        for table, columns in _looked_through():
            near = rows.get(table.name, {})
            for row, at, ticket, texts in self._read(table, columns, sorted(near)):
                pattern = self._any if near[row] else self._whole
                for column, text in zip(columns, texts, strict=True):
                    if text and pattern is not None and (found := passages(text, pattern)):
                        certain = self._certain is not None and bool(self._certain.search(text))
                        yield Passage(table.name, column, row, found, certain, at, ticket)

    def _notes_of_staff(self, table: Table) -> set[int]:
        """Return the rows with a text of staff's that stands in no index."""
        scanned = [c.name for c in table.columns if c.scanned and c.label and not c.whole]
        if not scanned:
            return set()
        written = " OR ".join(f"{name} <> ''" for name in scanned)
        rows = self._connection.execute(f"SELECT {table.key} FROM {table.name} WHERE {written}")
        return {row for (row,) in rows}

    def _near(self, table: Table) -> set[int]:
        """Return the rows of a table in tickets that the person took part in."""
        inside = _is_near(table)
        if not inside:
            return set()
        rows = self._connection.execute(
            f"SELECT {table.name}.{table.key} FROM {table.name} WHERE {inside}",
            {"person": self._person},
        )
        return {row for (row,) in rows}

    def _read(
        self, table: Table, columns: Sequence[str], rows: Sequence[int]
    ) -> Iterator[tuple[int, int | None, int | None, Sequence[Any]]]:
        """Yield (id, moment, ticket, texts) of those of these rows that are not the person's."""
        within = "1"
        parameters: dict[str, Any] = {"person": self._person}
        if not self._days.is_everything:
            within = is_within(table)
            parameters |= self._days.bounds()
        values = (_moment_of(table), _ticket_of(table), *(f"{table.name}.{c}" for c in columns))
        key = f"{table.name}.{table.key}"
        for batch in batches(rows):
            wanted = {f"r{number}": row for number, row in enumerate(batch)}
            ids = ", ".join(f":{name}" for name in wanted)
            for row, at, ticket, *texts in self._connection.execute(
                f"SELECT {key}, {', '.join(values)} FROM {table.name} WHERE {key} IN ({ids})"
                f" AND ({belongs_to(table)}) IS NOT 1 AND {within} ORDER BY {key}",
                {**parameters, **wanted},
            ).fetchall():
                yield row, at, ticket, texts


def _looked_through() -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Yield each table with the columns in which anybody may be named."""
    for table in exported_tables():
        columns = tuple(c.name for c in table.columns if c.label and c.free_text and not c.whole)
        if columns:
            yield table, columns


def _any_of(values: Sequence[str]) -> re.Pattern[str] | None:
    return pattern_of(values) if values else None


def _is_near(table: Table) -> str:
    """Return the SQL condition that a row is of a ticket the person took part in; may be empty."""
    if table.name == "ticket":
        return f"ticket.id IN ({_TOOK_PART_IN})"
    for reference in table.references:
        column = f"{table.name}.{reference.column}"
        if reference.table == "ticket" and reference.nested:
            return f"{column} IN ({_TOOK_PART_IN})"
        if reference.table == "message" and reference.nested:
            return f"{column} IN (SELECT id FROM message WHERE ticket_id IN ({_TOOK_PART_IN}))"
    return ""


def _ticket_of(table: Table) -> str:
    """Return the SQL for the ticket that a row belongs to."""
    if table.name == "ticket":
        return "ticket.id"
    for reference in table.references:
        column = f"{table.name}.{reference.column}"
        if reference.table == "ticket" and reference.nested:
            return column
        if reference.table == "message" and reference.nested:
            return f"(SELECT ticket_id FROM message WHERE message.id = {column})"
    return "NULL"


def _moment_of(table: Table) -> str:
    """Return the SQL for when a row was made."""
    if table.dated_by == "message_id":
        return f"(SELECT created_at FROM message WHERE message.id = {table.name}.message_id)"
    form = {column.name: column.form for column in table.columns}
    if table.when and form[table.when[0]] is Form.MOMENT:
        return f"{table.name}.{table.when[0]}"
    return "NULL"


def passages(text: str, pattern: re.Pattern[str]) -> str:
    """Return the paragraphs of a text in which the pattern is found, long ones cut around it."""
    found: list[str] = []
    last = -1
    paragraphs = _PARAGRAPH.split(text)
    for number, paragraph in enumerate(paragraphs):
        parts = _around_places(paragraph, pattern)
        if not parts:
            continue
        if number > last + 1:
            found.append(_CUT)
        found.extend(parts)
        last = number
    if found and last < len(paragraphs) - 1:
        found.append(_CUT)
    return "\n\n".join(found)


def _around_places(paragraph: str, pattern: re.Pattern[str]) -> list[str]:
    """Return what stands around each place of a paragraph; all of it where it is short."""
    places = [match.span() for match in pattern.finditer(paragraph)]
    if not places or len(paragraph) <= 2 * _AROUND:
        return [paragraph.strip()] if places else []
    around: list[list[int]] = []
    for start, end in places:
        first, last = max(0, start - _AROUND), min(len(paragraph), end + _AROUND)
        if around and first <= around[-1][1]:
            around[-1][1] = last
        else:
            around.append([first, last])
    return [_cut(paragraph, first, last) for first, last in around]


def _cut(text: str, first: int, last: int) -> str:
    """Return a part of a text, begun and ended at a space where one is near."""
    if first:
        space = text.find(" ", first, first + _AROUND // 4)
        first = first if space < 0 else space + 1
    if last < len(text):
        space = text.rfind(" ", last - _AROUND // 4, last)
        last = last if space < 0 else space
    return ("… " if first else "") + text[first:last].strip() + (" …" if last < len(text) else "")
