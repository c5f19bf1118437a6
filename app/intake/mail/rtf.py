"""Rich text as Outlook puts it into winmail.dat: decompressed, then HTML or plain text."""

from __future__ import annotations

import re

_PREFIX = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_COMPRESSED, _STORED = 0x75465A4C, 0x414C454D
MAX_RTF_BYTES = 8 * 1024 * 1024
"""Bytes that one rich text may come to, decompressed."""
_MAX_GROUPS = 200

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)|.",
    re.S,
)
_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer generator listtable "
    b"listoverridetable rsidtbl themedata colorschememapping datastore xmlnstbl filetbl "
    b"mmathPr latentstyles datafield fldinst".split()
)
_SPECIAL = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"row": "\n",
    b"cell": "\t",
    b"tab": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
}


def decompress_rtf(data: bytes) -> bytes | None:
    """Undo the LZFu compression of [MS-OXRTFCP]; None where it is not that."""
    if len(data) < 16:
        return None
    size = min(int.from_bytes(data[4:8], "little"), MAX_RTF_BYTES)
    kind = int.from_bytes(data[8:12], "little")
    if kind == _STORED:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        return None
    window = bytearray(_PREFIX.ljust(_WINDOW, b"\0"))
    write = len(_PREFIX)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data) or len(out) >= size:
                break
            if not flags >> bit & 1:
                chunk = data[position : position + 1]
                position += 1
            else:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(out)
                run = min(length, (write - offset) % _WINDOW)
                source = (bytes(window[offset : offset + run]) + bytes(window[:run]))[:run]
                chunk = (source * (length // run + 1))[:length]
            for letter in chunk:
                window[write] = letter
                write = (write + 1) % _WINDOW
            out += chunk
    return bytes(out[:size])


def read_rtf(data: bytes) -> tuple[str, bool]:
    """Return what a rich text says, and whether that is HTML.

    HTML that Exchange wrapped into the rich text (its ``fromhtml1``) comes out as it went in.
    """
    return _Reader(data).read()


class _Reader:
    """One pass over the tokens; a stack of what holds within each group."""

    def __init__(self, data: bytes) -> None:
        self._data = data[:MAX_RTF_BYTES]
        self._codec = "cp1252"
        self._out: list[str] = []
        self._bytes = bytearray()
        self._html = False
        self._unseen = self._muted = self._tag = False
        self._skip = 1
        self._to_skip = 0
        self._star = False
        self._groups: list[tuple[bool, bool, bool, int]] = []

    def read(self) -> tuple[str, bool]:
        for match in _TOKEN.finditer(self._data):
            word, number, byte, symbol, brace, text = match.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif byte:
                self._letters(bytes((int(byte, 16),)), escaped=True)
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._star = False
                self._letters(text, escaped=False)
        self._flush()
        # Characters beyond the first plane are written as two halves.
        halves = "".join(self._out).encode("utf-16-le", "surrogatepass")
        return halves.decode("utf-16-le", "replace"), self._html

    def _brace(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if len(self._groups) < _MAX_GROUPS:
                self._groups.append((self._unseen, self._muted, self._tag, self._skip))
        elif self._groups:
            self._unseen, self._muted, self._tag, self._skip = self._groups.pop()
        self._star = False

    def _word(self, word: bytes, number: int | None) -> None:
        star, self._star = self._star, False
        if word == b"fromhtml":
            self._html = True
        elif word == b"htmltag":
            self._unseen, self._tag = False, True
        elif word in _UNSEEN or (star and word != b"htmltag"):
            self._unseen = True
        elif word == b"htmlrtf":
            self._muted = number != 0
        elif word == b"ansicpg" and number:
            self._set_codec(f"cp{number}")
        elif word == b"uc":
            self._skip = min(max(number if number is not None else 1, 0), 8)
        elif word == b"u" and number is not None:
            self._say(chr(number % 0x10000))
            self._to_skip = self._skip
        elif word in _SPECIAL:
            self._say(_SPECIAL[word])

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in (b"\\", b"{", b"}"):
            self._letters(symbol, escaped=True)
        elif symbol == b"~":
            self._say("\xa0")
        elif symbol in (b"\n", b"\r"):
            self._say("\n")

    def _set_codec(self, name: str) -> None:
        try:
            b"".decode(name)
        except LookupError:
            return
        self._codec = name

    @property
    def _silent(self) -> bool:
        return self._unseen or self._muted

    def _letters(self, data: bytes, *, escaped: bool) -> None:
        if self._to_skip:
            # Behind \u stand letters for readers that know no Unicode.
            taken = 1 if escaped else min(self._to_skip, len(data))
            self._to_skip -= taken
            data = data[taken:]
        if data and not self._silent:
            self._bytes += data

    def _say(self, text: str) -> None:
        if not self._silent:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()
