"""Devices from a CSV file of any dialect."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from app.errors import KnownError
from app.i18n import _
from app.intake.devices.columns import Column, choose, score
from app.intake.devices.csv_records import Line, Lines, Record, open_text, records
from app.intake.devices.first_row import is_data, lost_row, names_device, no_headings
from app.intake.devices.payload import unknown_file
from app.intake.devices.record import RecordBuilder
from app.model.device import DeviceRecord, RejectedRow

_DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 40  # a title and remarks may stand above the headings
_SURE = 4  # points: a heading that tells devices apart and one more
_LIKELY = 3  # points: one that tells devices apart
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_LONGEST_CELL = 1000  # characters, of a column that is read


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out."""

    delimiter: str
    heading_line: int
    headings: list[str]


def read_csv(
    stream: BinaryIO, encoding: str, mapping: Mapping[str, str]
) -> Iterator[DeviceRecord | RejectedRow]:
    """Read the devices of a CSV file, in the order of its lines.

    An empty cell says nothing. Empty lines, repeats of the headings and whatever stands above
    them are passed over; a line that cannot be read is a ``RejectedRow`` and reading goes on, and
    so is a device that stands where the headings should.
    """
    with open_text(stream, encoding) as text:
        lines = Lines(text)
        sample = list(islice(lines, SAMPLE_LINES))
        found = layout(sample, mapping)
        lost = _lost(sample, found)
        columns = _columns(found, mapping, lost)
        lines.put_back(sample)
        yield from (RejectedRow(str(line), lost_row()) for line in lost)
        for record in records(lines, found.delimiter):
            if record.line <= found.heading_line or _trimmed(record.cells) == found.headings:
                continue
            if record.problem or any(map(str.strip, record.cells)):
                yield _row(record, len(found.headings), columns)


def layout(sample: list[Line], mapping: Mapping[str, str]) -> Layout:
    """Find the delimiter and the line of headings: those that give the most known headings."""
    delimiters: tuple[str, ...] = _DELIMITERS
    if sample and sample[0].text and (match := _SEPARATOR_LINE.fullmatch(sample[0].text.strip())):
        delimiters = (match[1],)
        sample = sample[1:]
    best, best_score = None, (0, 0)
    first: Layout | None = None
    for delimiter in delimiters:
        for record in _again(sample, delimiter):
            found = Layout(delimiter, record.line, _trimmed(record.cells))
            if first is None or (
                record.line == first.heading_line and len(found.headings) > len(first.headings)
            ):
                first = found
            points = (score(found.headings, mapping), len(found.headings))
            if points[0] and points > best_score:
                best, best_score = found, points
            if points[0] >= _SURE:
                break  # what follows is data, whatever words stand in it
    chosen = best or first
    if chosen is None or (best is None and len(chosen.headings) < 2):
        raise unknown_file()
    return chosen


def _lost(sample: list[Line], found: Layout) -> list[int]:
    """Return the lines of a sample that are devices, and would be passed over as headings are."""
    rows = [(record.line, record.cells) for record in _again(sample, found.delimiter)]
    above = [line for line, cells in rows if line < found.heading_line and names_device(cells)]
    below = [
        cells
        for line, cells in rows
        if line > found.heading_line and _trimmed(cells) != found.headings
    ]
    sure = score(found.headings, {}) >= _LIKELY
    return [*above, found.heading_line] if is_data(found.headings, below, sure=sure) else above


def _columns(found: Layout, mapping: Mapping[str, str], lost: list[int]) -> tuple[Column, ...]:
    try:
        return choose(found.headings, mapping)
    except KnownError as error:
        if error.code == "no_device_columns" and found.heading_line in lost:
            raise no_headings() from error
        raise


def _again(sample: list[Line], delimiter: str) -> Iterator[Record]:
    lines = Lines(io.StringIO())
    lines.put_back(sample)
    return (record for record in records(lines, delimiter) if record.cells)


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _row(record: Record, width: int, columns: tuple[Column, ...]) -> DeviceRecord | RejectedRow:
    row = str(record.line)
    cells = record.cells
    fits = len(cells) >= width and not any(map(str.strip, cells[width:]))
    if not fits:
        reason = record.problem or _("{found} cells where {expected} are expected.").format(
            found=len(cells), expected=width
        )
        return RejectedRow(row, reason)
    builder = RecordBuilder(row)
    for column in columns:
        cell = cells[column.index]
        if len(cell) > _LONGEST_CELL:
            return RejectedRow(
                row, _("The cell in column “{column}” is too long.").format(column=column.heading)
            )
        if cell:
            builder.add(column.field, cell, column.heading)
    if record.problem:
        builder.warn(record.problem)
    return builder.build()
