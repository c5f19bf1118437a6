"""The records of a CSV file, one at a time and in bounded memory, whatever the file holds.

Python's own csv module parses; around it stand the bounds that it lacks: a line without end, a
quotation mark that is never closed.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from app.i18n import _

LONGEST_LINE = 1024 * 1024  # characters
_MOST_LINES = 100  # of one record: a quoted cell may hold line breaks
_SKIP = 64 * 1024


class Line(NamedTuple):
    """A physical line without its end; ``text`` is None when it was longer than is read."""

    number: int
    text: str | None


class Record(NamedTuple):
    """The cells of one record, or the reason why there are none."""

    line: int
    cells: list[str]
    problem: str = ""


def open_text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """Read bytes as text, each byte that is no UTF-8 as Windows-1252; any line end is one."""
    errors = "cp1252" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    # Files of one office mix both; deciding byte by byte needs no look ahead at all of a file.
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error("cp1252", _as_windows_1252)


class Lines(Iterator[Line]):
    """The lines of a text, none longer than a bound; lines may be put back."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._number = 0
        self._waiting: deque[Line] = deque()

    def __next__(self) -> Line:
        if self._waiting:
            return self._waiting.popleft()
        piece = self._text.readline(LONGEST_LINE + 1)
        if not piece:
            raise StopIteration
        self._number += 1
        if piece.endswith("\n"):
            return Line(self._number, piece[:-1])
        if len(piece) <= LONGEST_LINE:
            return Line(self._number, piece)
        while piece and not piece.endswith("\n"):
            piece = self._text.readline(_SKIP)
        return Line(self._number, None)

    def put_back(self, lines: list[Line]) -> None:
        """Have these lines come next, in this order."""
        self._waiting.extendleft(reversed(lines))


def records(lines: Lines, delimiter: str) -> Iterator[Record]:
    """Return the records, empty ones left out."""
    for line in lines:
        if line.text is None:
            yield Record(line.number, [], _("The line is longer than a million characters."))
        elif "\0" in line.text:
            yield Record(line.number, [], _("The line holds NUL characters."))
        elif '"' not in line.text:
            cells = line.text.split(delimiter)
            if any(map(str.strip, cells)):
                yield Record(line.number, cells)
        else:
            yield _quoted(line.number, line.text, lines, delimiter)


def _quoted(number: int, text: str, lines: Lines, delimiter: str) -> Record:
    taken: list[Line] = []

    def feed() -> Iterator[str]:
        yield text + "\n"
        size = len(text)
        for line in lines:
            taken.append(line)
            size += len(line.text or "")
            if line.text is None or size > LONGEST_LINE or len(taken) >= _MOST_LINES:
                return
            yield line.text + "\n"

    try:
        parser = csv.reader(feed(), delimiter=delimiter, skipinitialspace=True, strict=True)
        return Record(number, next(parser))
    except csv.Error:
        # Not proper quoting, or it never ends: this line stands alone and the others wait.
        lines.put_back(taken)
    try:
        parser = csv.reader([text], delimiter=delimiter, skipinitialspace=True)
        return Record(number, next(parser), _("A quotation mark is out of place or never closed."))
    except csv.Error:
        return Record(number, [], _("A cell is longer than can be read."))
