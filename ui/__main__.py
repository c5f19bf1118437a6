"""The composition root: hands commands to the command line, and opens the window itself.

PySide6 is imported only when the window opens, so that a command starts at once and runs where
there is no Qt and no display.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import main as run_command_line
from app.errors import KnownError
from app.i18n import _

if TYPE_CHECKING:  # loads the database engine, which not every command needs
    from app.workflows.session import Session


_MOST_HEAPS = -8
"""``M_ARENA_MAX`` of the GNU C library's ``malloc.h``."""


def has_display() -> bool:
    """Whether a window could be shown; only Linux and its kin run without one."""
    if sys.platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def open_window(folder: Path, session: Session | None = None, passphrase: str | None = None) -> int:
    """Open the window on a store and return the exit code when it closes.

    Raises ``KnownError("no_display")`` where no window can be shown; a given session is closed.
    """
    if not has_display():
        if session is not None:
            session.close()
        raise KnownError(
            "no_display",
            _("There is no display to open a window on."),
            _(
                "Nothing was changed. Every command works without one; demo does with"
                " --headless. See --help."
            ),
        )
    _share_one_heap()
    gc.disable()  # until all is loaded: among what stays there is no rubbish worth a look
    # Of more new things at a time, one look takes longer than a key press may.
    gc.set_threshold(5_000, 50, 50)
    from ui.binding import load_qt  # noqa: PLC0415 - with the window alone

    load_qt()
    from ui.application import open_window as show  # noqa: PLC0415 - after Qt

    return show(folder, session, passphrase)


def _share_one_heap() -> None:
    """Let all threads take memory from one heap, where the C library would make one for each.

    A heap keeps what was freed in it from the others: after an import, 10 MiB.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - with the window alone

    with suppress(AttributeError):  # a C library that knows no heaps of threads
        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    # What is loaded stays: looking through it for rubbish as often as Python does by itself costs
    # a start its tenth part, and looking through all at the end, three times over, another. A list
    # of tickets is printed before there are so many new things.
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)  # nothing is left to look through
    return run_command_line(arguments, open_window=open_window)


if __name__ == "__main__":
    sys.exit(main())
