"""``winmail.dat``: the body and the files that Outlook wraps into TNEF ([MS-OXTNEF]).

Read here and not by a library: what there is walks streams by copying the rest for each object
and counts rows as the sender asks, so a small hostile file takes hours.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.i18n import _
from app.intake.mail.charsets import decode_text
from app.intake.mail.limits import MAX_PARTS, MAX_TNEF_BYTES
from app.intake.mail.notes import Notes
from app.intake.mail.plain import clean_line
from app.intake.mail.rtf import decompress_rtf, read_rtf

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTES_AT = 6
"""Bytes before the first attribute: the signature and a key that nobody needs."""
_ATTRIBUTE_HEADER = 9
"""Bytes before an attribute's value: its level (1), name (2), type (2) and size (4)."""
_CHECKSUM = 2
"""Bytes after an attribute's value; a wrong one is no reason to leave the value out."""
_MAX_ATTRIBUTES = 20_000
_MAX_PROPERTIES = 2_000
_MAX_EMBEDDED = 5

# Attributes of the message, and of a file, which begins with its ATTACH_START.
_BODY, _PROPERTIES, _SUBJECT, _CODEPAGE = 0x800C, 0x9003, 0x8004, 0x9007
_ATTACH_START, _ATTACH_TITLE, _ATTACH_DATA, _ATTACH_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005

# MAPI properties ([MS-OXPROPS]), which newer versions of Outlook put into one attribute, and
# their types ([MS-OXCDATA]).
_P_SUBJECT, _P_BODY, _P_RTF, _P_HTML = 0x0037, 0x1000, 0x1009, 0x1013
_P_INTERNET_CODEPAGE = 0x3FDE
_P_DATA, _P_DISPLAY_NAME, _P_NAME, _P_LONG_NAME = 0x3701, 0x3001, 0x3704, 0x3707
_P_MEDIA_TYPE, _P_CONTENT_ID, _P_HIDDEN = 0x370E, 0x3712, 0x7FFE
_T_STRING8, _T_UNICODE, _T_OBJECT, _T_BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MANY_VALUES = 0x1000
"""The bit of a property's type that says there are several values."""
_FIRST_NAMED = 0x8000
"""From this identifier on a property is followed by its name."""
_FIXED_SIZES = {2: 4, 3: 4, 4: 4, 10: 4, 11: 4, 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16}
"""Bytes that a value takes, by its type; one byte or two are filled up to four."""
_IID_SIZE = 16
"""Bytes before an embedded object that say which interface it is read by."""
_GUID_SIZE = 16
_NAMED_BY_NUMBER = 0


@dataclass(slots=True)
class TnefFile:
    """One file within; ``message`` is set when the file is itself a mail."""

    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = b""
    message: TnefMessage | None = None


@dataclass(slots=True)
class TnefMessage:
    """What a TNEF stream holds."""

    subject: str = ""
    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)


def is_tnef(data: bytes) -> bool:
    """Say whether ``data`` begins as TNEF does."""
    return data.startswith(_SIGNATURE)


def read_tnef(data: bytes, notes: Notes) -> TnefMessage:
    """Read a TNEF stream as far as it can be read; what is left out is noted."""
    return _read(data, notes, 0)


def _read(data: bytes, notes: Notes, depth: int) -> TnefMessage:
    message = TnefMessage()
    codepage = "cp1252"
    current: TnefFile | None = None
    total = 0
    for name, value in _attributes(data, notes):
        total += len(value)
        if total > MAX_TNEF_BYTES or len(message.files) > MAX_PARTS:
            notes.add(
                _("The contents of winmail.dat are too large; the rest was left out."), lost=True
            )
            break
        if name == _CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == _SUBJECT:
            message.subject = message.subject or _string(value, codepage)
        elif name == _BODY:
            message.text = message.text or _string(value, codepage)
        elif name == _PROPERTIES:
            _message_properties(message, value, codepage, notes)
        elif name == _ATTACH_START:
            current = TnefFile()
            message.files.append(current)
        elif current is not None and name == _ATTACH_TITLE:
            current.name = current.name or _string(value, codepage)
        elif current is not None and name == _ATTACH_DATA:
            _take(current, value, notes, depth)
        elif current is not None and name == _ATTACH_PROPERTIES:
            _file_properties(current, value, codepage, notes, depth)
    return message


def _attributes(data: bytes, notes: Notes) -> Iterator[tuple[int, bytes]]:
    """Yield (name, value) of each attribute; of one that runs past the end what is there."""
    position = _ATTRIBUTES_AT
    for _count in range(_MAX_ATTRIBUTES):
        if position + _ATTRIBUTE_HEADER > len(data):
            return
        name = int.from_bytes(data[position + 1 : position + 3], "little")
        size = int.from_bytes(data[position + 5 : position + 9], "little")
        start = position + _ATTRIBUTE_HEADER
        if start + size > len(data):
            notes.add(
                _("winmail.dat is cut off or damaged; what could be read of it is here."), lost=True
            )
        yield name, data[start : start + size]
        position = start + size + _CHECKSUM
    notes.add(_("The contents of winmail.dat are too large; the rest was left out."), lost=True)


