"""Texts in a PDF: broken into lines, and each character in a font that has it.

Lines are broken here: the library's own way takes many times as long. What no font has is written
out, ``[U+6F22 name of it]``, and so is every character that is not seen and could hide something.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.pdf import (
    FONT,
    PICTURES,
    SHAPED,
    add_fallback,
    fallback_for,
    fallback_width,
)
from app.documents.scripts import in_view, joined

if TYPE_CHECKING:
    from fpdf import FPDF

_TAB = " " * 4
_CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
_BLOCKS = "".join(f"{chr(block[0])}-{chr(block[-1])}" for _file, block in SHAPED.values())
_SIGNS = "\u2600-\u27bf\u2b1b-\u2b55"  # emoji from before there were any
_AS_PICTURE = "\ufe0f"
_JOINED = re.compile(
    f"(?:(?<=[{_BLOCKS}])|(?<=[{_BLOCKS}{_SIGNS}]{_AS_PICTURE}))([{_JOINERS}])"
    f"(?=[{_BLOCKS}{_SIGNS}])"
)
"""A joiner that says how two letters or emoji stand together; any other hides."""
_CLINGING = f"{_JOINERS}\ufe0e{_AS_PICTURE}"
"""What goes with the character before it, whose font it is drawn in."""
_SPELLING = "".join(map(chr, range(0x20, 0x7F))) + "\u00d7"
"""The characters in which another is written out."""
_REPEATED = re.compile(r"(.)\1{3,}")
_MM = 25.4 / 72
"""Millimetres in a point."""


class Fonts:
    """How wide each character is, and what is shown for one that the font does not have."""

    def __init__(self) -> None:
        self._fonts: dict[bool, Any] = {}
        self._widths: dict[bool, dict[str, float]] = {False: {}, True: {}}
        self._others: dict[bool, set[str]] = {False: set(), True: set()}
        """Characters that another font has."""

    def take(self, pdf: FPDF) -> None:
        """Measure by the fonts of this document."""
        self._fonts = {False: pdf.fonts["dejavu"], True: pdf.fonts["dejavuB"]}

    def write(
        self, pdf: FPDF, place: tuple[float, float], line: str, size: float, *, bold: bool
    ) -> None:
        """Put a line that :meth:`broken` gave at (left, baseline), in millimetres."""
        (left, baseline), style = place, "B" if bold else ""
        pdf.set_font(FONT, style, size)
        for family, text in self._runs(in_view(line), bold=bold):
            if family == FONT:
                pdf.text(left, baseline, text)
                left += self._width(text, size, bold=bold)
                continue
            add_fallback(pdf, family)
            pdf.set_font(family, "", size)
            if family in SHAPED:
                left += _put_shaped(pdf, left, baseline, text)
            else:
                pdf.text(left, baseline, text)
                left += self._width(text, size, bold=bold)
            pdf.set_font(FONT, style, size)

    def _width(self, text: str, size: float, *, bold: bool) -> float:
        widths = self._widths[bold]
        return sum(widths[char] for char in text) * size * _MM / 1000

    def _runs(self, line: str, *, bold: bool) -> Iterator[tuple[str, str]]:
        """Yield a line in parts that are each written in one font, with its family."""
        others = self._others[bold]
        if not others or others.isdisjoint(line):
            if line:
                yield FONT, line
            return
        family = FONT

        def family_of(char: str) -> str:
            nonlocal family
            if char not in _CLINGING:
                family = (fallback_for(char) or FONT) if char in others else FONT
            return family

        for one, chars in groupby(line, family_of):
            yield one, "".join(chars)

    def broken(self, text: str, width: float, size: float, *, bold: bool) -> list[str]:
        """Return ``text`` in lines that fit ``width`` millimetres, broken at spaces if it can."""
        most = width / (size * _MM / 1000)  # in thousandths of the font's size
        lines: list[str] = []
        for paragraph in self._shown(joined(text), bold=bold).split("\n"):
            self._break(paragraph, most, bold, lines)
        return lines

    def _break(self, text: str, most: float, bold: bool, lines: list[str]) -> None:
        begun, used, space, after_space = 0, 0.0, -1, 0.0
        widths = self._widths[bold]
        for place, char in enumerate(text):
            wide = widths[char]
            if char == " ":
                space, after_space = place, used + wide
            if used + wide > most and place > begun and not _hangs_on(char):
                if space >= begun:
                    lines.append(text[begun:space])
                    begun, used = space + 1, used - after_space
                else:
                    lines.append(text[begun:place])
                    begun, used = place, 0.0
                space = -1
            used += wide
        lines.append(text[begun:])

    def _shown(self, text: str, *, bold: bool) -> str:
        """Return ``text`` with each character that cannot be shown written out, ``[U+6F22]``."""
        widths = self._widths[bold]
        for char in set(text) - widths.keys() - {"\n", "\t"}:
            if self._has(char, bold):
                widths[char] = self._fonts[bold].get_text_width(char, 1000, None)[1]
            elif unicodedata.category(char) not in _CONTROLS and fallback_for(char):
                widths[char] = fallback_width(char)
                self._others[bold].add(char)
        missing = {char for char in set(text) if char not in widths and char != "\n"}
        missing.update(char for char in _JOINERS if char in text)
        if not missing:
            return text
        for char in _SPELLING:
            if char not in widths:
                widths[char] = self._fonts[bold].get_text_width(char, 1000, None)[1]
        if missing.isdisjoint(_JOINERS):
            return _written_out(text, missing)
        widths.update(dict.fromkeys(_JOINERS, 0.0))
        parts = _JOINED.split(text)  # every second one is a joiner between two letters
        return "".join(p if n % 2 else _written_out(p, missing) for n, p in enumerate(parts))

    def _has(self, char: str, bold: bool) -> bool:
        if unicodedata.category(char) in _CONTROLS or ord(char) in PICTURES:
            return False
        return ord(char) in self._fonts[bold].cmap


def _written_out(text: str, missing: set[str]) -> str:
    """Return ``text`` with each of these characters by its code and name, many of one once."""
    written = {ord(char): _spelt(char) for char in missing} | {ord("\t"): _TAB}

    def many(match: re.Match[str]) -> str:
        char, count = match[1], len(match[0])
        return f"{_spelt(char)[:-1]} \u00d7 {count}]" if char in missing - {"\t"} else match[0]

    return _REPEATED.sub(many, text).translate(written)


def _spelt(char: str) -> str:
    name = unicodedata.name(char, "").lower()
    return f"[U+{ord(char):04X} {name}]" if name else f"[U+{ord(char):04X}]"


def _hangs_on(char: str) -> bool:
    """Whether a character is drawn onto the one before it, from which it is not parted."""
    return not char.isascii() and (char in _JOINERS or unicodedata.category(char)[0] == "M")


def _put_shaped(pdf: FPDF, left: float, baseline: float, text: str) -> float:
    """Put letters in the form that their neighbours ask for; return how wide they are."""
    pdf.set_text_shaping(use_shaping_engine=True)
    try:
        wide = float(pdf.get_string_width(text))
        height = pdf.font_size
        pdf.c_margin = 0
        pdf.set_xy(left, baseline - 0.8 * height)  # where the library puts the line in its cell
        pdf.cell(w=wide, h=height, text=text)
    finally:
        pdf.set_text_shaping(use_shaping_engine=False)
    return wide
