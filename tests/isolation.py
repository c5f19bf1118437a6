"""What keeps a test from touching the workstation it runs on, and tells when it left a trace."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG_VARIABLES = (
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
    "XDG_RUNTIME_DIR",
)
_SESSION_VARIABLES = ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS")
_THREAD_PATIENCE = 2.0  # seconds that a thread on its way out is given to end


def use_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Make ``home`` the user's home and every folder of theirs lie within it."""
    for name in HOME_VARIABLES:
        patch.setenv(name, str(home))
    for name in XDG_VARIABLES:
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        patch.setenv(name, str(folder))
    for name in [*_SESSION_VARIABLES, *(n for n in os.environ if n.startswith("CNE_HELPDESK_"))]:
        patch.delenv(name, raising=False)
    if sys.platform == "win32":  # there appdirs asks the system, not the environment
        patch.setattr("appdirs._get_win_folder", lambda _name: str(home))


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets with the process."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring leaves it untyped
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class NetworkGuard:
    """Refuses and notes every connection and name look-up beyond this machine."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.attempts: list[str] = []
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, self._guarded(getattr(socket.socket, name)))
        resolve = socket.getaddrinfo

        def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
            self._check(host)
            return resolve(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", getaddrinfo)

    def _guarded(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(sock: socket.socket, *args: Any) -> Any:
            if sock.family in (socket.AF_INET, socket.AF_INET6):
                self._check(args[-1][0])  # the address comes last in each of the three
            return method(sock, *args)

        return guarded

    def _check(self, host: Any) -> None:
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if host in (None, "", "localhost"):
            return
        try:
            if ipaddress.ip_address(str(host).partition("%")[0]).is_loopback:
                return
        except ValueError:
            pass  # a name, not an address
        self.attempts.append(str(host))
        raise OSError(f"a test reached for the network: {host!r}")


def left_over_threads(before: set[threading.Thread]) -> list[str]:
    """Return the names of threads that were not there before and do not end by themselves."""
    deadline = time.monotonic() + _THREAD_PATIENCE
    while True:
        left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
        # A dummy is a foreign (Qt) thread that once ran Python; it is never seen to end.
        left = [t for t in left if not isinstance(t, threading._DummyThread)]
        if not left or time.monotonic() > deadline:
            return [t.name for t in left]
        time.sleep(0.01)


def left_over_qt() -> list[str]:
    """Return what Qt still has; nothing at all when the test did not use it."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from tests.isolation_qt import left_over  # noqa: PLC0415 - only tests of the window load Qt

    return left_over()
