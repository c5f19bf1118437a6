"""One program at a time on a store, with the guests it lets in, and a word on who that is."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.store import engine

LOCK_FILE = "lock"
_PATIENCE = 5.0
"""Seconds that a guest whose program died is waited for: it stops where it next reports."""

if sys.platform == "win32":
    import msvcrt
    import socket

    _LOCK_OFFSET = 1 << 30  # beyond the text, which others must be able to read

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_LOCK_OFFSET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _host() -> str:
        return socket.gethostname()
else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _host() -> str:
        return os.uname().nodename  # the socket module, which says the same, is used for nothing


class StoreLock:
    """Held from opening a store to closing it; the system lets it go when the program dies.

    A ``guest`` of the program that has the store open holds one of its own beside it, so that a
    guest which outlives its program for a moment keeps others out too.
    """

    def __init__(self, folder: Path, *, guest: bool = False) -> None:
        self._path = folder / (f"{LOCK_FILE}.{os.getpid()}" if guest else LOCK_FILE)
        self._guest = guest
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise engine.read_only() from None
        self._file = os.fdopen(descriptor, "r+", encoding="utf-8")
        if not _try_lock(self._file):
            holder = _holder(self._file)
            self._file.close()
            raise _in_use(holder)
        try:
            if not guest:
                _outlast_guests(folder)
        except BaseException:
            self._file.close()
            raise
        self._write_holder()

    def _write_holder(self) -> None:
        holder = {"process": os.getpid(), "host": _host(), "since": moments.now()}
        self._file.seek(0)
        self._file.truncate()
        # Unbuffered: what a full disk refuses must not be tried again at the end. Others are kept
        # out all the same, and who has the store open can make room with it.
        with suppress(OSError):
            os.write(self._file.fileno(), json.dumps(holder).encode())

    def release(self) -> None:
        """Let the store go; a program's file stays, empty of any holder, a guest's goes."""
        if self._file.closed:
            return
        self._file.seek(0)
        self._file.truncate()
        self._file.close()
        if self._guest:
            self._path.unlink(missing_ok=True)


def _holder(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    try:
        holder = json.loads(file.read(4096))
    except (OSError, ValueError):
        return {}
    return holder if isinstance(holder, dict) else {}


def _outlast_guests(folder: Path) -> None:
    """Wait for guests of a program that is gone, and remove what they left behind."""
    ends = time.monotonic() + _PATIENCE
    for path in folder.glob(f"{LOCK_FILE}.*"):
        while (holder := _held_by(path)) is not None:
            if time.monotonic() > ends:
                raise _in_use(holder)
            time.sleep(0.02)
        path.unlink(missing_ok=True)


def _held_by(path: Path) -> dict[str, object] | None:
    """Return who holds a lock; None where no process does."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            return None if _try_lock(file) else _holder(file)
    except FileNotFoundError:
        return None  # its holder has just let it go


def _in_use(holder: dict[str, object]) -> KnownError:
    since = holder.get("since")
    message = _("Another program has this store open: process {process} on {host}, since {since}.")
    return KnownError(
        "store_in_use",
        message.format(
            process=holder.get("process", "?"),
            host=holder.get("host", "?"),
            since=moments.to_local(since) if isinstance(since, int) else "?",
        ),
        _("Close that program or lock its window first, then try again. Nothing was changed."),
    )
