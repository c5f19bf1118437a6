"""Header fields: encoded words, parameters, dates and message ids, however broken."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email.utils import mktime_tz, parsedate_tz
from urllib.parse import unquote_to_bytes

from app.intake.mail.charsets import decode_text
from app.intake.mail.limits import MAX_FIELD_BYTES, MAX_IDS
from app.intake.mail.plain import clean_line

# Spaces and question marks within a word are against RFC 2047 and seen every day. The length is
# bounded so that a field of unfinished words takes linear time.
_ENCODED_WORD = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.{0,2000}?)\?=", re.S
)
_FOLD = re.compile(r"\r?\n(?=[ \t])|\r?\n")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_Q_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")
_PARAMETER = re.compile(r"\s*([^\s=;\"]+)\s*=\s*")
_CONTINUED = re.compile(r"^(.+?)\*(?:(\d{1,3})(\*)?)?$")
_MESSAGE_ID = re.compile(r"<([^<>]{1,990})>")
_COMMENT = re.compile(r"(\"(?:[^\"\\]|\\.){0,1000}\")|\((?:[^()\\]|\\.){0,300}\)")
_SPACE = re.compile(r"\s+")
_LOOSE_COLON = re.compile(r"\s*:\s*")


class Headers:
    """The fields of one header section, in order; names in lower case."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self.charset_hint = ""
        """Tried on raw bytes that are not UTF-8; set from the body's character set."""

    def __contains__(self, name: str) -> bool:
        return any(field == name for field, _value in self.fields)

    def raw(self, name: str) -> list[str]:
        """Return every value of a field, unfolded, its raw bytes read as text."""
        found = []
        for field, value in self.fields:
            if field == name:
                text, _certain = decode_text(value[:MAX_FIELD_BYTES], "", self.charset_hint)
                found.append(_FOLD.sub("", text).strip())
        return found

    def is_cut(self, name: str) -> bool:
        """Whether a field is so long, with its name and colon, that its end is not read."""
        room = MAX_FIELD_BYTES - len(name) - 1
        return any(field == name and len(value) >= room for field, value in self.fields)

    def first(self, name: str) -> str:
        """Return the first value that is not empty, unfolded and not yet decoded."""
        return next((value for value in self.raw(name) if value), "")

    def text(self, name: str) -> str:
        """Return the first value that is not empty as one decoded line."""
        return clean_line(self.decoded(name))

    def decoded(self, name: str) -> str:
        """Return the first value that is not empty, decoded and as long as it is."""
        return decode_words(self.first(name))


def decode_words(value: str) -> str:
    """Return a field value with its RFC 2047 encoded words decoded.

    Neighbouring words of one character set are joined before they are decoded: many senders
    break a word in the middle of a character.
    """
    if "=?" not in value:
        return value
    pieces: list[str] = []
    waiting: list[bytes] = []
    waiting_charset = ""
    end = 0

    def flush() -> None:
        if waiting:
            pieces.append(decode_text(b"".join(waiting), waiting_charset)[0])
            waiting.clear()

    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        charset = match[1].lower()
        if between.strip() or (end == 0 and between) or charset != waiting_charset:
            flush()
            if between.strip() or end == 0:
                pieces.append(between)
        waiting_charset = charset
        waiting.append(_word_bytes(match[2], match[3]))
        end = match.end()
    flush()
    pieces.append(value[end:])
    return "".join(pieces)


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        letters = _NOT_BASE64.sub("", text)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
    raw = text.replace("_", " ").encode("utf-8", "replace")
    return _Q_ESCAPE.sub(lambda m: bytes((int(m[1], 16),)), raw)


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split ``text/plain; charset=utf-8; name*0*=…`` into its value and parameters.

    RFC 2231 continuations and percent-encoding are resolved, and so are encoded words inside
    a parameter, which the standard forbids and most senders write. Names are lower case; of a
    name given twice the first holds.
    """
    main, _semicolon, rest = value.partition(";")
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in _split_parameters(rest):
        if "*" in name and (match := _CONTINUED.match(name)):
            number, percent = int(match[2] or 0), match[2] is None or bool(match[3])
            sections.setdefault(match[1], []).append((number, percent, text))
        else:
            plain.setdefault(name, decode_words(text))
    for name, found in sections.items():
        plain[name] = _join_sections(sorted(found, key=lambda section: section[0]))
    return main.strip().lower(), plain


def _split_parameters(rest: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(rest):
        match = _PARAMETER.match(rest, position)
        if not match:
            semicolon = rest.find(";", position)
            if semicolon < 0:
                return
            position = semicolon + 1
            continue
        start = match.end()
        if rest.startswith('"', start):
            text, position = _quoted(rest, start + 1)
            semicolon = rest.find(";", position)
            position = len(rest) if semicolon < 0 else semicolon + 1
        else:
            semicolon = rest.find(";", start)
            position = len(rest) if semicolon < 0 else semicolon + 1
            text = rest[start : position if semicolon < 0 else semicolon].strip().strip("'")
        yield match[1].lower(), text


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Read a quoted string from behind its opening quote; an unclosed one runs to the end."""
    letters: list[str] = []
    position = start
    while position < len(text):
        letter = text[position]
        if letter == '"':
            return "".join(letters), position + 1
        # A backslash that escapes nothing is a Windows path; keep it.
        if letter == "\\" and text[position + 1 : position + 2] in ('"', "\\"):
            position += 1
            letter = text[position]
        letters.append(letter)
        position += 1
    return "".join(letters), position


def _join_sections(sections: list[tuple[int, bool, str]]) -> str:
    charset = ""
    data = b""
    for index, (_number, percent, text) in enumerate(sections):
        if percent:
            value = text
            if index == 0 and text.count("'") >= 2:
                charset, _language, value = text.split("'", 2)
            data += unquote_to_bytes(value)
        else:
            data += text.encode("utf-8", "replace")
    text, _certain = decode_text(data, charset)
    return decode_words(text)


def take_comments(text: str) -> str:
    """Return a structured field's text without its comments in brackets."""
    return _COMMENT.sub(r"\1", text) if "(" in text else text


def parse_ids(values: list[str]) -> tuple[str, ...]:
    """Return the message ids in some header values, in order, each once, without brackets."""
    found: dict[str, None] = {}
    for value in values:
        ids = [match[1] for match in _MESSAGE_ID.finditer(value)]
        if not ids:
            ids = [word.strip("<>,;\"'") for word in value.split()[:MAX_IDS] if "@" in word]
        for text in ids:
            identifier = _SPACE.sub("", clean_line(take_comments(text)))
            if identifier:
                found.setdefault(identifier)
            if len(found) >= MAX_IDS:
                break
    return tuple(found)


def parse_date(values: list[str]) -> int | None:
    """Return the first readable date in UTC seconds; None where none is readable."""
    for value in values:
        text = _LOOSE_COLON.sub(":", take_comments(value[:300])).strip()
        try:
            parsed = parsedate_tz(text)
            if parsed is None or not _plausible(parsed):
                continue
            return int(mktime_tz(parsed))
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _plausible(parsed: tuple[int | None, ...]) -> bool:
    year, month, day, hour, minute, second = (number or 0 for number in parsed[:6])
    return (
        1900 <= year < 3000
        and 1 <= month <= 12
        and 1 <= day <= 31
        and 0 <= hour < 24
        and 0 <= minute < 60
        and 0 <= second <= 60
    )
