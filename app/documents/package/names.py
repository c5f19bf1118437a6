"""Names of attachments inside a package, safe on every system that may unpack it."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST = 80  # characters; at most 240 bytes, below the 255 of usual file systems
_UNSAFE = re.compile(r'[<>:"|?*\\/&#%\']')
# Control and format characters (bidirectional, zero width), surrogates, private and unassigned.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Python's own list, so that a name does not depend on what the workstation has installed.
_KNOWN_SUFFIXES = frozenset(mimetypes.MimeTypes(filenames=()).types_map[True])


def shown_name(name: str) -> str:
    """Return a name to read: whole, but without invisible characters that could turn it about."""
    return "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)


def member_path(number: int, name: str, *, sealed: bool) -> str:
    """Return where the package's ``number``-th attachment goes, ``files/00001-name.pdf``.

    The number makes it unique and keeps it from being a name that Windows reserves. A sealed ZIP
    hides what is in its files but not what they are called, so there the name is left out and only
    a well-known suffix stays; the overview and the data file name the attachment.
    """
    safe = safe_name(name)
    if sealed:
        suffix = PurePosixPath(safe).suffix.lower()
        return f"files/{number:05d}{suffix if suffix in _KNOWN_SUFFIXES else ''}"
    return f"files/{number:05d}-{safe}"


def safe_name(name: str) -> str:
    """Return a base name without folders and without characters that mislead or break anything.

    It is at most 80 characters long and keeps its suffix; where nothing is left it is ``file``.
    """
    base = re.split(r"[\\/]", name)[-1]
    visible = _UNSAFE.sub("_", shown_name(unicodedata.normalize("NFC", base)))
    tidy = " ".join(visible.split()).strip(". ")
    path = PurePosixPath(tidy)
    suffix = path.suffix if len(path.suffix) <= _LONGEST // 4 else ""
    stem = tidy.removesuffix(suffix)[: _LONGEST - len(suffix)].rstrip(". ")
    return f"{stem}{suffix}" if stem else "file"
