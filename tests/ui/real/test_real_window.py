"""The window where people have it: an X server, a pointer, and the keyring of their session.

Every other test of the window runs on Qt's own screen with a keyring in memory.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAMS = ("Xvfb", "xdotool", "dbus-run-session", "gnome-keyring-daemon")
FOUND = {program: shutil.which(program) for program in PROGRAMS}
_missing = [program for program, path in FOUND.items() if path is None]
pytestmark = pytest.mark.skipif(bool(_missing), reason=f"not installed: {', '.join(_missing)}")

_LIMIT = 120  # seconds for all of it


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of the test's own."""
    reading, writing = os.pipe()
    server = subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
        [
            *(FOUND["Xvfb"] or "", "-displayfd", str(writing), "-nolisten", "tcp"),
            *("-screen", "0", "1280x900x24"),
        ],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, "the X server did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def test_the_keyring_unlocks_and_the_pointer_keys_and_a_scanner_work(
    display: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
    }
    visit = [sys.executable, "-m", "tests.ui.real.visit", str(tmp_path)]
    done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
        [FOUND["dbus-run-session"] or "", "--", *visit],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    if "Could not load the Qt platform plugin" in done.stderr:
        pytest.skip("Qt's libraries for X (libxcb-cursor0 and others) are not installed")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "platform": "xcb",
        "unlocked_by": "keyring.backends.SecretService",
        "assigned": "Noor Visser",
        "queue": "Gebouw",
        "scanned": True,
        "returned_to": "devices",
    }
