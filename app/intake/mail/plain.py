"""Text from outside made safe to show: no control characters, no reordering tricks."""

from __future__ import annotations

import re

from app.intake.mail.limits import MAX_LINE_CHARS

# Overrides, embeddings and isolates reorder what stands around them; the plain marks LRM and RLM
# (200E, 200F) belong to honest Hebrew and Arabic text and stay.
_REORDERING = "\u202a-\u202e\u2066-\u2069"
_UNSHOWABLE = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f{_REORDERING}\ufeff]")
_BREAKS = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")
_NOT_ON_ONE_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f{_REORDERING}\u200e\u200f\u2028\u2029\ufeff]+")
_SPACES = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return text of many lines, broken by line feeds alone, with nothing unshowable."""
    text = _UNSHOWABLE.sub("", _BREAKS.sub("\n", text))
    return _SURROGATE.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """Return text as one line of at most :data:`MAX_LINE_CHARS`, without controls."""
    return one_line(text[: 4 * MAX_LINE_CHARS])[:MAX_LINE_CHARS]


def one_line(text: str) -> str:
    """Return text as one line of any length, without controls."""
    text = _SPACES.sub(" ", _NOT_ON_ONE_LINE.sub(" ", text)).strip()
    return _SURROGATE.sub("\ufffd", text)
