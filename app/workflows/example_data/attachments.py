"""Small files for example tickets: pictures in plain colours, and a log."""

from __future__ import annotations

import struct
import zlib

from app.workflows.example_data.records import ExampleAttachment

_WIDTH, _HEIGHT = 96, 54
_COLOURS = ((38, 70, 83), (42, 157, 143), (233, 196, 106), (244, 162, 97), (231, 111, 81))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _picture(colour: tuple[int, int, int], other: tuple[int, int, int]) -> bytes:
    """Return a PNG that looks somewhat like a window with a title bar."""
    bar = b"\0" + bytes(other) * _WIDTH
    inside = b"\0" + bytes(other) * 2 + bytes(colour) * (_WIDTH - 4) + bytes(other) * 2
    rows = bar * 10 + inside * (_HEIGHT - 12) + bar * 2
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)  # 8 bits a channel, RGB
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


SCREENSHOTS = tuple(
    ExampleAttachment(f"schermafbeelding-{number}.png", "image/png", _picture(colour, other))
    for number, (colour, other) in enumerate(
        ((colour, other) for colour in _COLOURS for other in _COLOURS if colour != other), start=1
    )
)
LOGS = tuple(
    ExampleAttachment(
        f"verslag-{number}.log",
        "text/plain",
        "".join(f"{line:04d} stap {line * number % 17} gereed\n" for line in range(40)).encode(),
    )
    for number in range(1, 5)
)
ATTACHMENTS = (*SCREENSHOTS, *LOGS)
