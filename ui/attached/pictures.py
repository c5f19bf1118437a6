"""Pictures from mail, made safe to show: only from their own bytes, only plain formats, bounded."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MAX_BYTES = 20 * 1024 * 1024
"""A larger picture is not read."""
MAX_PIXELS = 60_000_000
"""A picture of more points is not decoded, however few bytes it has."""

# By their first bytes. SVG is not among them: it can point at files and addresses.
_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF87a", b"gif"),
    (b"GIF89a", b"gif"),
    (b"BM", b"bmp"),
)
MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/bmp", "image/jpg"})
"""What may be tried; what it really is its bytes tell."""


def read_picture(content: bytes, bound: QSize) -> QImage | None:
    """Decode a picture no larger than ``bound``; None for what is no picture or too much of one."""
    kind = next((name for start, name in _FORMATS if content.startswith(start)), None)
    if kind is None or len(content) > MAX_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    if size.width() > bound.width() or size.height() > bound.height():
        reader.setScaledSize(
            size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        )
    image = reader.read()
    return None if image.isNull() else image
