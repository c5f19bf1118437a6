"""Removes a package that was handed over, and nothing besides."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.documents.package.manifest import (
    LARGEST,
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    read_manifest,
)
from app.errors import KnownError
from app.files import sync_folder
from app.i18n import _

_PIECE = 1024 * 1024  # bytes
_ZEROS = bytes(_PIECE)


def is_package(path: Path, sha256: str) -> bool:
    """Whether the package of this digest is what lies at ``path``."""
    file = path / MANIFEST if path.is_dir() else path
    if path.is_symlink() or not file.is_file():
        return False
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == sha256


def remove_package(path: Path) -> None:
    """Remove a package from the disk, its name included, and not by way of a wastebasket.

    An unsealed one is overwritten before: what its files say shall not be left in free room. That
    is all a program can do; a disk may keep older copies of its own. What somebody else put into
    its folder stays, and the folder with it.

    Raises KnownError ``not_removed`` where the system refuses, or where the folder stays; what
    was removed by then is removed.
    """
    try:
        if path.is_dir() and not path.is_symlink():
            for file in _files(path):
                _overwrite(file)
                file.unlink()
            for folder in ("csv", "files"):
                with suppress(FileNotFoundError):
                    (path / folder).rmdir()
            path.rmdir()
        else:
            path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise KnownError(
            "not_removed",
            _("The package could not be removed, or not all of its folder."),
            _("Close what has it open, look what else lies in the folder, and remove it again."),
        ) from error


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files that the package wrote, the list of them last."""
    manifest = folder / MANIFEST
    with manifest.open("rb") as opened:
        raw = opened.read(LARGEST)
    with suppress(ValueError):  # a damaged list names nothing that is certainly ours
        for path in read_manifest(raw):
            file = folder / path
            if ".." not in Path(path).parts and file.is_file() and not file.is_symlink():
                yield file
    for name in (SIGNATURE, PUBLIC_KEY, MANIFEST):
        if (folder / name).is_file():
            yield folder / name


def _overwrite(file: Path) -> None:
    left = file.stat().st_size
    descriptor = os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "wb") as out:
        while left > 0:
            out.write(_ZEROS[:left])
            left -= len(_ZEROS)
        out.flush()
        os.fsync(out.fileno())
