"""A value in every way of writing it: as an expression, and as what to ask a search index."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal

from app.store import search_index

_IMEI = re.compile(r"[0-9]{14,16}")
_MAC = re.compile(r"(?:[0-9a-f]{2}:){5}(?:[0-9a-f]{2}:[0-9a-f]{2}:)?[0-9a-f]{2}", re.IGNORECASE)
_SEPARATORS = (" ", "-", ".", "/", ":", "_")
_IMEI_GROUPS: tuple[tuple[int, ...], ...] = (
    (14,),
    (2, 6, 6),
    (8, 6),
    (6, 2, 6),
    (4, 4, 4, 2),
    (3, 3, 3, 3, 2),
    (5, 5, 4),
)
_MAC_GROUPS = (2, 4, 6, 16)
_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
"""An accent is one character with its letter, or one behind it."""

_BETWEEN_WORDS = r"(?:\s|\\n|&nbsp;|<[^<>]*>)+"
"""White space, also as JSON and HTML write it, and HTML's tags."""


_JOINED_WORDS = r"[\s._/+-]*"
"""What may join the words of a name in a tag and the like, nothing too."""


class Patterns:
    """The expressions that find values in the texts of one table and another."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._made: dict[bool, re.Pattern[str]] = {}

    def __call__(self, *, joined: bool) -> re.Pattern[str]:
        """Return that of texts, or of words that staff sort by (:func:`pattern_of`)."""
        if joined not in self._made:
            self._made[joined] = pattern_of(self._values, joined=joined)
        return self._made[joined]


def pattern_of(values: Iterable[str], *, joined: bool = False) -> re.Pattern[str]:
    """Return the expression that finds each of these values, however it is written.

    With ``joined`` also a name whose words are joined as in a tag.
    """
    spellings = {
        unicodedata.normalize(form, spelling)
        for value in values
        for form in _FORMS
        for spelling in {value, html.escape(value, quote=False), _folded(value)}
    }
    between = f"(?:{_BETWEEN_WORDS}|{_JOINED_WORDS})" if joined else _BETWEEN_WORDS
    letter = r"[^\W_]" if joined else r"\w"
    alternatives = (
        _any_notation(spelling) or between.join(map(re.escape, spelling.split()))
        for spelling in sorted(spellings, key=lambda text: (-len(text), text))
    )
    either = "|".join(alternatives)
    return re.compile(rf"(?<!{letter})(?:{either})(?!{letter})", re.IGNORECASE)


def _folded(value: str) -> str:
    """Return a value as a key has it where that is more than its letters in lower case."""
    folded = value.casefold()
    return value if folded == value.lower() else folded


def _any_notation(value: str) -> str:
    """Return the expression for an IMEI or MAC however it is grouped; empty for other values.

    An IMEI is meant with its check digit, without it, and with a software version instead.
    """
    between = rf"[\s{re.escape(''.join(_SEPARATORS))}]?"
    if _IMEI.fullmatch(value):
        return between.join(value[:14]) + rf"(?:{between}[0-9]){{0,2}}"
    if _MAC.fullmatch(value):
        return between.join(value.replace(":", ""))
    return ""


def queries(value: str) -> Iterator[str]:
    """Give what to ask a search index for each way of writing a value that it tells apart."""
    if _IMEI.fullmatch(value):
        digits, groups, end = value[:14], _IMEI_GROUPS, " *"  # a check digit may follow
    elif _MAC.fullmatch(value):
        digits, end = value.replace(":", ""), ""
        groups = tuple((size,) * -(-len(digits) // size) for size in _MAC_GROUPS)
    else:
        yield from (search_index.quoted(unicodedata.normalize(form, value)) for form in _FORMS)
        return
    for sizes in groups:
        ends = list(accumulate(sizes))
        parts = [digits[at - size : at] for size, at in zip(sizes, ends, strict=True)]
        yield from (search_index.quoted(separator.join(parts)) + end for separator in _SEPARATORS)
