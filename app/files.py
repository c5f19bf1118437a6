"""Writing a file so that a crash, a full disk or a refusal leaves the old one whole."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from app.errors import KnownError
from app.i18n import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
# File systems that cannot synchronise a folder, or a folder that may be written and not read.
_FOLDER_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF}


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write ``data`` to ``path`` so that, at any moment, the old or the new content is there.

    The data goes to a temporary file in the same folder with the permissions ``mode``, is
    synchronised to the disk and takes the place of ``path``; then the folder is synchronised.

    Raises KnownError ``disk_full``, ``read_only`` or ``write_failed``: the old file, if any, is
    as it was and no temporary file stays. ``not_durable``: the new content is in place, but the
    system could not promise that it would survive a loss of power.
    """
    try:
        temporary = _write_beside(path, data, mode)
        try:
            os.replace(temporary, path)  # noqa: PTH105 - the tests make exactly this call fail
        except OSError:
            _discard(temporary)
            raise
    except OSError as error:
        raise known_write_error(error) from error
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise KnownError(
            "not_durable",
            _("The file was written, but the disk did not confirm it."),
            _("Check the disk: after a loss of power the older file could be back."),
        ) from error


def make_folder(folder: Path) -> None:
    """Make ``folder`` and those above it, for the owner alone; one that is there stays as it is.

    Raises KnownError ``disk_full``, ``read_only`` or ``write_failed``.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in _FULL:
            raise known_write_error(error) from error
        raise KnownError(
            "read_only" if error.errno in _REFUSED else "write_failed",
            _("This folder cannot be made or used here."),
            _("Nothing was made. Choose another folder, or have the rights to this one mended."),
        ) from error


def _write_beside(path: Path, data: bytes, mode: int) -> Path:
    """Write ``data`` to a new file beside ``path`` and return it; leave none on failure."""
    import tempfile  # noqa: PLC0415 - costs what all else here does; reading needs none of it

    descriptor, name = tempfile.mkstemp(
        prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent
    )
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _discard(temporary: Path) -> None:
    with suppress(OSError):  # the first error is the one to tell
        temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` survive a loss of power, where the system can."""
    if os.name == "nt":
        return  # Windows opens no folder as a file and writes its journal itself
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _FOLDER_CANNOT_SYNC:
            raise


def known_write_error(error: OSError) -> KnownError:
    """Return what the user can do about a write that the system refused; what was there stays."""
    if error.errno in _FULL:
        return KnownError(
            "disk_full",
            _("There is no room left on the disk."),
            _("The file was left as it was. Make room and try again."),
        )
    if error.errno in _REFUSED:
        return KnownError(
            "read_only",
            _("The system does not allow writing here."),
            _("The file was left as it was. Check the permissions of the folder and try again."),
        )
    return KnownError(
        "write_failed",
        _("The file could not be written: {reason}.").format(
            reason=os.strerror(error.errno) if error.errno else type(error).__name__
        ),
        _("The file was left as it was. Check the folder and the disk and try again."),
    )
