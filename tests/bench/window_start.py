"""A window from the start of the process to its first picture.

``gate FOLDER`` until the locked window is shown, ``list FOLDER`` until the list is painted after
the passphrase was typed at once, ``bare`` for an empty table in a plain window.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from tests.bench.peak import peak_kib


def painted() -> None:
    """Say when, and how much memory it took; every process of the machine has the same clock."""
    print(time.monotonic(), peak_kib(), flush=True)


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
    from ui.__main__ import main as program  # noqa: PLC0415 - not for bare
    from ui.application import make_application  # noqa: PLC0415 - not for bare

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
    program(["--store", folder])


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(sys.argv[2], unlocked=sys.argv[1] == "list")
