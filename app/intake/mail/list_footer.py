"""The plain text that a mailing list or a scanner wrote behind a body in base64."""

from __future__ import annotations

import re
from enum import Enum, auto

BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
BLANK = b" \t\r\n\0>"
_NOT_LETTERS = bytes(set(range(256)) - set(BASE64_ALPHABET)) + b"+/="
_LONGEST_FOOTER = 16 * 1024  # bytes; disclaimers in three languages take half of it
_RULE = re.compile(rb"[-_*]{2,200}|={5,200}")  # fewer "=" may be padding
_PLAIN_WORD = re.compile(rb"[A-Z]?[a-z]{1,24}|[A-Z]{1,12}|[0-9]{1,15}")
_SMALL_LETTERS = re.compile(rb"([a-z])(?!\1)[a-z]")  # two that differ: "aaaa" may be a fill
_PADDED = re.compile(rb"[A-Za-z0-9+/]{1,75}={1,2}")
_FULL_LINE = 40  # letters; with blanks between them, fewer could be words
_ENCODED_WORD = 8  # letters; in fewer, a name such as "iPad" cannot be told from base64
_ENCODED_BEHIND = 20  # letters; names such as "LinkedIn" stand alone on a line of footers


class _Line(Enum):
    EMPTY = auto()
    RULE = auto()
    WORDS = auto()
    PLAIN_WORD = auto()
    ENCODED = auto()
    UNCLEAR = auto()


def without_footer(data: bytes) -> bytes:
    """Return a body in base64 without the words behind its last line.

    Nothing is cut off where that could be base64 (with blanks between its letters, or short),
    nor where what stays is not base64 alone and whole.
    """
    start = max(0, len(data) - _LONGEST_FOOTER)
    if start:
        start = data.find(b"\n", start) + 1
        if not start:
            return data
    place = _footer_start(data[start:], encoded=start > 0)
    if place is None:
        return data
    letters = data[: start + place].translate(None, BLANK)
    if len(letters) % 4 or letters.translate(None, BASE64_ALPHABET):
        return data
    return data[: start + place]


def _footer_start(tail: bytes, *, encoded: bool) -> int | None:
    """``encoded`` says that lines of base64 go before ``tail``."""
    strange_until = len(tail.rstrip(BASE64_ALPHABET + BLANK))
    start: int | None = None
    paragraph: int | None = None
    place = 0
    for line in tail.splitlines(keepends=True):
        kind = _kind(line)
        if start is not None:
            long = kind is _Line.ENCODED and len(line) >= _ENCODED_BEHIND
            if long or _PADDED.fullmatch(line.strip(BLANK)):
                return None
        elif kind is _Line.EMPTY:
            paragraph = place
        elif kind in (_Line.ENCODED, _Line.UNCLEAR):
            encoded = encoded or kind is _Line.ENCODED
            paragraph = None
        elif kind in (_Line.RULE, _Line.WORDS):
            if not encoded:
                return None
            complete = paragraph is not None or tail[:place].rstrip(BLANK).endswith(b"=")
            if place < strange_until or complete or kind is _Line.RULE:
                start = place if paragraph is None else paragraph
        place += len(line)
    return start


def _kind(line: bytes) -> _Line:
    text = line.strip(BLANK)
    if not text:
        return _Line.EMPTY
    if _RULE.fullmatch(text):
        return _Line.RULE
    words = text.split()
    strange = bool(text.translate(None, BASE64_ALPHABET + BLANK))
    if len(words) > 1:
        if _read_as_words(words):
            return _Line.WORDS
        return _Line.UNCLEAR if strange or len(text) < _FULL_LINE else _Line.ENCODED
    if _is_plain(text):
        # A last line of base64 can look like a word; whole quads are not taken for one.
        return _Line.PLAIN_WORD if strange or len(text) % 4 else _Line.UNCLEAR
    return _Line.UNCLEAR if strange or len(text) < _ENCODED_WORD else _Line.ENCODED


def _read_as_words(words: list[bytes]) -> bool:
    """Base64 mixes capitals, small letters and digits within a word; people hardly do."""
    said = [word for word in words if not word.isascii() or word.translate(None, _NOT_LETTERS)]
    plain = [word for word in said if _is_plain(word)]
    small = [word for word in plain if not word.isascii() or _SMALL_LETTERS.search(word)]
    return 3 * len(plain) >= 2 * len(said) and len(small) > 1


def _is_plain(word: bytes) -> bool:
    letters = word.translate(None, _NOT_LETTERS)
    return not word.isascii() or _PLAIN_WORD.fullmatch(letters) is not None
