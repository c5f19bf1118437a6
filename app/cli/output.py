"""What commands print: JSON for scripts, plain tables for people, notes on stderr.

Text from outside may hold control characters and marks that turn the writing direction; what goes
to a terminal as text for people never does. JSON escapes them itself.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from app.errors import KnownError
from app.model import moments
from app.model.changes import Progress

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Controls, formats (the direction marks among them), surrogates, private and unassigned
# characters, and the two separators that some terminals take for the end of a line.
_NEVER_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}  # they shape letters and emoji and do nothing else
_WIDEST = 60  # columns of one cell; what is longer is cut with an ellipsis


def json_bytes(value: Any) -> bytes:
    r"""Write a JSON document on one line, in UTF-8.

    Half of a surrogate pair, as in a file name that is not UTF-8, stands as ``\udc80``.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def print_json(value: Any) -> None:
    """Print one JSON document on a line of its own, whatever stdout's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_bytes(value))
    sys.stdout.buffer.flush()


def one_line(text: str) -> str:
    """Return a text on one line, without anything a terminal would act upon."""
    return "".join(map(_shown, " ".join(text.split())))


def many_lines(text: str) -> str:
    """Return a text with its lines, without anything else a terminal would act upon."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_shown, line.replace("\t", "    "))) for line in lines)


def _shown(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else _REPLACEMENT
    hidden = unicodedata.category(char) in _NEVER_SHOWN and char not in _JOINERS
    return _REPLACEMENT if hidden else char


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def print_text(text: str = "") -> None:
    """Print a text of several lines for people."""
    click.echo(many_lines(text))


def note(text: str) -> None:
    """Tell people something beside the result, on stderr."""
    click.echo(many_lines(text), err=True)


def print_error(error: KnownError) -> None:
    """Tell what went wrong and what to do, on stderr."""
    note(f"error[{error.code}]: {error.message}")
    if error.hint:
        note(error.hint)


def point_at(text: str, position: int, length: int) -> None:
    """Show a place in a line that somebody typed, with carets under it, on stderr."""
    line = "".join(" " if char in "\t\n\r" else _shown(char) for char in text)
    carets = "^" * max(1, width(line[position : position + length]))
    note(f"  {line}\n  {' ' * width(line[:position])}{carets}")


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, last_whole: bool = False
) -> None:
    """Print rows in aligned columns under their headings; nothing at all without rows.

    Long values are cut; with ``last_whole`` not those of the last column.
    """
    if not rows:
        return
    cells = [[_cell(value) for value in row] for row in rows]
    if last_whole:
        for row, cut in zip(rows, cells, strict=True):
            cut[-1] = one_line(str(row[-1]))
    widths = [
        max(width(row[place]) for row in (headings, *cells)) for place in range(len(cells[0]))
    ]
    for row in (headings, *cells):
        padded = (text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_fields(fields: Sequence[tuple[str, object]]) -> None:
    """Print names and values below each other; what is empty is left out."""
    shown = [(name, one_line(str(value))) for name, value in fields if value not in (None, "")]
    wide = max((width(name) for name, _value in shown), default=0)
    for name, value in shown:
        click.echo(f"{name}{' ' * (wide - width(name))}  {value}")


def _cell(value: object) -> str:
    text = "" if value is None else one_line(str(value))
    if len(text) <= _WIDEST and width(text) <= _WIDEST:
        return text
    text = text[: _WIDEST - 1]
    while width(text) >= _WIDEST:
        text = text[:-1]
    return f"{text}…"


def moment(at: int | None) -> str | None:
    """Return a moment as ISO 8601 in UTC."""
    return None if at is None else moments.to_iso(at)


@contextmanager
def progress(*, printing: bool = False) -> Iterator[Progress]:
    """Count on stderr while the block works, where stderr is a terminal.

    A block that is ``printing`` lines to a terminal shows by them how far it is.
    """
    if not sys.stderr.isatty() or (printing and sys.stdout.isatty()):
        yield _silent
        return

    def show(done: int, total: int | None) -> None:
        of = f"/{total}" if total is not None else ""
        click.echo(f"\r{done}{of}", nl=False, err=True)

    try:
        yield show
    finally:
        click.echo("\r\033[K", nl=False, err=True)


def _silent(_done: int, _total: int | None) -> None:
    pass
