"""A window in a process of its own, as it opens, and what it took.

``gate FOLDER`` until the locked window is shown, ``list FOLDER`` until the list is painted after
the passphrase was typed at once, ``bare`` for an empty table in a plain window; ``work FOLDER
MAILBOX REPEATS`` for all of ``window_work``. All is loaded in the order of the program.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.peak import peak_kib

if TYPE_CHECKING:  # not for bare
    from app.workflows.session import Session


def painted() -> None:
    """Say when, and how much memory it took; every process of the machine has the same clock."""
    print(time.monotonic(), peak_kib(), flush=True)


def bare() -> None:
    """Show an empty table in a plain window."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - ours loads it in its own way
    from PySide6.QtWidgets import (  # noqa: PLC0415 - as above
        QApplication,
        QMainWindow,
        QTableView,
    )

    application = QApplication(["bare"])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1280, 800)
    window.show()
    QTimer.singleShot(0, painted)
    QTimer.singleShot(0, application.quit)
    application.exec()


def ours(folder: str, act: Callable[[], None]) -> None:
    """Open the program's window on a store that is locked, act in it, and close it."""
    from ui import __main__ as program  # noqa: PLC0415 - not for bare

    failed: list[Exception] = []
    open_window = program.open_window

    def open_and_act(
        folder: Path, session: Session | None = None, passphrase: str | None = None
    ) -> int:
        from ui.binding import load_qt  # noqa: PLC0415 - only now, as the program does

        load_qt()
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - after Qt

        from ui.application import make_application  # noqa: PLC0415 - after Qt

        application = make_application()

        def act_and_leave() -> None:
            try:
                act()
            except Exception as error:  # told below: the window would show it in a dialog
                failed.append(error)
            finally:
                application.closeAllWindows()
                application.quit()

        QTimer.singleShot(0, act_and_leave)
        return open_window(folder, session, passphrase)

    program.open_window = open_and_act
    program.main(["--store", folder])
    for error in failed:
        raise error


def unlock() -> None:
    """Unlock, and say once the list is painted."""
    from tests.bench import window_drive  # noqa: PLC0415 - not for the gate

    window_drive.unlock(window_drive.main_window())
    painted()


def work(mailbox: str, repeats: str) -> None:
    """Print what the work in the window took."""
    from tests.bench import window_work  # noqa: PLC0415 - loaded with the window

    print(json.dumps(window_work.measure(Path(mailbox), int(repeats))), flush=True)


def main(kind: str, *arguments: str) -> None:
    """Do one of them."""
    if kind == "bare":
        bare()
        return
    folder, *more = arguments
    acts: dict[str, Callable[[], None]] = {
        "gate": painted,
        "list": unlock,
        "work": partial(work, *more),
    }
    ours(folder, acts[kind])


if __name__ == "__main__":
    main(*sys.argv[1:])
