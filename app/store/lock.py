"""One program at a time on a store, and a word on who that is."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.store import engine

LOCK_FILE = "lock"

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
    """Held from opening a store to closing it; the system lets it go when the program dies."""

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_FILE
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise engine.read_only() from None
        self._file = os.fdopen(descriptor, "r+", encoding="utf-8")
        if not _try_lock(self._file):
            holder = self._holder()
            self._file.close()
            raise _in_use(holder)
        self._write_holder()

    def _write_holder(self) -> None:
        holder = {"process": os.getpid(), "host": _host(), "since": moments.now()}
        self._file.seek(0)
        self._file.truncate()
        # Unbuffered: what a full disk refuses must not be tried again at the end. Others are kept
        # out all the same, and who has the store open can make room with it.
        with suppress(OSError):
            os.write(self._file.fileno(), json.dumps(holder).encode())

    def _holder(self) -> dict[str, object]:
        self._file.seek(0)
        try:
            holder = json.loads(self._file.read(4096))
        except (OSError, ValueError):
            return {}
        return holder if isinstance(holder, dict) else {}

    def release(self) -> None:
        """Let the store go; the file stays, empty of any holder."""
        if self._file.closed:
            return
        self._file.seek(0)
        self._file.truncate()
        self._file.close()


def _in_use(holder: dict[str, object]) -> KnownError:
    since = holder.get("since")
    message = _("Another program has this store open: process {process} on {host}, since {since}.")
    return KnownError(
        "store_in_use",
        message.format(
            process=holder.get("process", "?"),
            host=holder.get("host", "?"),
            since=moments.to_iso(since) if isinstance(since, int) else "?",
        ),
        _("Close that program or lock its window first, then try again. Nothing was changed."),
    )
