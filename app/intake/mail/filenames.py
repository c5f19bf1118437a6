"""Names for files that came with a mail: safe on every system, and readable."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$")
_MAX_BYTES = 180
_MAX_SUFFIX_CHARS = 20

_SUFFIXES = {
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/msword": ".doc",
    "application/octet-stream": ".bin",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".pgp",
    "application/pgp-keys": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "audio/basic": ".au",
    "audio/mpeg": ".mp3",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/global": ".eml",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/rtf": ".rtf",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/xml": ".xml",
    "video/mp4": ".mp4",
}


def suffix_for(media_type: str) -> str:
    """Return the usual file suffix of a media type, ``.bin`` for one that is not known."""
    return _SUFFIXES.get(media_type, ".txt" if media_type.startswith("text/") else ".bin")


def safe_filename(name: str, fallback: str = "attachment.bin") -> str:
    """Return ``name`` as a base name that every system can store.

    Folders, control and direction characters, characters that Windows refuses, its reserved
    names and leading or trailing dots and spaces are taken away; where nothing is left the
    name is ``fallback``.
    """
    name = unicodedata.normalize("NFC", name[:4096]).replace("\\", "/")
    name = name.rstrip("/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", " ".join(name.split())).strip(". ")
    if not name:
        return fallback
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > _MAX_SUFFIX_CHARS:
        stem, dot, suffix = name, "", ""
    if _RESERVED.match(name.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    room = _MAX_BYTES - len((dot + suffix).encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return (stem or "_") + dot + suffix
