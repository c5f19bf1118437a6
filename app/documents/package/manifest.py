"""``manifest.json``: size and digest of each file of a package, and the signature over it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from app.documents.package.sinks import Entry
from app.model.moments import to_iso

FORMAT = "cne-helpdesk/package-manifest/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
PUBLIC_KEY = "public-key.pem"
LARGEST = 256 * 1024 * 1024
"""Bytes; a manifest of a million attachments is smaller."""


def manifest(entries: Sequence[Entry], made_at: int) -> Iterator[str]:
    """Yield the manifest's text, one file a line so that ``sed`` can make a checksum list of it."""
    yield f'{{"format":"{FORMAT}","made_at":"{to_iso(made_at)}","files":['
    for index, entry in enumerate(entries):
        path = json.dumps(entry.path, ensure_ascii=False)
        yield "," * bool(index)
        yield f'\n{{"path":{path},"sha256":"{entry.sha256}","size":{entry.size}}}'
    yield "\n]}\n"


def read_manifest(raw: bytes) -> dict[str, Entry]:
    """Return the files that a manifest names, by path; ``ValueError`` where it is none."""
    try:
        table: Any = json.loads(raw.decode("utf-8"))
        if table["format"] != FORMAT:
            raise ValueError("another format")
        entries = [
            Entry(str(row["path"]), int(row["size"]), str(row["sha256"])) for row in table["files"]
        ]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a manifest") from error
    found = {entry.path: entry for entry in entries}
    if len(found) != len(entries):
        raise ValueError("a file stands twice")
    return found
