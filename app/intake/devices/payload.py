"""A file's bytes, opened with bounds: what they are, and compressed ones unpacked."""

from __future__ import annotations

import io
import zlib
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from app.errors import KnownError
from app.i18n import _

LARGEST_DOCUMENT = 64 * 1024 * 1024  # bytes of a JSON or XML document, unpacked
_CHUNK = 64 * 1024
_SAMPLE = 4096
_MARKS = (  # of files that are no text
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"SQLite format 3",
    b"bplist",
)
_OFFICE_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Shape(Enum):
    """What a file's first characters show it to be."""

    JSON = auto()
    XML = auto()
    TABLE = auto()


def unknown_file() -> KnownError:
    """Return the error for a file that is none of those that can be read."""
    return KnownError(
        "unknown_device_file",
        _("This is not a file of devices that can be read."),
        _(
            "Nothing was imported. Read are CSV, inventory-agent JSON and XML, and Apple DEP and "
            "Jamf JSON."
        ),
    )


def too_large() -> KnownError:
    """Return the error for a document that does not fit the bounds."""
    return KnownError(
        "device_file_too_large",
        _("The file holds more than can be read at once."),
        _("Nothing was imported. Split it into smaller files."),
    )


def open_payload(path: Path) -> BinaryIO:
    """Open a file, unpacked when it is zlib's or gzip's, as agents send it.

    Raises ``KnownError``: ``unreadable_file``, ``device_file_too_large``, ``damaged_file``.
    """
    try:
        if not path.is_dir() and path.exists() and not path.is_file():
            raise unknown_file()  # a pipe or /dev/zero would never end
        stream = path.open("rb")
    except OSError as error:
        raise KnownError(
            "unreadable_file",
            _("The file cannot be read: {reason}.").format(reason=error.strerror),
            _("Nothing was imported. Check its name and your rights to it."),
        ) from error
    head = stream.read(2)
    stream.seek(0)
    if head == b"\x1f\x8b" or head in (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"):
        with stream:
            return io.BytesIO(_unpack(stream))
    return stream


def _unpack(stream: BinaryIO) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # zlib or gzip, as its head says
    unpacked = bytearray()
    try:
        while chunk := unpacker.unconsumed_tail or stream.read(_CHUNK):
            unpacked += unpacker.decompress(chunk, LARGEST_DOCUMENT + 1 - len(unpacked))
            if len(unpacked) > LARGEST_DOCUMENT:
                raise too_large()
            if unpacker.eof:
                return bytes(unpacked)
    except zlib.error as error:
        raise _damaged() from error
    raise _damaged()


def _damaged() -> KnownError:
    return KnownError(
        "damaged_file",
        _("The compressed file is incomplete or damaged."),
        _("Nothing was imported. Fetch it again."),
    )


def shape_of(stream: BinaryIO) -> tuple[Shape, str]:
    """Return what a file is and its encoding, by its first bytes; the place stays.

    Raises ``KnownError``: ``unknown_device_file``, ``empty_device_file``.
    """
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if sample.startswith(_OFFICE_MARKS):
        raise KnownError(
            "unknown_device_file",
            _("This is a spreadsheet or archive."),
            _("Nothing was imported. Save the sheet as CSV (UTF-8) and import that."),
        )
    if sample.startswith(_MARKS):
        raise unknown_file()
    encoding = encoding_of(sample)
    text = sample.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\0")
    if not text and len(sample) < _SAMPLE:
        raise KnownError("empty_device_file", _("The file is empty."), _("Nothing was imported."))
    # NUL is not counted: a line that holds it is rejected by itself
    strange = sum(1 for char in text if char < " " and char not in "\t\r\n\f\0")
    if strange > len(text) // 10:
        raise unknown_file()
    if text.startswith(("{", "[")):
        return Shape.JSON, encoding
    return (Shape.XML if text.startswith("<") else Shape.TABLE), encoding


def encoding_of(sample: bytes) -> str:
    """Name the encoding that a file's first bytes show; UTF-8 when nothing does."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    # Without a mark, UTF-16 shows by a zero in nearly every second byte of Western text.
    even, odd = sample[0:400:2], sample[1:400:2]
    if len(odd) > 3:
        if odd.count(0) > len(odd) * 0.8 and even.count(0) < len(even) * 0.2:
            return "utf-16-le"
        if even.count(0) > len(even) * 0.8 and odd.count(0) < len(odd) * 0.2:
            return "utf-16-be"
    return "utf-8"


def read_document(stream: BinaryIO) -> bytes:
    """Read a whole document; raises ``KnownError`` (``device_file_too_large``)."""
    content = stream.read(LARGEST_DOCUMENT + 1)
    if len(content) > LARGEST_DOCUMENT:
        raise too_large()
    return content
