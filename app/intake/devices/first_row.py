"""A table without headings: its first row would be lost to them without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.errors import KnownError
from app.i18n import _
from app.intake.devices.columns import MOST_COLUMNS, guess
from app.model.identifiers import IdentifierKind, identify

_CHECKED = frozenset({IdentifierKind.IMEI, IdentifierKind.MEID, IdentifierKind.MAC})
"""Kinds whose form alone tells them from any word."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")


def names_device(cells: Sequence[str]) -> bool:
    """Whether a row holds a valid IMEI, MEID or MAC, as no heading does."""
    found = (identify(cell) for cell in cells[:MOST_COLUMNS])
    return any(one.valid and one.kind in _CHECKED for one in found)


def is_data(cells: Sequence[str], below: Sequence[Sequence[str]], *, sure: bool) -> bool:
    """Whether a row that stands where headings do is a device's.

    It names one, or somebody's address; or, unless it is ``sure`` that it has headings, a serial
    number stands beside what a row ``below`` has in the same column again, such as the make.
    """
    cells = cells[:MOST_COLUMNS]
    if names_device(cells) or any(_ADDRESS.fullmatch(cell.strip()) for cell in cells):
        return True
    return (
        not sure
        and any(map(_is_serial, cells))
        and any(
            cell.strip() and guess(cell) is None and cell in _column(below, place)
            for place, cell in enumerate(cells)
        )
    )


def _is_serial(cell: str) -> bool:
    return identify(cell).kind is IdentifierKind.SERIAL and guess(cell) is None


def _column(rows: Sequence[Sequence[str]], place: int) -> set[str]:
    return {row[place] for row in rows if place < len(row)}


def lost_row() -> str:
    """Say of a row that stands where headings do, or above them, what to do about it."""
    return _(
        "It holds a device and stands where the headings should. Put a row of headings above it in "
        "the file, and import the file again."
    )


def no_headings() -> KnownError:
    """Return the error for a table that begins with a device; no value of it is told."""
    return KnownError(
        "no_headings",
        _("The file has no headings: its first row is a device already."),
        _(
            "Nothing was imported. Put a row of headings above it in the file, such as Serial "
            "number, Make, Model and Owner, and import the file again."
        ),
    )
