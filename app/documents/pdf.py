"""What every PDF of this program begins and ends with: A4, and fonts that travel with it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
FALLBACKS = {
    "Droid Sans Fallback": "DroidSansFallback.ttf",  # Chinese, Japanese, Korean
    "Noto Sans Ethiopic": "NotoSansEthiopic-Regular.ttf",
    "Noto Sans Thai": "NotoSansThai-Regular.ttf",
}
"""Fonts for what the first lacks, by family: none has a bold face."""
EMOJI = "Noto Emoji"
PICTURES = range(0x1F000, 0x1FB00)
"""Where emoji stand that may be one picture with their neighbours; some more stand elsewhere."""
SHAPED = {
    "Noto Sans Devanagari": ("NotoSansDevanagari-Regular.ttf", range(0x0900, 0x0980)),
    "Noto Sans Bengali": ("NotoSansBengali-Regular.ttf", range(0x0980, 0x0A00)),
    "Noto Sans Gurmukhi": ("NotoSansGurmukhi-Regular.ttf", range(0x0A00, 0x0A80)),
    "Noto Sans Gujarati": ("NotoSansGujarati-Regular.ttf", range(0x0A80, 0x0B00)),
    "Noto Sans Oriya": ("NotoSansOriya-Regular.ttf", range(0x0B00, 0x0B80)),
    "Noto Sans Tamil": ("NotoSansTamil-Regular.ttf", range(0x0B80, 0x0C00)),
    "Noto Sans Telugu": ("NotoSansTelugu-Regular.ttf", range(0x0C00, 0x0C80)),
    "Noto Sans Kannada": ("NotoSansKannada-Regular.ttf", range(0x0C80, 0x0D00)),
    "Noto Sans Malayalam": ("NotoSansMalayalam-Regular.ttf", range(0x0D00, 0x0D80)),
    "Noto Sans Sinhala": ("NotoSansSinhala-Regular.ttf", range(0x0D80, 0x0E00)),
    "Noto Sans Lao": ("NotoSansLao-Regular.ttf", range(0x0E80, 0x0F00)),
    "Noto Sans Myanmar": ("NotoSansMyanmar-Regular.ttf", range(0x1000, 0x10A0)),
    "Noto Sans Khmer": ("NotoSansKhmer-Regular.ttf", range(0x1780, 0x1800)),
    EMOJI: ("NotoEmoji-Regular.ttf", PICTURES),
}
"""Fonts of scripts whose letters change with their neighbours, by family: file and block."""


def open_pdf(
    *, title: str, author: str, language: str, made_at: datetime, margin: float, breaks: bool
) -> FPDF:
    """Return a document without a page yet; ``margin`` is in millimetres.

    With ``breaks`` a text that does not fit goes on to the next page by itself. The moment is part
    of the document, so that the same contents give the same bytes.
    """
    # Imported at first use: it loads the font engine, which takes its time.
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    pdf.set_margins(margin, margin, margin)
    pdf.set_auto_page_break(auto=breaks, margin=margin)
    with as_file(files("resources") / "fonts") as fonts:
        pdf.add_font(FONT, "", fonts / "DejaVuSans.ttf")
        pdf.add_font(FONT, "B", fonts / "DejaVuSans-Bold.ttf")
    pdf.set_lang(language)
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_creation_date(made_at)
    return pdf


def add_fallback(pdf: FPDF, family: str) -> None:
    """Let a document write in a further font, once it needs to."""
    if family.lower() not in pdf.fonts:
        with as_file(files("resources") / "fonts") as fonts:
            pdf.add_font(family, "", fonts / _file_of(family))


@cache
def fallback_for(char: str) -> str | None:
    """Return the family of the fallback that has a character; None where none has."""
    code = ord(char)
    families = [family for family, (_file, block) in SHAPED.items() if code in block]
    asked = families or [*FALLBACKS, EMOJI]
    return next((family for family in asked if code in _widths(family)), None)


def fallback_width(char: str) -> float:
    """Return how wide a character is in its fallback, in thousandths of the font's size."""
    family = fallback_for(char)
    return 0.0 if family is None else _widths(family)[ord(char)]


@cache
def _widths(family: str) -> dict[int, float]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - see above

    with as_file(files("resources") / "fonts" / _file_of(family)) as path, TTFont(path) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[name][0] * 1000 / em for code, name in font.getBestCmap().items()}


def _file_of(family: str) -> str:
    return FALLBACKS[family] if family in FALLBACKS else SHAPED[family][0]


def finish(pdf: FPDF) -> bytes:
    """Return the document's bytes and let it go."""
    try:
        return bytes(pdf.output())
    finally:
        let_go(pdf)


def let_go(pdf: FPDF) -> None:
    """Close the fonts' files, which the library leaves open. Safe to call twice."""
    for font in pdf.fonts.values():
        ttfont = getattr(font, "ttfont", None)
        if ttfont is not None:
            ttfont.close()
