"""A window from the start of the process to its first idle moment: ``ours FOLDER`` or ``bare``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


def bare() -> None:
    """Show an empty table in a plain window."""
    application = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, application.quit)
    application.exec()


def ours(folder: str) -> None:
    """Show the program's window on a store that is locked."""
    from ui.application import make_application, open_window  # noqa: PLC0415 - not for bare

    application = make_application()
    QTimer.singleShot(0, application.closeAllWindows)
    QTimer.singleShot(0, application.quit)
    open_window(Path(folder))


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        ours(sys.argv[2])
    else:
        bare()
