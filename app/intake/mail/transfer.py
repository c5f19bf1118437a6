"""Transfer encodings undone, with whatever junk stands between their lines."""

from __future__ import annotations

import binascii
import re

from app.intake.mail.limits import MAX_PARTS
from app.intake.mail.list_footer import BASE64_ALPHABET, BLANK, without_footer

_NOT_BASE64 = bytes(set(range(256)) - set(BASE64_ALPHABET))
_MAX_CHUNKS = 10_000
_COMMENT = re.compile(r"\([^()]{0,200}\)")
_PADDING = re.compile(rb"=+")
_SOFT_BREAK_SPACE = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} +(\S[^\n]{0,250})$", re.M)
_UU_LINE = re.compile(r"[ -`]{1,90}")


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return a body with its transfer encoding undone, and whether it was sound.

    ``encoding`` is the field's value as the sender wrote it; one that does not exist leaves
    the body as it is.
    """
    value = _COMMENT.sub("", encoding.lower()).partition(";")[0]
    name = re.sub(r"[^a-z0-9-]", "", value)
    if name in ("base64", "base-64"):
        return _decode_base64(data)
    if name in ("quoted-printable", "quotedprintable"):
        return binascii.a2b_qp(_SOFT_BREAK_SPACE.sub(b"=", data)), True
    if name in ("x-uuencode", "uuencode", "x-uue", "uue", "x-uu"):
        _text, files = take_uuencoded(data.decode("latin-1").replace("\r\n", "\n"))
        return (files[0][1], True) if files else (data, False)
    known = name in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "plain")
    return data, known


def _decode_base64(data: bytes) -> tuple[bytes, bool]:
    junk = data.translate(None, BASE64_ALPHABET + BLANK)
    footer = False
    if junk or b" " in data:
        head = without_footer(data)
        footer = len(head) < len(data)
        data, junk = (head, b"") if footer else (data, junk)
    if not footer and (10 * len(junk) > len(data) or 20 * data.count(b" ") > len(data)):
        # Some senders declare base64 and then write the text itself.
        return data, False
    letters = data.translate(None, _NOT_BASE64)
    first, *others = _padded_pieces(letters)
    pieces = [_decode_quads(first)]
    if not junk and len(others) <= _MAX_CHUNKS:
        # Encoders that work in chunks pad each; behind junk it would be a list's footer.
        pieces += [_decode_quads(part) for part in others]
    return b"".join(pieces), not junk and not footer


def _padded_pieces(letters: bytes) -> list[bytes]:
    """Split where padding stands, into no more pieces than are decoded apart, and one."""
    pieces = _PADDING.split(letters, _MAX_CHUNKS + 1)
    return [piece for piece in pieces if piece] or [b""]


def _decode_quads(letters: bytes) -> bytes:
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Take the uuencoded files out of a text; return the text left and (name, content) pairs."""
    if "begin" not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    end = 0
    for match in _UU_BEGIN.finditer(text):
        if match.start() < end or len(files) >= MAX_PARTS:
            continue
        content, behind = _uu_lines(text, match.end() + 1)
        if content is None:
            continue
        kept.append(text[end : match.start()])
        files.append((match[1].strip(), content))
        end = behind
    kept.append(text[end:])
    return "".join(kept), files


def _uu_lines(text: str, position: int) -> tuple[bytes | None, int]:
    content: list[bytes] = []
    while position < len(text):
        newline = text.find("\n", position)
        newline = len(text) if newline < 0 else newline
        line = text[position : min(newline, position + 200)].rstrip("\r")
        if line.strip() == "end":
            return b"".join(content), newline + 1
        if not _UU_LINE.fullmatch(line):
            # Cut off in transit: what was decoded stays, unless nothing was.
            return (b"".join(content), position) if content else (None, position)
        content.append(_uu_line(line.encode("ascii")))
        position = newline + 1
    return (b"".join(content), position) if content else (None, position)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders write more letters than the length byte promises.
        promised = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:promised])
        except binascii.Error:
            return b""