def _message_properties(message: TnefMessage, data: bytes, codepage: str, notes: Notes) -> None:
    """Take subject and body from a message's properties: they say more than its attributes."""
    found = dict(_properties(data))
    internet = found.get(_P_INTERNET_CODEPAGE, (0, b""))[1][:4]
    number = int.from_bytes(internet, "little")
    charset = "utf-8" if number == 65001 else f"cp{number}" if number else codepage
    if _P_SUBJECT in found:
        message.subject = _typed(found[_P_SUBJECT], codepage)
    if _P_BODY in found:
        message.text = _typed(found[_P_BODY], codepage)
    if _P_HTML in found:
        message.html = _typed(found[_P_HTML], charset)
    if _P_RTF in found and not message.html:
        rtf = decompress_rtf(found[_P_RTF][1])
        if rtf is None:
            notes.add(_("The rich text of winmail.dat could not be read."), lost=True)
            return
        text, is_html = read_rtf(rtf)
        if is_html:
            message.html = text
        elif not message.text.strip():
            message.text = text


def _file_properties(file: TnefFile, data: bytes, codepage: str, notes: Notes, depth: int) -> None:
    """Take name, kind and content from a file's properties: they say more than its attributes."""
    found = dict(_properties(data))
    for identifier in (_P_LONG_NAME, _P_NAME, _P_DISPLAY_NAME):
        name = _typed(found[identifier], codepage) if identifier in found else ""
        if name:
            file.name = name
            break
    if _P_MEDIA_TYPE in found:
        file.media_type = clean_line(_typed(found[_P_MEDIA_TYPE], codepage)).lower()
    if _P_CONTENT_ID in found:
        file.content_id = clean_line(_typed(found[_P_CONTENT_ID], codepage)).strip("<>")
    if _P_DATA in found:
        kind, content = found[_P_DATA]
        if kind == _T_OBJECT:
            content = content[_IID_SIZE:]
        _take(file, content, notes, depth)


def _take(file: TnefFile, content: bytes, notes: Notes, depth: int) -> None:
    """Give a file its content; a mail within, or its winmail.dat, is read as well."""
    file.content, file.message = content, None
    if not is_tnef(content):
        return
    if depth >= _MAX_EMBEDDED:
        text = _("Parts nested more than {count} levels deep were not opened.")
        notes.add(text.format(count=_MAX_EMBEDDED), lost=True)
        return
    file.message = _read(content, notes, depth + 1)


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Yield (identifier, (type, value)) of a list of MAPI properties, the first value of each."""
    count = min(int.from_bytes(data[:4], "little"), _MAX_PROPERTIES)
    position = 4
    for _number in range(count):
        if position + 4 > len(data):
            return
        kind, identifier = struct.unpack_from("<HH", data, position)
        position += 4
        if identifier >= _FIRST_NAMED:
            position = _behind_its_name(data, position)
        multiple, kind = bool(kind & _MANY_VALUES), kind & ~_MANY_VALUES
        values = 1
        sized = kind in (_T_STRING8, _T_UNICODE, _T_OBJECT, _T_BINARY)
        if multiple or sized:
            values = int.from_bytes(data[position : position + 4], "little")
            position += 4
        first = b""
        for index in range(min(values, _MAX_PROPERTIES)):
            if sized:
                size = int.from_bytes(data[position : position + 4], "little")
                position += 4
            elif kind in _FIXED_SIZES:
                size = _FIXED_SIZES[kind]
            else:  # of a type that is not known nobody can say where the next property begins
                return
            if index == 0:
                first = data[position : position + size]
            position += size + (-size % 4)  # filled up to four bytes
            if position > len(data):
                break
        yield identifier, (kind, first)


def _behind_its_name(data: bytes, position: int) -> int:
    """Return where a named property goes on behind its name: a number, or a text of some size."""
    position += _GUID_SIZE
    kind = int.from_bytes(data[position : position + 4], "little")
    position += 4
    if kind == _NAMED_BY_NUMBER:
        return position + 4
    size = int.from_bytes(data[position : position + 4], "little")
    return position + 4 + size + (-size % 4)


def _typed(value: tuple[int, bytes], charset: str) -> str:
    kind, data = value
    if kind == _T_UNICODE:
        return data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0")
    return _string(data, charset)


def _string(data: bytes, charset: str) -> str:
    return decode_text(data.rstrip(b"\0"), charset)[0]
