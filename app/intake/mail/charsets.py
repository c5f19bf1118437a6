"""Bytes to text where the declared character set is missing, misspelt or wrong."""

from __future__ import annotations

import codecs
import logging
import re
from functools import lru_cache

_SAMPLE_BYTES = 32 * 1024

# What senders write, against what they mean: the superset that real mail uses under that name.
_ALIASES = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "chinesebig5": "big5hkscs",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc-jp",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
_ISO_2022_JP = {"iso-2022-jp", "iso2022jp", "csiso2022jp"}
# These are Python's own notations or take quadratic time; no mail is written in them.
_NOT_CHARSETS = {
    "idna",
    "punycode",
    "unicode_escape",
    "unicode-escape",
    "raw_unicode_escape",
    "raw-unicode-escape",
    "undefined",
    "mbcs",
    "oem",
}
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\([A-D])")
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}?\bcharset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)
_META_BYTES = 4096
_HIGH = bytes(range(0x80, 0x100))
_JIS_ROW_13 = "iso2022_jp_ext"


@lru_cache(maxsize=256)
def known_codec(name: str) -> str:
    """Return the codec for a declared character set, or ``""`` when there is none."""
    name = name.strip().strip("'\"<>").lower()
    if not name or len(name) > 60 or not name.isascii() or "\0" in name:
        return ""
    if name in _ISO_2022_JP:
        return _JIS_ROW_13
    name = _ALIASES.get(name, name)
    for candidate in (name, name.removeprefix("x-"), re.sub(r"[\s;,].*", "", name)):
        if candidate in _NOT_CHARSETS:
            continue
        try:
            # bytes.decode refuses the codecs that do not give text, such as rot13 and zlib.
            b"".decode(candidate)
            codec = codecs.lookup(candidate).name
        except (LookupError, ValueError, TypeError, AssertionError):
            continue
        if codec not in _NOT_CHARSETS:  # whatever stands between its words in the declared name
            return codec
    return ""


def charset_in_html(data: bytes) -> str:
    """Return the character set that HTML names in its head, ``""`` where it names none.

    One that ASCII is no part of cannot be meant, since the name itself was read (HTML, 13.2.3.2).
    """
    match = _META_CHARSET.search(data, 0, _META_BYTES)
    if match is None:
        return ""
    name = match[1].decode("ascii")
    codec = known_codec(name)
    if codec.startswith("utf") or (codec and _strictly(match[1], codec) != name):
        return ""
    return name


def decode_text(data: bytes, declared: str = "", hint: str = "") -> tuple[str, bool]:
    """Return ``data`` as text, and whether that was certain.

    ``declared`` is believed unless the bytes contradict it; bytes that are well-formed UTF-8
    contradict every one-byte set. ``hint`` is tried before guessing (a mail's body names the
    set that its raw header bytes are in).
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data, declared = data[3:], "utf-8"
    codec = known_codec(declared)
    if data.isascii():
        return _decode_ascii(data, codec)
    if (codec != "utf-16" and codec[:3] not in ("utf", "iso")) or codec.startswith("iso8859"):
        try:
            return data.decode("utf-8"), codec == ""
        except UnicodeDecodeError:
            pass
    if codec and (text := _strictly(data, codec)) is not None:
        return text, True
    return _guess(data, codec, known_codec(hint)), False


def _decode_ascii(data: bytes, codec: str) -> tuple[str, bool]:
    if codec in ("utf-7", "hz") or codec.startswith(("utf-16", "utf-32")):
        text = _strictly(data, codec)
        return (data.decode("ascii"), False) if text is None else (text, True)
    if b"\x1b" in data and _JIS_ESCAPE.search(data):
        text = _strictly(data, codec if codec.startswith("iso2022") else _JIS_ROW_13)
        if text is not None:
            return text, codec.startswith("iso2022")
        return data.decode("iso2022_jp", "replace"), False
    return data.decode("ascii"), True


def _strictly(data: bytes, codec: str) -> str | None:
    if codec == "cp1252":
        # The five bytes that Windows-1252 leaves open are control characters in Latin-1.
        return data.decode("cp1252", "replace") if data.count(0) == 0 else None
    try:
        text = data.decode(codec)
        if codec == "utf-7":
            # The one decoder that lets half a surrogate pair through, which nothing can store.
            text.encode("utf-8")
    except (UnicodeError, ValueError):
        return None
    return text


def _guess(data: bytes, codec: str, hint: str) -> str:
    for candidate in ("utf-8", hint):
        hinted = _strictly(data, candidate) if candidate else None
        if hinted is not None:
            return hinted
    if codec and _mostly_right(text := data.decode(codec, "replace")):
        return text
    sample = data[:_SAMPLE_BYTES]
    high = len(sample) - len(sample.translate(None, _HIGH))
    # Detection by statistics errs on Western text with a stray accent, and earns its keep on
    # text where every other byte is beyond ASCII.
    detected = _detect(sample) if 4 * high >= len(sample) >= 16 else ""
    return data.decode(detected or "cp1252", "replace")


def _mostly_right(text: str) -> bool:
    wrong = text.count("\ufffd")
    return 20 * wrong < sum(1 for character in text[:_SAMPLE_BYTES] if character > "\x7f")


def _detect(sample: bytes) -> str:
    # Imported here: most mails need no guess and the import takes longer than reading a mail.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see above

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(sample).best()
    return known_codec(best.encoding) if best else ""
