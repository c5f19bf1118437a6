"""Checks a package against its manifest, and the manifest against its signature."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.documents.package.manifest import (
    LARGEST,
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    read_manifest,
)
from app.documents.package.sinks import Entry
from app.documents.package.sources import Damaged, Source
from app.documents.signing import SIGNATURE_SIZE, read_public_key_pem, signature_holds
from app.i18n import _
from app.model.changes import Progress, no_progress

_ATTACHMENT = re.compile(r"files/\d+")
_LONGEST_SHOWN = 60
_LARGEST_KEY = 4096  # bytes


@dataclass(frozen=True, slots=True)
class PackageFindings:
    """What is wrong with a package, and who signed it."""

    problems: tuple[str, ...]
    """In the user's language; an attachment appears by its number, not its name."""
    public_key: bytes | None
    """The key whose signature holds."""


def check_package(source: Source, progress: Progress = no_progress) -> PackageFindings:
    """Compare every file with the manifest and the manifest with its signature.

    Progress counts bytes.
    """
    present = Counter(source.paths())
    try:
        raw = _small_file(source, MANIFEST, LARGEST)
        entries = read_manifest(raw)
    except (Damaged, ValueError):
        return PackageFindings(
            (_("The list of files (manifest.json) is missing or damaged."),), None
        )
    problems, public_key = _check_signature(source, present, raw)
    problems += _check_presence(present, entries)
    done, total = 0, sum(entry.size for entry in entries.values())
    for entry in entries.values():
        report = partial(_report, progress, done, total)
        if present[entry.path] == 1 and not _as_listed(source, entry, report):
            problems.append(_("Changed or damaged: {path}").format(path=_shown(entry.path)))
        done += entry.size
    return PackageFindings(tuple(problems), public_key)


def _report(progress: Progress, before: int, total: int, size: int) -> None:
    progress(before + size, total)


def _check_signature(
    source: Source, present: Counter[str], raw: bytes
) -> tuple[list[str], bytes | None]:
    if not present[SIGNATURE]:
        return [_("The package is not signed.")], None
    try:
        signature = _small_file(source, SIGNATURE, SIGNATURE_SIZE)
        public_key = read_public_key_pem(_small_file(source, PUBLIC_KEY, _LARGEST_KEY))
    except (Damaged, ValueError):
        return [_("The signature or its public key cannot be read.")], None
    if not signature_holds(public_key, signature, raw):
        return [_("The signature does not fit the list of files (manifest.json).")], None
    return [], public_key


def _check_presence(present: Counter[str], entries: dict[str, Entry]) -> list[str]:
    expected = {*entries, MANIFEST, *({SIGNATURE} & set(present))}
    problems = [
        _("Missing: {path}").format(path=_shown(path)) for path in entries if not present[path]
    ]
    for path, times in present.items():
        if path not in expected:
            problems.append(_("Not in the list of files: {path}").format(path=_shown(path)))
        elif times > 1:
            problems.append(_("Stands in the package twice: {path}").format(path=_shown(path)))
    return problems


def _as_listed(source: Source, entry: Entry, report: Callable[[int], None]) -> bool:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in source.read(entry.path):
            digest.update(chunk)
            size += len(chunk)
            report(size)
            if size > entry.size:  # a small file may unpack to a very large one
                return False
    except Damaged:
        return False
    return size == entry.size and digest.hexdigest() == entry.sha256


def _small_file(source: Source, path: str, largest: int) -> bytes:
    data = bytearray()
    for chunk in source.read(path):
        data += chunk
        if len(data) > largest:
            raise Damaged
    return bytes(data)


def _shown(path: str) -> str:
    """Return a path fit to be told: an attachment's name may be personal, or made to mislead."""
    if match := _ATTACHMENT.match(path):
        return match[0]
    return "".join(
        c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in path[:_LONGEST_SHOWN]
    )
