"""What a package would black out, listed for a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from app.i18n import _
from app.model.changes import Progress, no_progress
from app.model.date_range import EVERYTHING, DateRange
from app.store import people, subject_data
from app.store.data_map import DATA_MAP
from app.workflows.package_mentions import LABEL, TABLE, Choice, Mentions
from app.workflows.redaction.finder import Finder
from app.workflows.redaction.redactor import finding_id, reviewed
from app.workflows.redaction.words import WHY_LABELS, Span, Why
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_CONTEXT = 60  # characters shown around a finding


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of the package that is proposed for blacking out."""

    id: str
    """Holds as long as the text stays as it is; of another text it finds nothing."""
    table: str
    row: int
    column: str
    place: str
    """What the text is, in the user's language."""
    text: str
    start: int
    """Where it stands in the whole text."""
    before: str
    """What stands before it, to judge it by."""
    after: str
    why: Why
    passage: str = ""
    """The whole text, where it is what a record of others says of the person."""

    @property
    def reason(self) -> str:
        """Why it is proposed, in the user's language."""
        return _(WHY_LABELS[self.why])


def findings(
    session: Session,
    person_id: int,
    *,
    days: DateRange = EVERYTHING,
    also: Collection[str] = (),
    request_number: int | None = None,
    choice: Choice = Choice(),  # noqa: B008 - frozen, and a default says so best
    progress: Progress = no_progress,
) -> list[Finding]:
    """Return all that a package of this person would black out, in the order of the package.

    ``also`` are words that a reviewer wants blacked out wherever they stand. Passages of others are
    looked through where they go along by ``choice``. Progress counts texts. Raises
    ``KnownError("not_found")``.
    """
    with session.store.read() as connection:
        language = people.get(connection, person_id).language
        finder = Finder(connection, person_id, language, also)
        total = sum(
            subject_data.count_of(connection, person_id, table, days)
            for table in subject_data.exported_tables()
            if reviewed(table)
        )
        return list(
            chain(
                _own(connection, person_id, finder, days, lambda done: progress(done, total)),
                _named(
                    Mentions(
                        connection,
                        person_id,
                        days=days,
                        request_number=request_number,
                        choice=choice,
                    ),
                    finder,
                ),
            )
        )


def text_of(session: Session, finding: Finding) -> str:
    """Return the whole text that a finding stands in; empty where it is gone."""
    if finding.passage:
        return finding.passage
    with session.store.read() as connection:
        table = DATA_MAP[finding.table]
        return subject_data.text_of(connection, table, finding.row, finding.column) or ""


def _own(
    connection: Connection,
    person: int,
    finder: Finder,
    days: DateRange,
    report: Callable[[int], None],
) -> Iterator[Finding]:
    done = 0
    for table in subject_data.exported_tables():
        columns = reviewed(table)
        if not columns:
            continue
        for row, texts in subject_data.texts_of(connection, person, table, tuple(columns), days):
            done += 1
            report(done)
            for (column, label), text in zip(columns.items(), texts, strict=True):
                for span in finder.spans(text) if text else ():
                    place = f"{_(table.label)}: {_(label)}"
                    yield _finding((table.name, row, column), place, text, span)


def _named(mentions: Mentions, finder: Finder) -> Iterator[Finding]:
    for passage in mentions.chosen():
        key = (f"{TABLE}.{passage.table}", passage.row, passage.column)
        for span in finder.spans(passage.text, passage.ticket):
            yield _finding(key, _(LABEL), passage.text, span, passage.text)


def _finding(
    key: tuple[str, int, str], place: str, text: str, span: Span, passage: str = ""
) -> Finding:
    table, row, column = key
    return Finding(
        finding_id(table, row, column, text, span),
        table,
        row,
        column,
        place,
        text[span.start : span.end],
        span.start,
        text[max(0, span.start - _CONTEXT) : span.start],
        text[span.end : span.end + _CONTEXT],
        span.why,
        passage,
    )
