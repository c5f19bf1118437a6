"""The tree of parts in a mail, found in its bytes without copying them.

Written for mails as they arrive and not as the standards have them: nothing here raises, every
loop moves forward, and :mod:`app.intake.mail.limits` bounds the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import _
from app.intake.mail.headers import Headers, parse_parameters
from app.intake.mail.limits import (
    MAX_DEPTH,
    MAX_FIELD_BYTES,
    MAX_HEADER_BYTES,
    MAX_HEADERS,
    MAX_PARTS,
)
from app.intake.mail.notes import Notes
from app.intake.mail.transfer import decode_transfer

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}$")
_LINE_END = re.compile(rb"[ \t]*(?:\r\n|\n|\r|\Z)")
_GUESSED_BOUNDARY = re.compile(rb"^--([^\s\r\n][^\r\n]{0,100}?)[ \t]*\r?\nContent-", re.M | re.I)
_GUESS_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, what it says it is, and its children or its body."""

    headers: Headers
    media_type: str
    parameters: dict[str, str]
    disposition: str
    """``attachment``, ``inline`` or empty."""
    filename: str
    """As the sender wrote it; empty when none was given. Not yet safe."""
    source: bytes
    start: int
    end: int
    children: tuple[Part, ...] = ()

    @property
    def body(self) -> bytes:
        """The body, still in its transfer encoding."""
        return self.source[self.start : self.end]

    def content(self, notes: Notes) -> bytes:
        """Return the body with its transfer encoding undone."""
        encoding = self.headers.first("content-transfer-encoding")
        data, sound = decode_transfer(self.body, encoding)
        if not sound:
            notes.add(_("A part of the mail is damaged or not encoded as it says."), lost=True)
        return data


