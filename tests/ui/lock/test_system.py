"""The desktop's own signals lock the window: spoken over a real bus of the test's own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.lock.system import SystemLock

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon to speak over"
)


@pytest.fixture
def bus() -> Iterator[str]:
    daemon = shutil.which("dbus-daemon")
    assert daemon is not None
    with subprocess.Popen(  # noqa: S603 - the program is the system's own, found above
        [daemon, "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.fixture
def lock(qtbot: QtBot, bus: str) -> Iterator[SystemLock]:
    owner = QObject()
    lock = SystemLock(owner, bus_address=bus)
    assert lock.listening
    yield lock
    lock.close()


def say(bus: str, path: str, interface: str, name: str, *values: bool) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # noqa: PLC0415 - no part of Qt everywhere

    speaker = QDBusConnection.connectToBus(bus, "speaker")
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(values))
    assert speaker.send(message)
    QDBusConnection.disconnectFromBus("speaker")


@pytest.mark.parametrize(
    "signal",
    [
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True),
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True),
        ("/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session", "Lock"),
    ],
)
def test_leaving_is_heard(
    qtbot: QtBot, bus: str, lock: SystemLock, signal: tuple[str, str, str, *tuple[bool, ...]]
) -> None:
    with qtbot.waitSignal(lock.locked):
        say(bus, *signal)


def test_coming_back_locks_nothing(qtbot: QtBot, bus: str, lock: SystemLock) -> None:
    with qtbot.assertNotEmitted(lock.locked, wait=200):
        say(
            bus,
            "/org/freedesktop/ScreenSaver",
            "org.freedesktop.ScreenSaver",
            "ActiveChanged",
            False,
        )


def test_without_a_bus_it_listens_to_nobody_and_says_so(qtbot: QtBot) -> None:
    lock = SystemLock(QObject(), bus_address="unix:path=/nowhere/at/all")
    assert not lock.listening
    lock.close()
