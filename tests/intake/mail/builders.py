"""Mails and winmail.dat streams written byte by byte, for what must always be checked."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

SAMPLES = (Path(__file__).resolve().parents[3] / "../shared/samples").resolve()

needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the shared samples are not beside this checkout"
)


def mail(body: str | bytes, *headers: str) -> bytes:
    """A mail from Jan about a printer, with more headers and a body."""
    top = ("From: Jan Jansen <jan@example.nl>", "Subject: Printer", *headers)
    content = body.encode() if isinstance(body, str) else body
    return "\r\n".join(top).encode() + b"\r\n\r\n" + content


def multipart(kind: str, *parts: bytes) -> bytes:
    """A mail of parts, each given with its own headers."""
    boundary = "frontier" if kind == "mixed" else f"frontier_{kind}"
    line = f"--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
    return mail(body, "MIME-Version: 1.0", f'Content-Type: multipart/{kind}; boundary="{boundary}"')


def part(content_type: str, body: str | bytes, *headers: str) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    lines = (f"Content-Type: {content_type}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def tnef_object(level: int, name: int, value: bytes) -> bytes:
    checksum = sum(value) % 65536
    return struct.pack("<BIL", level, name, len(value)) + value + struct.pack("<H", checksum)


def tnef_property(identifier: int, kind: int, value: bytes) -> bytes:
    head = struct.pack("<HH", kind, identifier)
    if kind in (0x1E, 0x1F, 0x0D, 0x102):
        return head + struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return head + value


def tnef_properties(*properties: bytes) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(properties)


def tnef(*objects: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(objects)


def tnef_message(*properties: bytes) -> bytes:
    return tnef_object(1, 0x00069003, tnef_properties(*properties))


def tnef_file(name: str, content: bytes, *properties: bytes) -> bytes:
    long_name = tnef_property(0x3707, 0x1F, (name + "\0").encode("utf-16-le"))
    return (
        tnef_object(2, 0x00069002, b"\0" * 14)
        + tnef_object(2, 0x00018010, b"SHORT~1.TXT\0")
        + tnef_object(2, 0x0006800F, content)
        + tnef_object(2, 0x00069005, tnef_properties(long_name, *properties))
    )


def stored_rtf(rtf: bytes) -> bytes:
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def literal_rtf(rtf: bytes) -> bytes:
    """Compressed rich text whose every letter is a literal, with the end mark."""
    out = bytearray()
    for start in range(0, len(rtf), 8):
        chunk = rtf[start : start + 8]
        out += b"\0" + chunk
    return struct.pack("<IIII", len(out) + 12, len(rtf), 0x75465A4C, 0) + bytes(out)
