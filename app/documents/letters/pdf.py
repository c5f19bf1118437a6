"""A letter as a PDF on A4, in a font that travels with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from app.model.letter import Letter
from app.policy import Policy

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 25  # millimetres
_LINE = 5.6
_POINTS = 10.5


def to_pdf(letter: Letter, policy: Policy, written_on: date) -> bytes:
    """Return the PDF's bytes; the day is part of the letter."""
    # Imported at first use: it loads the font engine, which takes its time.
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    with as_file(files("resources") / "fonts") as fonts:
        pdf.add_font("DejaVu", "", fonts / "DejaVuSans.ttf")
        pdf.add_font("DejaVu", "B", fonts / "DejaVuSans-Bold.ttf")
        pdf.set_lang(letter.language)
        pdf.set_title(letter.subject)
        pdf.set_author(policy.document.controller)
        pdf.set_creation_date(
            datetime(written_on.year, written_on.month, written_on.day, tzinfo=UTC)
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
        return bytes(pdf.output())


def _paragraph(pdf: FPDF, text: str, *, bold: bool = False) -> None:
    from fpdf.enums import XPos, YPos  # noqa: PLC0415 - loaded with the engine above

    pdf.set_font("DejaVu", "B" if bold else "", _POINTS)
    pdf.multi_cell(0, _LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
