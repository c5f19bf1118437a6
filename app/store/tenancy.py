"""Who works in a store: the program that opened it, or a guest whom that program lets in.

A guest is another process of the same program, for long work that would keep the window from its
turns. It writes only while the program that opened the store lends it the right to, so that its
writes stand in one line with all others.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Protocol

from app.store.lock import StoreLock


class Tenancy(Protocol):
    """What a store asks of whoever works in it."""

    is_guest: bool
    """Whether another process has the store open, and cares for it at opening and closing."""
    writing: AbstractContextManager[Any]
    """Held by whoever writes; one may enter it again within itself."""

    def others_aside(self) -> AbstractContextManager[None]:
        """Let no other process have the database open while the block lasts."""

    def release(self) -> None:
        """Let the store go."""


class Owner:
    """The program that opened the store; its threads take turns at writing."""

    is_guest = False

    def __init__(self, folder: Path) -> None:
        """Raise ``KnownError("store_in_use")`` where another program has the store."""
        self._lock = StoreLock(folder)
        self.writing: AbstractContextManager[Any] = threading.RLock()

    def others_aside(self) -> AbstractContextManager[None]:
        """Ask nobody: guests are let in by name, and a copy takes the place between them."""
        return nullcontext()

    def release(self) -> None:
        """Let the store go."""
        self._lock.release()


class Host(Protocol):
    """The program that opened the store, as its guest sees it."""

    def greet(self) -> None:
        """Return where it is there; raises where it is gone."""

    def lending(self) -> AbstractContextManager[None]:
        """Ask for the right to write while the block lasts."""

    def aside(self) -> AbstractContextManager[None]:
        """Ask it to have no connection while the block lasts."""


class Guest:
    """A process of its own with one thread, in the store that its ``host`` has open."""

    is_guest = True

    def __init__(self, folder: Path, host: Host) -> None:
        """Keep other programs out from before the host is known to be there, to the end."""
        self._lock = StoreLock(folder, guest=True)
        try:
            host.greet()
        except BaseException:
            self._lock.release()
            raise
        self._host = host
        self.writing: AbstractContextManager[Any] = _Borrowed(host)

    def others_aside(self) -> AbstractContextManager[None]:
        """Let the host close its connections while the block lasts."""
        return self._host.aside()

    def release(self) -> None:
        """Leave the store, which stays the host's."""
        self._lock.release()


class _Borrowed:
    """The right to write, asked for once by the outermost of blocks within each other."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._depth = 0
        self._loan: AbstractContextManager[None] = nullcontext()

    def __enter__(self) -> None:
        if not self._depth:
            self._loan = self._host.lending()
            self._loan.__enter__()
        self._depth += 1

    def __exit__(self, *error: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._loan.__exit__(None, None, None)
