"""Labels to stick on devices: a QR code that a scanner reads back, and text for people.

Nothing of the owner stands on a label: whoever finds the device learns no name from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.model.device import DeviceRow
from app.model.identifiers import Identifier, IdentifierKind

_ORDER = (
    IdentifierKind.ASSET_TAG,
    IdentifierKind.SERIAL,
    IdentifierKind.IMEI,
    IdentifierKind.MEID,
    IdentifierKind.MAC,
    IdentifierKind.IMEISV,
)
"""What a label leads back by, the best first."""
_LONGEST = 80  # characters of a line; a label is small


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    code: str
    """What the QR code holds: an identifier as the find field and the scanner know it."""
    title: str
    """The identifier that the code holds, as people read it."""
    lines: tuple[str, ...]
    """Make and model, then further identifiers."""


def label_of(row: DeviceRow, identifiers: Sequence[Identifier]) -> Label | None:
    """Return a device's label; None where no identifier would lead back to it."""
    usable = sorted(
        (
            i
            for i in identifiers
            if i.matchable and i.kind in _ORDER and len(i.canonical) <= _LONGEST
        ),
        key=lambda identifier: _ORDER.index(identifier.kind),
    )
    if not usable:
        return None
    first = usable[0]
    made = " ".join(f"{row.manufacturer} {row.model}".split()) or " ".join(row.name.split())
    others = [f"{_SHORT[one.kind]} {one.canonical}" for one in usable[1:3]]
    lines = tuple(line[:_LONGEST] for line in (made, *others) if line)
    return Label(first.canonical, first.canonical, lines)


_SHORT = {
    IdentifierKind.ASSET_TAG: "",
    IdentifierKind.SERIAL: "S/N",
    IdentifierKind.IMEI: "IMEI",
    IdentifierKind.IMEISV: "IMEISV",
    IdentifierKind.MEID: "MEID",
    IdentifierKind.MAC: "MAC",
}


def qr_modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """Return the squares of a QR code, True for a dark one, without the quiet zone around it.

    Error correction is level M or better: a scratched label still reads.
    """
    # Needed when a label is first shown, and not before.
    import segno  # noqa: PLC0415

    made = segno.make(code, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)


class Sheet(StrEnum):
    """What labels are printed on."""

    SINGLE = "single"
    """A label printer's roll: one label a page."""
    A4 = "a4"
    """A sheet of 24."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where labels go, in millimetres."""

    page_width: float
    page_height: float
    columns: int
    rows: int
    label_width: float
    label_height: float
    left: float
    """Of the first label from the edge of the page."""
    top: float

    @property
    def on_page(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    def place(self, number: int) -> tuple[float, float]:
        """Return (x, y) of the corner of the ``number``-th label of a page, from 0."""
        row, column = divmod(number % self.on_page, self.columns)
        return self.left + column * self.label_width, self.top + row * self.label_height


LAYOUTS = {
    Sheet.SINGLE: Layout(62, 29, 1, 1, 62, 29, 0, 0),
    Sheet.A4: Layout(210, 297, 3, 8, 70, 37, 0, 0.5),
}


def pages(labels: Sequence[Label], layout: Layout, skip: int = 0) -> list[list[tuple[int, Label]]]:
    """Return, for each page, the labels with their numbers on it; ``skip`` places are used up."""
    found: list[list[tuple[int, Label]]] = []
    for number, label in enumerate(labels, start=max(0, skip)):
        page, place = divmod(number, layout.on_page)
        while len(found) <= page:
            found.append([])
        found[page].append((place, label))
    return found
