"""Every test runs in a home, keyring and language of its own, offline, and leaves nothing."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

# Before anything loads Qt or Hypothesis, which read these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
os.environ.setdefault(
    "HYPOTHESIS_STORAGE_DIRECTORY", str(Path(tempfile.gettempdir()) / "cne-helpdesk-hypothesis")
)
# A program that a test starts has no keyring; this process gets one in memory, below.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import hypothesis
import keyring
import pytest

from app import i18n
from app.model import moments
from tests.isolation import (
    MemoryKeyring,
    NetworkGuard,
    left_over_qt,
    left_over_threads,
    use_home,
)
from tests.store_copies import CHEAP, StoreCopies

hypothesis.settings.register_profile("default", database=None, deadline=None)
hypothesis.settings.register_profile("ci", database=None, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
_ROOM = 2 << 30  # bytes; a run holds far less at once


def pytest_configure() -> None:
    """Keep what the tests write in memory where there is room: a store waits for a disk often."""
    if "TMPDIR" in os.environ or not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM:
        return
    os.environ["TMPDIR"] = str(_MEMORY)
    tempfile.tempdir = None  # to be looked up again


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Let a worker that is free take the next test."""
    from tests.scheduling import Scheduling  # noqa: PLC0415 - xdist may be left out

    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Let what stays for the whole run be no part of what is looked through for rubbish."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the test a workstation of its own and fail it for what it leaves behind."""
    threads = set(threading.enumerate())
    with pytest.MonkeyPatch.context() as patch:
        use_home(patch, tmp_path_factory.mktemp("home"))
        keyring.set_keyring(MemoryKeyring())
        i18n.set_language("en")
        patch.setattr("app.vault.crypto.DEFAULT_KDF", CHEAP)
        network = NetworkGuard(patch)
        yield
    i18n.set_language("en")
    left = left_over_qt()
    if left:  # perhaps only a reference cycle keeps it: collect, then look again
        gc.collect()
        left = left_over_qt()
    left += [f"thread {name!r}" for name in left_over_threads(threads)]
    assert not left, f"the test left behind: {', '.join(left)}"
    assert not network.attempts, f"the test reached for the network: {network.attempts}"


@pytest.fixture(scope="session")
def store_copies(tmp_path_factory: pytest.TempPathFactory) -> StoreCopies:
    """Stores that are made once for all tests of this process."""
    return StoreCopies(tmp_path_factory.mktemp("stores"))


@pytest.fixture
def dutch() -> None:
    """Show every text in Dutch during this test."""
    i18n.set_language("nl")


@pytest.fixture
def memory_keyring() -> MemoryKeyring:
    """The keyring of this test."""
    backend = keyring.get_keyring()
    assert isinstance(backend, MemoryKeyring)
    return backend


class Clock:
    """The moment the program believes it is; it stands still until told otherwise."""

    def __init__(self, moment: int) -> None:
        self.moment = moment

    def time(self) -> float:
        """Answer in the place of ``time.time``."""
        return float(self.moment)

    def set(self, iso: str) -> None:
        """Go to an ISO 8601 moment; one without a zone is in UTC."""
        self.moment = moments.from_iso(iso)

    def advance(self, *, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Go forward."""
        self.moment += int(days * 86_400 + hours * 3_600 + seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the program's clock at a Monday morning, 2026-11-23 08:00 UTC."""
    stopped = Clock(moments.from_iso("2026-11-23T08:00:00"))
    monkeypatch.setattr(moments, "time", stopped)
    return stopped
