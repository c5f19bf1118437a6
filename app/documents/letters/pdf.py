"""A letter as a PDF on A4, in fonts that travel with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from app.documents.letters.compose import long_day
from app.documents.pdf import finish, open_pdf
from app.documents.typeset import Fonts
from app.model.letter import Letter
from app.policy import Policy

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 25  # millimetres
_WIDTH, _BOTTOM = 210 - 2 * _MARGIN, 297 - _MARGIN
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
        breaks=False,
    )
    sheet = _Sheet(pdf)
    sheet.paragraph(policy.document.controller, bold=True)
    sheet.paragraph(policy.contact.privacy)
    sheet.gap(2)
    sheet.paragraph("\n".join(line for line in (letter.to_name, letter.to_address) if line))
    sheet.gap()
    sheet.paragraph(long_day(written_on, letter.language))
    sheet.gap()
    sheet.paragraph(letter.subject, bold=True)
    sheet.gap()
    sheet.paragraph(letter.text)
    return finish(pdf)


class _Sheet:
    """Puts lines below each other, on as many pages as they take."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf, self._fonts = pdf, Fonts()
        self._fonts.take(pdf)
        self._turn()

    def _turn(self) -> None:
        self._pdf.add_page()
        self._y = float(_MARGIN)

    def gap(self, lines: int = 1) -> None:
        """Leave some lines empty."""
        self._y += lines * _LINE

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Put a text of any length."""
        for line in self._fonts.broken(text, _WIDTH, _POINTS, bold=bold):
            if self._y + _LINE > _BOTTOM:
                self._turn()
            place = (float(_MARGIN), self._y + _LINE * 0.7)
            self._fonts.write(self._pdf, place, line, _POINTS, bold=bold)
            self._y += _LINE
