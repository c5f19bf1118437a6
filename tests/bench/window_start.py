"""A window from the start of the process to its first picture.

``gate FOLDER`` until the locked window is shown, ``list FOLDER`` until the list is painted after
the passphrase was typed at once, ``bare`` for an empty table in a plain window.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


def painted() -> None:
    """Say when; the clock is the same in every process of the machine."""
    print(time.monotonic(), flush=True)


def bare() -> None:
    """Show an empty table in a plain window."""
    application = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, painted)
    QTimer.singleShot(0, application.quit)
    application.exec()


def ours(folder: str, *, unlocked: bool) -> None:
    """Show the program's window on a store that is locked; unlock it, or leave."""
    from ui.application import make_application, open_window  # noqa: PLC0415 - not for bare

    application = make_application()

    def leave() -> None:
        painted()
        application.closeAllWindows()
        application.quit()

    def unlock_and_leave() -> None:
        from tests.bench import window_drive  # noqa: PLC0415 - not for bare

        window_drive.unlock(window_drive.main_window())
        leave()

    QTimer.singleShot(0, unlock_and_leave if unlocked else leave)
    open_window(Path(folder))


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(sys.argv[2], unlocked=sys.argv[1] == "list")
