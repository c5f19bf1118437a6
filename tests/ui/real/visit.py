"""``python -m tests.ui.real.visit FOLDER``: work in a real window, with a real pointer and keyring.

It runs on an X server and in a D-Bus session of its own, prints as JSON what happened, and fails
where something did not. Keys and clicks come from the X server (xdotool), not from Qt.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from app.model.identifiers import IdentifierKind
from app.model.ticket_edit import Edit
from app.vault import KeyringSecrets
from app.workflows import bulk_edit, devices, members, tickets
from tests.ui.example_store import LEAD, PASSPHRASE, fill, make_store
from ui.application import PAGES, make_application
from ui.devices.page import DevicesPage
from ui.language import speak
from ui.main_window import MainWindow
from ui.navigation import Navigation
from ui.preferences import Preferences
from ui.theme.theme import Theme
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

_XDOTOOL = shutil.which("xdotool") or ""
_DAEMON = shutil.which("gnome-keyring-daemon") or ""
PATIENCE = 20.0
"""Seconds until something is taken never to happen."""
QUEUE = "Gebouw"
TRIES = 3
"""Scans: on a busy machine the keys may come too slowly to be a scanner's."""


class Hands:
    """The pointer and the keyboard of the X server."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def wait(self, until: Callable[[], Any], what: str) -> None:
        """Let the window work until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                raise TimeoutError(what)
            self._app.processEvents()
            time.sleep(0.005)

    def do(self, *words: str | int) -> None:
        """Let xdotool do something while the window goes on."""
        process = subprocess.Popen([_XDOTOOL, *map(str, words)])  # noqa: S603 - our own words
        self.wait(lambda: process.poll() is not None, f"xdotool {words[0]}")
        if process.returncode:
            raise RuntimeError(f"xdotool {words[0]} failed")
        for _ in range(20):
            self._app.processEvents()
            time.sleep(0.005)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Press the left button on a widget."""
        at = _on_screen(widget, place)
        self.do("mousemove", at.x(), at.y(), "click", 1)

    def drag(self, widget: QWidget, place: QPoint, onto: QWidget) -> None:
        """Press the button on one widget and let it go over another."""
        begin, end = _on_screen(widget, place), _on_screen(onto)
        steps: list[str | int] = []
        for step in range(1, 11):
            x = begin.x() + (end.x() - begin.x()) * step // 10
            y = begin.y() + (end.y() - begin.y()) * step // 10
            steps += ["mousemove", x, y, "sleep", "0.05"]
        start: list[str | int] = ["mousemove", begin.x(), begin.y(), "mousedown", 1, "sleep", "0.1"]
        self.do(*start, *steps, "sleep", "0.2", "mouseup", 1)


def _on_screen(widget: QWidget, place: QPoint | None = None) -> QPoint:
    return widget.mapToGlobal(widget.rect().center() if place is None else place)


def prepare(folder: Path) -> None:
    """Make a store that the keyring of this session opens."""
    session, _code = make_store(folder / "store")
    ids = fill(session, 8)
    bulk_edit.edit(session, {ids[0]: None}, Edit(queue=QUEUE))
    members.remember_device(session, PASSPHRASE, KeyringSecrets())
    session.close()


def work(app: QApplication, folder: Path, said: dict[str, Any]) -> None:
    """Unlock by the keyring, click, drag, scan, lock and come back."""
    hands = Hands(app)
    speak(app, "en")
    preferences = Preferences()
    preferences.remembered = True
    window = MainWindow(
        folder / "store",
        Theme(app),
        PAGES,
        preferences=preferences,
        preferences_folder=folder / "preferences",
    )
    try:
        window.move(0, 0)
        window.resize(1280, 860)
        window.start()
        hands.wait(lambda: window.workspace is not None, "the keyring never opened the store")
        said["unlocked_by"] = keyring.get_keyring().__class__.__module__
        _tickets(window, hands, said)
        _scan(window, hands, said)
        _lock_and_return(window, hands, said)
    finally:
        window.shut()


def _tickets(window: MainWindow, hands: Hands, said: dict[str, Any]) -> None:
    page, navigation = window.findChild(TicketsPage), window.findChild(Navigation)
    assert page is not None
    assert navigation is not None
    session = page.context.session
    hands.do("search", "--onlyvisible", "--name", "CNE Helpdesk", "windowfocus")
    hands.wait(lambda: page.model.rowCount() == 8, "the list never came")
    row = next(r for r in range(8) if (t := page.model.known(r)) is not None and t.assignee != LEAD)
    place = page.view.visualRect(page.model.index(row, 1)).center()
    hands.click(page.view.viewport(), place)
    hands.wait(lambda: page.ticket is not None, "a click chose no ticket")
    assert page.ticket is not None
    number = page.ticket.row.id
    hands.do("key", "m")
    hands.wait(
        lambda: tickets.get(session, number).row.assignee == LEAD, "the key M gave it to nobody"
    )
    said["assigned"] = tickets.get(session, number).row.assignee
    hands.wait(lambda: not page.reader.is_stale, "the ticket was never read again")
    hands.wait(
        lambda: [b for b in navigation.query_buttons if b.text() == QUEUE], "the queue is not shown"
    )
    (queue,) = (b for b in navigation.query_buttons if b.text() == QUEUE)
    place = page.view.visualRect(page.view.currentIndex()).center()
    hands.drag(page.view.viewport(), place, queue)
    hands.wait(lambda: tickets.get(session, number).row.queue == QUEUE, "it was not dropped")
    said["queue"] = tickets.get(session, number).row.queue


def _scan(window: MainWindow, hands: Hands, said: dict[str, Any]) -> None:
    """A scanner types fast, whatever the keyboard is on."""
    workspace = window.workspace
    assert workspace is not None
    session = workspace.context.session
    workspace.go("people")
    wanted, code = next(
        (device, identifier.canonical)
        for device in devices.page(session, "").ids
        for identifier in devices.get(session, device).identifiers
        if identifier.kind is IdentifierKind.IMEI
    )

    def is_there() -> bool:
        place = workspace.place
        return place is not None and (place.page, place.kept["item"]) == ("devices", wanted)

    for _ in range(TRIES):
        hands.do("key", "ctrl+f", "ctrl+a")
        hands.do("type", "--delay", 4, "--args", 1, code, "key", "Return")
        if is_there():
            break
    hands.wait(is_there, "the scan opened no device")
    said["scanned"] = isinstance(workspace.page("devices"), DevicesPage)


def _lock_and_return(window: MainWindow, hands: Hands, said: dict[str, Any]) -> None:
    hands.do("key", "ctrl+l")
    hands.wait(lambda: window.findChild(Unlock) is not None, "it never locked")
    hands.do("type", "--delay", 40, PASSPHRASE)
    hands.do("key", "Return")
    hands.wait(lambda: window.workspace is not None, "the passphrase never opened it")
    assert window.workspace is not None
    place = window.workspace.place
    said["returned_to"] = place.page if place is not None else None


def main() -> int:
    """Do all of it and say how it went."""
    folder = Path(sys.argv[1])
    daemon = subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
        [_DAEMON, "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    said: dict[str, Any] = {}
    try:
        assert daemon.stdin is not None
        daemon.stdin.write(b"sleutelbos")
        daemon.stdin.close()
        deadline = time.monotonic() + PATIENCE
        while "SecretService" not in keyring.get_keyring().__class__.__module__:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no Secret Service: {keyring.get_keyring()}")
            time.sleep(0.1)
            keyring.core.init_backend()
        prepare(folder)
        app = make_application()
        said["platform"] = app.platformName()
        work(app, folder, said)
    finally:
        print(json.dumps(said))
        daemon.terminate()
        daemon.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
