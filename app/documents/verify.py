"""Checks what this program signed: packages, purge plans and purge reports."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.documents.package.check import check_package
from app.documents.package.manifest import MANIFEST
from app.documents.package.sources import FolderSource, Source, ZipSource
from app.documents.signing import FORMAT_PREFIX, read_signed
from app.errors import KnownError
from app.i18n import _
from app.model.changes import Progress, no_progress

_LARGEST_DOCUMENT = 256 * 1024 * 1024  # bytes; a plan with a million ids is smaller
_ZIP = b"PK"
_PDF = b"%PDF"
PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found."""

    kind: str
    """``package``, or a signed document's own: ``purge-plan``, ``purge-report``."""
    valid: bool
    """Nothing is wrong: there are no problems."""
    problems: tuple[str, ...]
    """In the user's language, without personal values."""
    public_key: bytes | None = None
    """The key whose signature holds."""
    trusted: bool | None = None
    """Whether that key is one of those asked for; None where none were named."""


def verify_file(
    path: Path,
    *,
    passphrase: str | None = None,
    trusted: Iterable[bytes] = (),
    progress: Progress = no_progress,
) -> Verification:
    """Check a package or a signed document against its digests and its signature.

    ``trusted`` are raw public keys: where there are any, a signature by another key is a problem;
    without, the signature shows only that nothing was changed since someone signed it. The store
    is not needed. A package without a signature is a problem. Progress counts a package's bytes.

    Raises KnownError: ``not_found`` or ``unreadable``; ``unknown_file`` for what this program did
    not write; ``passphrase_needed`` or ``wrong_passphrase`` for a sealed package, and
    ``damaged_package`` for a ZIP that cannot be opened at all.
    """
    keys = frozenset(trusted)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _verify_folder(path, keys, progress)
        if not stat.S_ISREG(mode):
            raise _unknown_file()
        return _verify_regular(path, passphrase, keys, progress)
    except FileNotFoundError:
        raise KnownError(
            "not_found",
            _("There is no such file."),
            _("Check the name and the folder."),
        ) from None
    except OSError as error:
        raise KnownError(
            "unreadable",
            _("The file cannot be read."),
            _("Check its permissions and the disk."),
        ) from error


def _verify_folder(folder: Path, keys: frozenset[bytes], progress: Progress) -> Verification:
    if not (folder / MANIFEST).is_file():
        raise _unknown_file()
    return _verify_package(FolderSource(folder), keys, progress)


def _verify_regular(
    file: Path, passphrase: str | None, keys: frozenset[bytes], progress: Progress
) -> Verification:
    with file.open("rb") as opened:
        start = opened.read(len(_PDF))
        if start.startswith(_ZIP):
            return _verify_package(ZipSource(file, passphrase), keys, progress)
        if start == _PDF:
            raise KnownError(
                "unknown_file",
                _("A PDF is for reading: its text carries no signature that could be checked."),
                _("Save the signed report that is attached inside the PDF, and check that file."),
            )
        opened.seek(0)
        raw = opened.read(_LARGEST_DOCUMENT + 1)
    if len(raw) > _LARGEST_DOCUMENT:
        raise _unknown_file()
    return _verify_document(raw, keys)


def _verify_package(source: Source, keys: frozenset[bytes], progress: Progress) -> Verification:
    with source:
        if MANIFEST not in source.paths():
            raise _unknown_file()
        found = check_package(source, progress)
    return _verification(PACKAGE, found.problems, found.public_key, keys)


def _verify_document(raw: bytes, keys: frozenset[bytes]) -> Verification:
    try:
        document = read_signed(raw)
    except KnownError as error:
        if error.code != "signature_wrong":
            raise _unknown_file() from error
        return Verification("document", False, (error.message,))
    kind = document.format.removeprefix(FORMAT_PREFIX).split("/")[0]
    return _verification(kind, (), document.public_key, keys)


def _verification(
    kind: str, problems: tuple[str, ...], public_key: bytes | None, keys: frozenset[bytes]
) -> Verification:
    trusted = public_key in keys if keys and public_key else None
    if trusted is False:
        problems = (*problems, _("The signature is by a key that is not known here."))
    return Verification(kind, not problems, problems, public_key, trusted)


def _unknown_file() -> KnownError:
    return KnownError(
        "unknown_file",
        _("This program did not write this file, or it is damaged beyond recognition."),
        _("Choose a package, purge plan or purge report."),
    )
