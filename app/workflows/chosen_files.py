"""Files that are to be imported: how many rows they seem to hold, and whether they changed since.

Neither reads them whole: they may be gigabytes. Where there are many, ``progress`` is called with
``(0, None)`` between them, so that it may be stopped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.model.changes import Progress, no_progress

_SAMPLE = 1024 * 1024  # bytes
_PEEK = 64  # bytes; some blank lines may stand before the first mail
_MAIL_BEGINS = b"From "


def state_of(paths: Sequence[Path], progress: Progress = no_progress) -> bytes:
    """Return what tells these files, and those below folders, from changed ones."""
    found = hashlib.blake2b()
    for file in _files(paths, progress):
        try:
            known = file.stat()
        except OSError:
            found.update(f"{file!r} gone".encode())
        else:
            found.update(f"{file!r} {known.st_size} {known.st_mtime_ns}".encode())
    return found.digest()


def expected_lines(path: Path) -> int:
    """Return about how many lines a table has below its headings, by how it begins."""
    return max(1, _expected(path, b"\n") - 1)


def expected_mails(paths: Sequence[Path], progress: Progress = no_progress) -> int:
    """Return about how many mails there are in files, mailboxes, and folders of both."""
    return sum(
        1 + _expected(file, b"\n" + _MAIL_BEGINS) if _is_mailbox(file) else 1
        for file in _files(paths, progress)
    )


def _files(paths: Iterable[Path], progress: Progress) -> Iterator[Path]:
    for path in paths:
        for file in _files_under(path) if path.is_dir() else (path,):
            progress(0, None)
            yield file


def _files_under(path: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))


def _is_mailbox(path: Path) -> bool:
    """Say by its first bytes whether a file may hold several mails; a Maildir's are one each."""
    # To open a pipe that nobody writes to would wait for ever.
    if path.suffix.lower() == ".eml" or not path.is_file():
        return False
    try:
        with path.open("rb", buffering=0) as file:
            return file.read(_PEEK).lstrip().startswith(_MAIL_BEGINS)
    except OSError:
        return False


def _expected(path: Path, mark: bytes) -> int:
    """Return about how often a mark stands in a file."""
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return 0
    return sample.count(mark) * max(size, 1) // max(len(sample), 1)
