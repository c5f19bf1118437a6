"""The colours and sizes that everything is made of.

A colour is named by what it is for. Every pair of a text and a background that the program shows
stands in :data:`PAIRS`, and a test computes that each can be read in both palettes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Scheme(StrEnum):
    """Which palette to show."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much room things take."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Palette(NamedTuple):
    """One set of colours, each as ``#rrggbb``."""

    dark: bool
    window: str
    """Behind everything; the navigation lies on it."""
    surface: str
    """Lists, pages and cards."""
    sunken: str
    """Fields to type in, and headers."""
    hover: str
    border: str
    field_border: str
    """Around what can be typed in or pressed: seen at 3 to 1 against what lies around it."""
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    """Behind what is selected."""
    info: str
    info_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    note_soft: str
    """Behind an internal note."""
    violet: str


LIGHT = Palette(
    dark=False,
    window="#f3f5f7",
    surface="#ffffff",
    sunken="#f7f9fa",
    hover="#e9edf1",
    border="#e1e6eb",
    field_border="#7b8593",
    text="#18212c",
    muted="#566273",
    accent="#0e6786",
    accent_hover="#0a526b",
    on_accent="#ffffff",
    accent_soft="#dcedf3",
    info="#0e6786",
    info_soft="#e3f1f6",
    success="#1d6b3f",
    success_soft="#e1f3e8",
    warning="#875200",
    warning_soft="#fdf0d9",
    danger="#b3261e",
    danger_soft="#fce8e6",
    note_soft="#fff7df",
    violet="#6941a8",
)

DARK = Palette(
    dark=True,
    window="#12161b",
    surface="#1a2027",
    sunken="#151a20",
    hover="#252d37",
    border="#2a333e",
    field_border="#75859a",
    text="#e7ecf2",
    muted="#9caabb",
    accent="#62bcd9",
    accent_hover="#84cde4",
    on_accent="#06222d",
    accent_soft="#1d3b48",
    info="#7cc8e1",
    info_soft="#18313c",
    success="#7bcf9b",
    success_soft="#173225",
    warning="#e9b765",
    warning_soft="#38290f",
    danger="#ff9b92",
    danger_soft="#421d1b",
    note_soft="#332b17",
    violet="#bda2f2",
)

_BACKGROUNDS = ("window", "surface", "sunken", "hover", "accent_soft")
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, back) for text in ("text", "muted") for back in (*_BACKGROUNDS, "info_soft")),
    *(("accent", back) for back in _BACKGROUNDS),
    *((tone, f"{tone}_soft") for tone in ("info", "success", "warning", "danger")),
    *(("text", f"{tone}_soft") for tone in ("success", "warning", "danger", "note")),
    *(("muted", f"{tone}_soft") for tone in ("success", "warning", "danger", "note")),
    *(
        (tone, back)
        for tone in ("success", "warning", "danger", "violet", "info")
        for back in ("surface", "window", "sunken", "hover", "accent_soft")
    ),
    ("warning", "note_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("surface", "text"),  # what is blacked out
)
"""Each (text, background) that may meet; 4.5 to 1 at least."""

EDGES: tuple[tuple[str, str], ...] = (
    ("field_border", "surface"),
    ("field_border", "window"),
    ("field_border", "sunken"),
    ("field_border", "hover"),
    ("field_border", "accent_soft"),
    ("field_border", "note_soft"),
    *(("accent", back) for back in _BACKGROUNDS),
    *(("success", back) for back in ("surface", "hover")),  # bars of a chart
    *(("text", back) for back in _BACKGROUNDS),  # around a primary button at work
)
"""Each (line, background) that shows where a control is, or a figure; 3 to 1 at least."""


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Spacing(NamedTuple):
    """Distances in pixels that do not depend on the screen's scale."""

    unit: int
    """Between things that belong together."""
    gap: int
    """Between groups of things."""
    page: int
    """Around a page."""
    row: int
    """Added above and below the text of a row, both together."""
    field: int
    """Above and below the text of a field or button."""


SPACING = {
    Density.COMFORTABLE: Spacing(unit=8, gap=16, page=20, row=18, field=7),
    Density.COMPACT: Spacing(unit=5, gap=10, page=12, row=8, field=4),
}

SMALL = 0.92
"""Small text beside the usual one."""
BAR = 3
"""Pixels: how wide the bar before the row at work is."""
RADIUS = 7
"""Of the corners of cards, fields and buttons, in pixels."""
