"""The safeguards around the tests themselves."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import moments
from app.model.moments import now
from app.settings import preferences_folder, store_folder
from tests.conftest import Clock
from tests.isolation import MemoryKeyring, NetworkGuard, left_over_threads


def test_home_is_a_temporary_folder() -> None:
    assert "home" in Path.home().name
    assert store_folder().is_relative_to(Path.home())
    assert preferences_folder().is_relative_to(Path.home())


def test_keyring_starts_empty_in_every_test(memory_keyring: MemoryKeyring) -> None:
    assert memory_keyring.kept == {}
    keyring.set_password("service", "name", "secret")
    assert keyring.get_password("service", "name") == "secret"


def test_a_started_program_has_no_keyring() -> None:
    code = "import keyring; keyring.set_password('s','n','v'); print(keyring.get_password('s','n'))"
    run = subprocess.run(  # noqa: S603 - this interpreter with a constant text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "None"


def test_the_network_is_refused_and_noted() -> None:
    with pytest.MonkeyPatch.context() as patch:
        guard = NetworkGuard(patch)
        with pytest.raises(OSError, match="network"):
            socket.create_connection(("192.0.2.1", 80), timeout=0.1)
        with pytest.raises(OSError, match="network"):
            socket.getaddrinfo("example.nl", 443)
        assert guard.attempts == ["192.0.2.1", "example.nl"]
    # The fixture's own guard was under this one and saw none of it.


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_clock_stands_still(clock: Clock) -> None:
    assert moments.to_iso(now()) == "2026-11-23T08:00:00Z"
    clock.advance(days=1, hours=2)
    assert moments.to_iso(now()) == "2026-11-24T10:00:00Z"
    clock.set("2027-01-01")
    assert now() == moments.from_iso("2027-01-01")


def test_a_thread_left_behind_is_seen() -> None:
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.isolation._THREAD_PATIENCE", 0.05)
        assert left_over_threads(before) == ["forgotten"]
    stop.set()
    assert left_over_threads(before) == []
    thread.join()


@given(st.integers())
def test_property_tests_run_with_the_safeguards(number: int) -> None:
    assert isinstance(number, int)
