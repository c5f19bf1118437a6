"""Photographs each page, light and dark, in Dutch and English.

Nothing of the workstation is used: the store is a throw-away one, the screen is Qt's own.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

arguments = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
arguments.add_argument("out", type=Path, help="the folder to write PNG files to")
arguments.add_argument("--scale", type=float, default=1, help="of the screen, 2 for 200 per cent")
arguments.add_argument("--font", type=float, default=0, help="size of the font, in points")
arguments.add_argument("--only", default="", help="take only pictures whose name holds this text")
arguments.add_argument("--language", default="", help="en or nl; both unless given")
arguments.add_argument("--scheme", default="", help="light or dark; both unless given")
arguments.add_argument("--size", default="1280x800", help="of the window, such as 900x600")
arguments.add_argument("--manual", action="store_true", help="take those of the manual, cut for it")
chosen = arguments.parse_args()
SIZE = tuple(int(side) for side in chosen.size.split("x"))
_SCREEN = {"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080}
_SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
_screens = Path(tempfile.gettempdir()) / f"screens-{os.getpid()}.json"
_screens.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
atexit.register(_screens.unlink)
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screens}"
os.environ["QT_SCALE_FACTOR"] = str(chosen.scale)
os.environ["LC_ALL"] = "C.UTF-8"

# Only now: Qt reads those when it starts.
from PySide6.QtWidgets import QApplication, QWidget

from tests.shots import shell, tickets
from tests.shots.dialogs import pictures as dialog_pictures
from tests.shots.inventory import pictures as inventory_pictures
from tests.shots.manual import MANUAL, file_name, keep, photograph
from tests.shots.packages import pictures as package_pictures
from tests.shots.requests import pictures as request_pictures
from tests.shots.retention import pictures as retention_pictures
from tests.ui.example_store import fill, make_store
from ui.application import PAGES, make_application
from ui.devices.page import DevicesPage
from ui.language import speak
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.theme.theme import Theme
from ui.theme.tokens import Scheme
from ui.tickets.page import TicketsPage

PATIENCE = 60.0
"""Seconds to wait for a page to have what it shows."""


class Studio:
    """One window after the other on one store, until each shows what it should."""

    def __init__(self, app: QApplication, theme: Theme, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self.theme = theme
        self._windows: list[MainWindow] = []

    def close(self) -> None:
        """Close every window, whatever happened."""
        for window in self._windows:
            window.shut()  # closing asks for an event loop, and none runs any more
            window.deleteLater()
        self._windows.clear()

    def settle(self, ready: Callable[[], bool]) -> None:
        """Run the window until it is ready and has painted."""
        for window in self._windows:
            window.idle.touch()  # a slow computer takes longer than it may be idle
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError("a page never showed what it should")
            self._app.processEvents()
        for _ in range(20):
            self._app.processEvents()
            time.sleep(0.005)

    def window(self, folder: Path) -> MainWindow:
        """Open a window of the size most people have."""
        preferences = Preferences()
        preferences.scheme, preferences.density = self.theme.scheme, self.theme.density
        window = MainWindow(
            folder,
            self.theme,
            PAGES,
            preferences=preferences,
            preferences_folder=self._folder / "preferences",
        )
        window.resize(*SIZE)
        self._windows.append(window)
        window.start()
        return window

    def pictures(self) -> Iterator[tuple[str, QWidget]]:
        """Yield each page by name, ready to be photographed."""
        first = self.window(self._folder / "new")
        yield from shell.first_run(first, self.settle)
        first.close()
        window = self.window(self._folder / "store")
        yield from shell.unlock(window, self.settle)
        yield from self._work(window)

    def _work(self, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
        workspace = window.workspace
        assert workspace is not None
        page = workspace.page("tickets")
        assert isinstance(page, TicketsPage)
        yield from tickets.looked_at(self.settle, window, page)
        yield from tickets.at_work(self.settle, window, page)
        workspace.go("devices")
        devices = workspace.page("devices")
        assert isinstance(devices, DevicesPage)
        self.settle(lambda: devices.model.rowCount() > 0)
        devices.view.choose_row(3)
        self.settle(devices.pane.isVisible)
        yield "device", window
        yield from inventory_pictures(window, self.settle)
        yield from request_pictures(window, self.settle)
        yield from package_pictures(window, self.settle)
        yield from retention_pictures(window, self.settle)
        yield from shell.pictures(window, self.settle)
        yield from dialog_pictures(window, self.settle)


def _take(name: str, widget: QWidget, scheme: Scheme, language: str) -> bool:
    """Photograph a page if it is wanted; say whether it was."""
    title = f"{name}-{scheme.value}-{language}"
    if chosen.only not in title or (chosen.manual and name not in MANUAL):
        return False
    if chosen.manual:
        keep(photograph(widget, MANUAL[name]), chosen.out / file_name(name, language))
    else:
        widget.grab().save(str(chosen.out / f"{title}.png"))
    return True


def main() -> int:
    """Take the pictures and say how many there are."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    if chosen.font:
        font = app.font()
        font.setPointSizeF(chosen.font)
        app.setFont(font)
    theme = Theme(app)
    taken = 0
    schemes = (Scheme.LIGHT,) if chosen.manual else (Scheme.LIGHT, Scheme.DARK)
    for language in ("en", "nl"):
        if chosen.language not in {"", language}:
            continue
        speak(app, language)
        for scheme in schemes:
            if chosen.scheme not in {"", scheme.value}:
                continue
            with tempfile.TemporaryDirectory() as folder:
                store, _code = make_store(Path(folder) / "store")
                fill(store)
                store.close()
                theme.choose(scheme)
                studio = Studio(app, theme, Path(folder))
                try:
                    for name, widget in studio.pictures():
                        taken += _take(name, widget, scheme, language)
                finally:
                    studio.close()
    print(f"{taken} pictures in {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
