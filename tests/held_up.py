"""The process of a purge or an erasure, held up amid a transaction by the operating system."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress

import pytest
from sqlcipher3 import dbapi2

from app.store import engine
from app.workflows.session import Session

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be held up there")


class HeldUp:
    """Holds the process of long work up amid a transaction, until it may go on."""

    def __init__(self, session: Session) -> None:
        self.inside = threading.Event()
        self._connection = engine.connect(session.store.path, session.unlocked.store_key)
        self._connection.execute("PRAGMA busy_timeout = 0")
        self._folder = session.folder
        self._process = 0
        self._thread = threading.Thread(target=self._hold_up)

    def __enter__(self) -> HeldUp:
        """Wait for it from now on."""
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Let it go on, if it lives."""
        self.inside.set()
        self._thread.join()
        self._connection.close()
        self._tell(signal.SIGCONT)

    def _hold_up(self) -> None:
        while not self.inside.is_set():
            time.sleep(0.001)
            for mark in self._folder.glob("lock.*"):  # that of its process
                if self._is_writing():
                    self._process = int(mark.suffix[1:])
                    self._tell(signal.SIGSTOP)
                    if self._is_writing():  # and it cannot end that now
                        self.inside.set()
                        break
                    self._tell(signal.SIGCONT)

    def _is_writing(self) -> bool:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except dbapi2.OperationalError:
            return True
        self._connection.execute("ROLLBACK")
        return False

    def kill(self) -> None:
        """Let it die where it is."""
        self._tell(signal.SIGKILL)

    def _tell(self, what: signal.Signals) -> None:
        if self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, what)
