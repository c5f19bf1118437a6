"""What columns a table of devices has, before anything of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.errors import KnownError
from app.intake.devices.columns import MOST_COLUMNS, Field, guess, names_of
from app.intake.devices.csv_file import SAMPLE_LINES, layout
from app.intake.devices.csv_records import Lines, open_text, records
from app.intake.devices.payload import Shape, open_payload, shape_of
from app.model.plain_line import plain_line

_EXAMPLES = 3
_LONGEST = 60  # characters of an example


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table."""

    name: str
    """What a column map calls it: as the file gives it, and of the second of one heading "(2)"."""
    field: Field | None
    """What it is taken for; None when it is not read."""
    examples: tuple[str, ...]
    """Its first values."""


def read_headings(path: Path) -> tuple[Heading, ...]:
    """Return the columns of a CSV file; none for a file of another form or that is none.

    Raises nothing: what is wrong with a file is told when it is read.
    """
    try:
        with open_payload(path) as stream:
            shape, encoding = shape_of(stream)
            if shape is not Shape.TABLE:
                return ()
            with open_text(stream, encoding) as text:
                lines = Lines(text)
                sample = list(islice(lines, SAMPLE_LINES))
                found = layout(sample, {})
                lines.put_back(sample)
                rows = (
                    record.cells
                    for record in records(lines, found.delimiter)
                    if record.line > found.heading_line and any(map(str.strip, record.cells))
                )
                first = list(islice(rows, _EXAMPLES))
    except KnownError:
        return ()
    headings = found.headings[:MOST_COLUMNS]
    return tuple(
        Heading(name, _field(heading), _examples(first, place))
        for place, (heading, name) in enumerate(zip(headings, names_of(headings), strict=True))
        if heading.strip()
    )


def _field(name: str) -> Field | None:
    found = guess(name)
    return found[0] if found and found[0] is not Field.IGNORE else None


def _examples(rows: list[list[str]], place: int) -> tuple[str, ...]:
    values = (plain_line(row[place][: 4 * _LONGEST])[:_LONGEST] for row in rows if place < len(row))
    return tuple(value for value in values if value)
