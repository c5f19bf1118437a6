"""``overview.pdf``: the page once more, to print or to keep, in a font that travels with it.

The library holds a document's pages until it is written, so a long one comes in volumes of a
bounded number of pages. Lines are broken here: the library's own way takes many times as long.
"""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.package.information import Information
from app.documents.package.names import shown_name
from app.documents.package.scripts import in_view, joined
from app.documents.package.texts import printable
from app.documents.package.walk import Opened, Tally, Walk
from app.documents.pdf import (
    FONT,
    add_fallback,
    fallback_for,
    fallback_width,
    finish,
    let_go,
    open_pdf,
)
from app.model.package import PackageSubject

if TYPE_CHECKING:
    from fpdf import FPDF

PAGES = 200
"""Of one volume."""
_MARGIN = 18.0  # millimetres
_TOP, _BOTTOM = 18.0, 279.0
_WIDTH = 210 - 2 * _MARGIN
_LINE_OF_POINT = 0.5  # millimetres of height for each point of size
_BODY, _SMALL = 9.5, 8.0
_HEADINGS = (18.0, 14.0, 11.5, 10.5, 10.0)
_STEP = 4.0  # millimetres that what belongs to another record stands in
_DEEPEST = 4
_TAB = " " * 4
_CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


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
        yield from _written(book, title, subject, information, walk, tally, made_at)
    finally:
        book.let_go()


def _written(  # noqa: PLR0917 - what the whole of it is made from
    book: _Book,
    title: str,
    subject: PackageSubject,
    information: Information,
    walk: Walk,
    tally: Tally,
    made_at: int,
) -> Iterator[bytes]:
    texts = information.texts
    book.heading(title, 0)
    book.pair(texts("made_for"), printable(subject.name))
    for email in subject.emails:
        book.pair("E-mail", printable(email))
    book.pair(texts("made_on"), texts.moment(made_at))
    period = texts.days(subject.days)
    if period:
        book.pair(texts("period"), period)
    book.gap()
    book.paragraph(texts("intro"))
    if period:
        book.paragraph(texts("period_note"))
    book.heading(texts("summary"), 1)
    for line in information.categories(tally.categories):
        book.heading(f"{line.label} ({line.count})", 2)
        book.paragraph(line.description)
        for label, values in (("purposes", line.purposes), ("retention", line.retention)):
            if values:
                book.pair(texts(label), "; ".join(values))
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
            book.paragraph(texts("no_records"))
    book.heading(texts("about"), 1)
    for heading, text in information.paragraphs():
        book.heading(heading, 2)
        book.paragraph(text)
    book.gap()
    for text in (texts("others"), texts("times"), *information.policy_lines()):
        book.paragraph(text, size=_SMALL)
    yield book.close()


def _record(book: _Book, step: Opened, information: Information) -> None:
    texts = information.texts
    indent = _STEP * (min(step.depth, _DEEPEST) - 1)
    book.heading(printable(step.record.title), min(step.depth + 1, _DEEPEST), indent)
    for field in step.record.fields:
        if text := texts.value(field):
            book.pair(printable(field.label), text, indent)
    for attachment in step.attachments:
        about = f"{shown_name(attachment.file.name)} ({texts.size(attachment.file.size)})"
        book.pair(texts("attachments"), f"{about}, {attachment.path}", indent)


class _Book:
    """Puts lines on pages, and a document around them, one volume after the other."""

    def __init__(self, information: Information, title: str, made_at: int) -> None:
        self._information = information
        self._title = title
        self._made_at = made_at
        self._fonts = _Fonts()
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
        """Put a label and its value."""
        self.paragraph(f"{label}: {text}", indent)

    def paragraph(self, text: str, indent: float = 0, size: float = _BODY) -> None:
        """Put a text of any length."""
        self._put(self._lines(text, indent, size, bold=False), indent, size, bold=False)

    def gap(self, height: float = 3.0) -> None:
        """Leave some room, in millimetres."""
        self._y += height

    def _open(self) -> FPDF:
        document, language = self._information.policy.document, self._information.texts.language
        pdf = open_pdf(
            title=self._title,
            author=document.controller,
            language=language,
            made_at=datetime.fromtimestamp(self._made_at, UTC),
            margin=_MARGIN,
            breaks=False,
        )
        self._fonts.take(pdf)
        pdf.add_page()
        return pdf

    def _lines(self, text: str, indent: float, size: float, *, bold: bool) -> list[str]:
        return self._fonts.broken(text, _WIDTH - indent, size, bold=bold)

    def _put(self, lines: list[str], indent: float, size: float, *, bold: bool) -> None:
        height = size * _LINE_OF_POINT
        style = "B" if bold else ""
        self._pdf.set_font(FONT, style, size)
        for line in lines:
            self._room(height)
            left = _MARGIN + indent
            for family, text in self._fonts.runs(in_view(line), bold=bold):
                if family == FONT:
                    self._pdf.text(left, self._y + height * 0.75, text)
                else:
                    add_fallback(self._pdf, family)
                    self._pdf.set_font(family, "", size)
                    self._pdf.text(left, self._y + height * 0.75, text)
                    self._pdf.set_font(FONT, style, size)
                left += self._fonts.width(text, size, bold=bold)
            self._y += height

    def _room(self, height: float) -> None:
        """Begin a page where less than this height is left."""
        if self._y + height > _BOTTOM:
            self._pdf.add_page()
            self._y = _TOP


