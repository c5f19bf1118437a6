"""Sets Qt up for this program and opens its window."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.settings import APPLICATION, AUTHOR, preferences_folder, store_folder
from app.workflows.session import Session
from ui.devices.spec import DEVICES
from ui.imports.spec import IMPORTS
from ui.interrupts import Interrupts
from ui.language import speak
from ui.main_window import MainWindow
from ui.packages.spec import PACKAGES
from ui.pages import PageSpec
from ui.people.spec import ORGANISATIONS, PEOPLE
from ui.preferences import Preferences, load
from ui.requests.spec import REQUESTS
from ui.retention.spec import RETENTION
from ui.settings.spec import SETTINGS
from ui.start.spec import START
from ui.theme.theme import Theme
from ui.tickets.spec import TICKETS

_TURN = 0.001
"""Seconds a worker keeps the interpreter from the window while both want it; Python's own five
milliseconds add up to a frame that is missed where the window wants it several times in a row."""
PAGES: tuple[PageSpec, ...] = (
    TICKETS,
    DEVICES,
    PEOPLE,
    ORGANISATIONS,
    REQUESTS,
    PACKAGES,
    RETENTION,
    START,
    IMPORTS,
    SETTINGS,
)
"""In the order of the navigation."""


def make_application() -> QApplication:
    """Return the one application object, named as the desktop knows the program, and its style."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setOrganizationName(AUTHOR)
    QCoreApplication.setApplicationName(APPLICATION)
    # The style looks the same everywhere and takes every colour from us. It is named as if on the
    # command line: to set it makes the 600 names of Qt's styles, which no start needs.
    return QApplication(["cne-helpdesk", "-style", "Fusion"])


def open_window(folder: Path, session: Session | None = None, passphrase: str | None = None) -> int:
    """Open the window on a store and return when it closes, with the exit code.

    With a session the store is open already, and is closed with the window. A ``passphrase`` is one
    that everybody may know, of example data: the window tells it.
    """
    app = make_application()
    # What is loaded by now is no rubbish, ever. Nothing of a store is open yet, so that nothing
    # that must go is kept by this.
    if session is None:
        gc.freeze()
    gc.enable()
    sys.setswitchinterval(_TURN)
    kept = preferences_folder()
    preferences: Preferences = load(kept)
    speak(app, preferences.language)
    theme = Theme(app, preferences.scheme, preferences.density)
    window = MainWindow(
        store_folder(folder),
        theme,
        PAGES,
        preferences=preferences,
        preferences_folder=kept,
        session=session,
        passphrase=passphrase,
    )
    before = sys.excepthook

    def on_bug(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        window.report_bug(error.with_traceback(trace))

    sys.excepthook = on_bug
    interrupts = Interrupts(window.close)
    try:
        window.start()
        return app.exec()
    finally:
        sys.excepthook = before
        interrupts.stop()
        window.shut()  # when the loop was left another way, the store is closed all the same
