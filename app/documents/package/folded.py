"""Texts in a plain form to look in, with the way back to where each character stood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")


class _Plain(dict[int, str]):
    """What each character folds to, worked out at first sight."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.category(char) == "Cf":
            plain = ""
        else:
            decomposed = unicodedata.normalize("NFKD", char)
            plain = "".join(c for c in decomposed if not unicodedata.combining(c))
        self[code] = plain
        return plain


_PLAIN = _Plain()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text and where it stands there."""

    text: str
    """As folded, with its capitals."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without accents, zero-width and bidirectional characters or full-width forms.

    So a value is found however it is spelt: composed or not, or with something invisible inside.
    """

    original: str
    text: str
    places: Sequence[int] | None
    """Where each character of ``text`` stands in ``original``; None where they are the same."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of ``text`` stands in ``original``."""
        if self.places is None:
            return start, end
        # What follows and folds to nothing - an accent, a zero-width joint - goes along.
        last = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], last

    def spelt(self, word: Word) -> str:
        """Return a word as it was written, accents composed and without what is invisible."""
        if self.original is self.text:  # plain already
            return self.text[word.start : word.end]
        start, end = self.place(word.start, word.end)
        visible = (c for c in self.original[start:end] if unicodedata.category(c) != "Cf")
        return unicodedata.normalize("NFC", "".join(visible))

    def words(self) -> Iterator[Word]:
        """Yield the words: runs of letters and digits."""
        for match in _WORD.finditer(self.text):
            yield Word(match[0], match.start(), match.end())


def fold(text: str) -> Folded:
    """Return ``text`` folded."""
    if text.isascii():
        return Folded(text, text, None)
    if all(len(_PLAIN[ord(char)]) == 1 for char in set(text)):
        return Folded(text, text.translate(_PLAIN), None)
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = _PLAIN[ord(char)]
        pieces.append(plain)
        places.extend([place] * len(plain))
    return Folded(text, "".join(pieces), places)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name, folded and without regard to capitals."""
    return tuple(word.text.casefold() for word in fold(text).words())
