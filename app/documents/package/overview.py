"""``overview.pdf``: the page once more, to print or to keep, in a font that travels with it.

The library holds a document's pages until it is written, so a long one comes in volumes of a
bounded number of pages. Lines are broken here: the library's own way takes many times as long.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.documents.package.information import Information
from app.documents.package.names import shown_name
from app.documents.package.texts import printable
from app.documents.package.walk import Opened, Tally, Walk
from app.documents.pdf import FONT, finish, let_go, open_pdf
from app.documents.typeset import Fonts
from app.model.package import PackageSubject

if TYPE_CHECKING:
    from fpdf import FPDF

PAGES = 200
"""Of one volume."""
_MARGIN = 18.0  # millimetres
_TOP, _BOTTOM, _FOOT = 18.0, 279.0, 287.0
_WIDTH = 210 - 2 * _MARGIN
_LINE_OF_POINT = 0.5  # millimetres of height for each point of size
_BODY, _SMALL = 9.5, 8.0
_HEADINGS = (18.0, 14.0, 11.5, 10.5, 10.0)
_STEP = 4.0  # millimetres that what belongs to another record stands in
_DEEPEST = 4


def volume_name(number: int) -> str:
    """Return what the ``number``-th volume is called, from 1."""
    return "overview.pdf" if number == 1 else f"overview-{number}.pdf"


def volumes(
    subject: PackageSubject, information: Information, walk: Walk, tally: Tally, made_at: int
) -> Iterator[bytes]:
    """Yield each volume's bytes; ``tally`` holds what an earlier pass counted."""
    texts = information.texts
    title = texts("title", controller=information.policy.document.controller)
    book = _Book(information, title, made_at)
    try:
        yield from _written(book, subject, information, walk, tally)
    finally:
        book.let_go()


def _written(
    book: _Book,
    subject: PackageSubject,
    information: Information,
    walk: Walk,
    tally: Tally,
) -> Iterator[bytes]:
    texts = information.texts
    _begin(book, subject, information, tally)
    for section, steps in walk:
        yield from book.full()
        book.heading(printable(section.title), 1)
        empty = True
        for step in steps:
            if isinstance(step, Opened):
                empty = False
                _record(book, step, information)
                yield from book.full()
        if empty:
            book.paragraph(information.nothing_in(section, tally.tables))
    book.heading(texts("about"), 1)
    for heading, text in information.paragraphs():
        book.heading(heading, 2)
        book.paragraph(text)
    book.gap()
    for text in (texts("others"), texts("times"), *information.policy_lines()):
        book.paragraph(text, size=_SMALL)
    yield book.close()


def _begin(book: _Book, subject: PackageSubject, information: Information, tally: Tally) -> None:
    """Put what stands before the data: whose it is, and the categories of it."""
    texts = information.texts
    book.heading(book.title, 0)
    book.pair(texts("made_for"), printable(subject.name))
    for email in subject.emails:
        book.pair("E-mail", printable(email))
    book.pair(texts("made_on"), texts.moment(book.made_at))
    period = texts.days(subject.days)
    if period:
        book.pair(texts("period"), period)
    book.gap()
    book.paragraph(texts("intro"))
    if period:
        book.paragraph(texts("period_note"))
    if told := information.withheld(tally.withheld):
        book.paragraph(told)
    book.heading(texts("summary"), 1)
    for line in information.categories(tally.categories):
        book.heading(f"{line.label} ({line.count})", 2)
        book.paragraph(line.description)
        for label, values in (("purposes", line.purposes), ("retention", line.retention)):
            if values:
                book.pair(texts(label), "; ".join(values))


def _record(book: _Book, step: Opened, information: Information) -> None:
    texts = information.texts
    indent = _STEP * (min(step.depth, _DEEPEST) - 1)
    book.heading(printable(step.record.title), min(step.depth + 1, _DEEPEST), indent)
    for field in step.record.fields:
        if text := texts.value(field):
            book.pair(printable(field.label), text, indent)
    for attachment in step.attachments:
        about = f"{shown_name(attachment.file.name)} ({texts.size(attachment.file.size)})"
        where = attachment.path or information.not_given(attachment.file)
        book.pair(texts("attachments"), f"{about}, {where}", indent)


class _Book:
    """Puts lines on pages, and a document around them, one volume after the other."""

    def __init__(self, information: Information, title: str, made_at: int) -> None:
        self._information = information
        self.title = title
        self.made_at = made_at
        self._fonts = Fonts()
        self._pdf, self._level = self._open(), -1
        self._y = _TOP

    def full(self) -> Iterator[bytes]:
        """Yield the volume where it has its pages, and begin the next."""
        if self._pdf.page >= PAGES:
            yield self.close()
            self._pdf, self._level, self._y = self._open(), -1, _TOP
            gc.collect()  # the library's documents and fonts refer to each other in circles

    def close(self) -> bytes:
        """Return the volume's bytes."""
        return finish(self._pdf)

    def let_go(self) -> None:
        """Let a volume go that was not finished."""
        let_go(self._pdf)

    def heading(self, text: str, level: int, indent: float = 0) -> None:
        """Put a heading with its bookmark; ``level`` 0 is the title."""
        size = _HEADINGS[level]
        self.gap(size / 4)
        lines = self._lines(text, indent, size, bold=True)
        self._room(size * _LINE_OF_POINT * (len(lines) + 2) if level else 0)
        self._level = min(level, self._level + 1)  # a volume begins anywhere, bookmarks at the top
        first = lines[0].strip()
        if first:
            self._pdf.set_y(self._y)
            self._pdf.start_section(first, self._level)
        self._put(lines, indent, size, bold=True)
        self.gap(size / 12)

    def pair(self, label: str, text: str, indent: float = 0) -> None:
        """Put a label and its value; a value of several lines begins on its own."""
        between = "\n" if "\n" in text else " "
        self.paragraph(f"{label}:{between}{text}", indent)

    def paragraph(self, text: str, indent: float = 0, size: float = _BODY) -> None:
        """Put a text of any length."""
        self._put(self._lines(text, indent, size, bold=False), indent, size, bold=False)

    def gap(self, height: float = 3.0) -> None:
        """Leave some room, in millimetres."""
        self._y += height

    def _open(self) -> FPDF:
        document, language = self._information.policy.document, self._information.texts.language
        pdf = open_pdf(
            title=self.title,
            author=document.controller,
            language=language,
            made_at=datetime.fromtimestamp(self.made_at, UTC),
            margin=_MARGIN,
            breaks=False,
        )
        self._fonts.take(pdf)
        self._turn(pdf)
        return pdf

    def _lines(self, text: str, indent: float, size: float, *, bold: bool) -> list[str]:
        return self._fonts.broken(text, _WIDTH - indent, size, bold=bold)

    def _put(self, lines: list[str], indent: float, size: float, *, bold: bool) -> None:
        height = size * _LINE_OF_POINT
        for line in lines:
            self._room(height)
            place = (_MARGIN + indent, self._y + height * 0.75)
            self._fonts.write(self._pdf, place, line, size, bold=bold)
            self._y += height

    def _room(self, height: float) -> None:
        """Begin a page where less than this height is left."""
        if self._y + height > _BOTTOM:
            self._turn(self._pdf)
            self._y = _TOP

    @staticmethod
    def _turn(pdf: FPDF) -> None:
        """Begin a page, with its number at the foot: printed ones get mixed up."""
        pdf.add_page()
        pdf.set_font(FONT, "", _SMALL)
        pdf.text(210 - _MARGIN, _FOOT, str(pdf.page))