class _Budget:
    """How many parts may still be read."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.left = MAX_PARTS

    def take(self) -> bool:
        if self.left <= 0:
            text = _("Only the first {count} parts of the mail were read.")
            self.notes.add(text.format(count=MAX_PARTS), lost=True)
            return False
        self.left -= 1
        return True


def parse_mime(raw: bytes, notes: Notes) -> Part:
    """Return the part that is the whole mail; its descendants hang below it."""
    if b"\n" not in raw[:_GUESS_BYTES] and b"\r" in raw[:_GUESS_BYTES]:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = _skip_odd_lines(raw)
    return _parse(raw, (start, len(raw)), "text/plain", 0, _Budget(notes))


def _skip_odd_lines(raw: bytes) -> int:
    """Return where the header starts: behind blank lines, a byte order mark and From_ lines."""
    position = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while position < len(raw):
        newline = raw.find(b"\n", position)
        if newline < 0:
            return position
        line = raw[position : min(newline, position + MAX_FIELD_BYTES)].strip(b"\r\n\t ")
        if line and (_FIELD.match(line) or not _is_odd(raw, line, newline + 1)):
            return position
        position = newline + 1
    return position


def _is_odd(raw: bytes, line: bytes, behind: int) -> bool:
    """Say whether a line that is no field is a From_ line, or stands alone above the fields."""
    if line.startswith((b"From ", b">From ")):
        return True
    return bool(_FIELD.match(raw, behind) and b" " in line)


def _parse(
    raw: bytes, span: tuple[int, int], default_type: str, depth: int, budget: _Budget
) -> Part:
    start, end = span
    headers, body = read_headers(raw, start, end, budget.notes)
    media_type, parameters = _content_type(headers, default_type)
    disposition, filename = _disposition(headers, parameters)
    children: tuple[Part, ...] = ()
    if media_type.startswith("multipart/"):
        if depth >= MAX_DEPTH:
            text = _("Parts nested more than {count} levels deep were not opened.")
            budget.notes.add(text.format(count=MAX_DEPTH), lost=True)
            media_type = "application/octet-stream"
        else:
            child_type = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
            ranges = _split(raw, body, end, _boundary(raw, body, end, parameters), budget)
            children = tuple(_parse(raw, child, child_type, depth + 1, budget) for child in ranges)
            if not children:
                # Without one boundary in it the body is what a reader is left with.
                media_type = "text/plain"
    return Part(headers, media_type, parameters, disposition, filename, raw, body, end, children)


def read_headers(raw: bytes, start: int, end: int, notes: Notes) -> tuple[Headers, int]:
    """Read a header section; return it and where the body begins."""
    fields: list[tuple[str, list[bytes]]] = []
    junk = -1
    position = start
    limit = min(end, start + MAX_HEADER_BYTES)
    body = end
    while position < end:
        if position >= limit or len(fields) > MAX_HEADERS:
            notes.add(_("The mail's header is too long; only its beginning was read."), lost=True)
            body = _behind_blank_line(raw, position, end)
            junk = -1
            break
        newline = raw.find(b"\n", position, end)
        stop = end if newline < 0 else newline
        line = raw[position : min(stop, position + MAX_FIELD_BYTES)].rstrip(b"\r")
        behind = min(end, stop + 1)
        if not line:
            body = behind
            break
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
            junk = -1
        elif not fields:
            body = position
            break
        elif junk < 0:
            junk = position
        position = behind
    if junk >= 0:
        # A line that is no field, and no field behind it: the blank line before the body is
        # missing. (With fields behind it, it is junk among them and was passed over.)
        body = junk
    return Headers([(name, b" ".join(lines)) for name, lines in fields[:MAX_HEADERS]]), body


def _behind_blank_line(raw: bytes, position: int, end: int) -> int:
    ends = [
        found + len(blank)
        for blank in (b"\n\n", b"\n\r\n")
        if (found := raw.find(blank, max(0, position - 1), end)) >= 0
    ]
    return min(ends, default=end)


def _content_type(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    values = headers.raw("content-type")
    for value in values:
        media_type, parameters = parse_parameters(value)
        if _MEDIA_TYPE.match(media_type):
            return media_type, parameters
    if values:
        media_type, parameters = parse_parameters(values[0])
        if media_type.split("/")[0] in ("text", "plain"):
            return "text/plain", parameters
        if media_type == "html":
            return "text/html", parameters
        return ("multipart/mixed" if "boundary" in parameters else default), parameters
    return default, {}


def _disposition(headers: Headers, parameters: dict[str, str]) -> tuple[str, str]:
    disposition = filename = ""
    for value in headers.raw("content-disposition"):
        kind, given = parse_parameters(value)
        disposition = disposition or (kind if kind in ("attachment", "inline") else "")
        if kind not in ("attachment", "inline") and "filename" in given:
            disposition = "attachment"
        filename = filename or given.get("filename", "") or given.get("name", "")
    filename = filename or parameters.get("name", "") or parameters.get("filename", "")
    if not filename and (location := headers.text("content-location")):
        filename = location.partition("?")[0].rstrip("/").rpartition("/")[2]
    return disposition, filename


def _boundary(raw: bytes, start: int, end: int, parameters: dict[str, str]) -> bytes:
    declared = parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    if declared and raw.find(b"--" + declared, start, end) >= 0:
        return declared
    guessed = _GUESSED_BOUNDARY.search(raw, start, min(end, start + _GUESS_BYTES))
    return guessed[1] if guessed else b""


def _split(
    raw: bytes, start: int, end: int, boundary: bytes, budget: _Budget
) -> list[tuple[int, int]]:
    """Return the (start, end) of each part between the delimiter lines."""
    if not boundary:
        return []
    ranges: list[tuple[int, int]] = []
    delimiter = b"--" + boundary
    opened = -1
    position = start
    while (found := raw.find(delimiter, position, end)) >= 0:
        position = found + len(delimiter)
        if found > start and raw[found - 1 : found] not in (b"\n", b"\r"):
            continue
        closing = raw.startswith(b"--", position)
        line_end = _LINE_END.match(raw, position + 2 if closing else position, end)
        if not line_end:
            continue
        if opened >= 0:
            ranges.append((opened, _before_newline(raw, opened, found)))
        opened = -1
        if closing:
            # Some gateways close and go on: whatever follows is an epilogue to a reader.
            break
        if not budget.take():
            break
        opened = position = line_end.end()
    if opened >= 0:
        ranges.append((opened, end))
    return ranges


def _before_newline(raw: bytes, start: int, end: int) -> int:
    if end > start and raw[end - 1 : end] == b"\n":
        end -= 1
    if end > start and raw[end - 1 : end] == b"\r":
        end -= 1
    return end
