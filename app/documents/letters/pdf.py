"""A letter as a PDF on A4, in a font that travels with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from app.documents.pdf import FONT, finish, open_pdf
from app.model.letter import Letter
from app.policy import Policy

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 25  # millimetres
_LINE = 5.6
_POINTS = 10.5


def to_pdf(letter: Letter, policy: Policy, written_on: date) -> bytes:
    """Return the PDF's bytes; the day is part of the letter."""
    pdf = open_pdf(
        title=letter.subject,
        author=policy.document.controller,
        language=letter.language,
        made_at=datetime(written_on.year, written_on.month, written_on.day, tzinfo=UTC),
        margin=_MARGIN,
        breaks=True,
    )
    pdf.add_page()
    _paragraph(pdf, policy.document.controller, bold=True)
    _paragraph(pdf, policy.contact.privacy)
    pdf.ln(2 * _LINE)
    _paragraph(pdf, "\n".join(line for line in (letter.to_name, letter.to_address) if line))
    pdf.ln(_LINE)
    _paragraph(pdf, written_on.isoformat())
    pdf.ln(_LINE)
    _paragraph(pdf, letter.subject, bold=True)
    pdf.ln(_LINE)
    _paragraph(pdf, letter.text)
    return finish(pdf)


def _paragraph(pdf: FPDF, text: str, *, bold: bool = False) -> None:
    from fpdf.enums import XPos, YPos  # noqa: PLC0415 - loaded with the engine above

    pdf.set_font(FONT, "B" if bold else "", _POINTS)
    pdf.multi_cell(0, _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