class _Fonts:
    """How wide each character is, and what is shown for one that the font does not have."""

    def __init__(self) -> None:
        self._fonts: dict[bool, Any] = {}
        self._widths: dict[bool, dict[str, float]] = {False: {}, True: {}}
        self._others: dict[bool, set[str]] = {False: set(), True: set()}
        """Characters that another font has."""

    def take(self, pdf: FPDF) -> None:
        """Measure by the fonts of this document."""
        self._fonts = {False: pdf.fonts["dejavu"], True: pdf.fonts["dejavuB"]}

    def width(self, text: str, size: float, *, bold: bool) -> float:
        """Return how wide a text is that is shown, in millimetres."""
        widths = self._widths[bold]
        return sum(widths[char] for char in text) * size * 25.4 / 72 / 1000

    def runs(self, line: str, *, bold: bool) -> Iterator[tuple[str, str]]:
        """Yield a line in parts that are each written in one font, with its family."""
        others = self._others[bold]
        if not others or others.isdisjoint(line):
            if line:
                yield FONT, line
            return
        for family, chars in groupby(line, lambda char: self._family(char, bold)):
            yield family, "".join(chars)

    def _family(self, char: str, bold: bool) -> str:
        return (fallback_for(char) or FONT) if char in self._others[bold] else FONT

    def broken(self, text: str, width: float, size: float, *, bold: bool) -> list[str]:
        """Return ``text`` in lines that fit ``width`` millimetres, broken at spaces if it can."""
        most = width / (size * 25.4 / 72 / 1000)  # in thousandths of the font's size
        lines: list[str] = []
        for paragraph in self.shown(joined(text), bold=bold).split("\n"):
            self._break(paragraph, most, bold, lines)
        return lines

    def _break(self, text: str, most: float, bold: bool, lines: list[str]) -> None:
        begun, used, space, after_space = 0, 0.0, -1, 0.0
        widths = self._widths[bold]
        for place, char in enumerate(text):
            wide = widths[char]
            if char == " ":
                space, after_space = place, used + wide
            if used + wide > most and place > begun:
                if space >= begun:
                    lines.append(text[begun:space])
                    begun, used = space + 1, used - after_space
                else:
                    lines.append(text[begun:place])
                    begun, used = place, 0.0
                space = -1
            used += wide
        lines.append(text[begun:])

    def shown(self, text: str, *, bold: bool) -> str:
        """Return ``text`` with each character that cannot be shown written out, ``[U+6F22]``."""
        widths = self._widths[bold]
        for char in set(text) - widths.keys() - {"\n", "\t"}:
            if self._has(char, bold):
                widths[char] = self._fonts[bold].get_text_width(char, 1000, None)[1]
            elif unicodedata.category(char) not in _CONTROLS and fallback_for(char):
                widths[char] = fallback_width(char)
                self._others[bold].add(char)
        for char in "[]+U0123456789ABCDEF ":
            if char not in widths:
                widths[char] = self._fonts[bold].get_text_width(char, 1000, None)[1]
        missing = {char for char in set(text) if char not in widths and char != "\n"}
        if not missing:
            return text
        written = {ord(char): f"[U+{ord(char):04X}]" for char in missing} | {ord("\t"): _TAB}
        return text.translate(written)

    def _has(self, char: str, bold: bool) -> bool:
        category = unicodedata.category(char)
        return category not in _CONTROLS and ord(char) in self._fonts[bold].cmap
