"""A place for a report of what cannot be done twice, made sure of before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _


def _is_none(_content: bytes) -> bool:
    return False


@contextmanager
def reserved(report: Path, same: Callable[[bytes], bool] = _is_none) -> Iterator[None]:
    """Hold ``report``'s place while the block writes it; a block that fails leaves none.

    Raises ``KnownError``, before the block, where a report could not be written: ``file_exists``
    or as ``write_atomically`` does. An empty file, left by a run that was killed, is taken over,
    and so is one that ``same`` says is an earlier writing of this very report.
    """
    content = _content(report)
    if content and not same(content):
        raise KnownError(
            "file_exists",
            _("There is a file with the report's name already."),
            _("Nothing was destroyed, and the file was left as it is. Choose another name."),
        )
    write_atomically(report, content)
    try:
        yield
    except BaseException:
        if not _content(report):
            report.unlink(missing_ok=True)
        raise


def _content(report: Path) -> bytes:
    """Return what is in a file; nothing where there is none or it cannot be looked at."""
    try:
        return report.read_bytes()
    except OSError:
        return b""
