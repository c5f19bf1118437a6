"""A place for a report of what cannot be done twice, made sure of before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _


@contextmanager
def reserved(report: Path) -> Iterator[None]:
    """Hold ``report``'s place while the block writes it; a block that fails leaves none.

    Raises ``KnownError``, before the block, where a report could not be written: ``file_exists``
    or as ``write_atomically`` does. An empty file, left by a run that was killed, is taken over.
    """
    if _size(report):
        raise KnownError(
            "file_exists",
            _("There is a file with the report's name already."),
            _("Nothing was destroyed, and the file was left as it is. Choose another name."),
        )
    write_atomically(report, b"")
    try:
        yield
    except BaseException:
        if not _size(report):
            report.unlink(missing_ok=True)
        raise


def _size(report: Path) -> int:
    """Return the bytes in a file; 0 where there is none or it cannot be looked at."""
    try:
        return report.stat().st_size
    except OSError:
        return 0
