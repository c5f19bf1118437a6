"""Files and folders in the system's own programs; it is told when no program opens them.

Of a program that starts and fails at once, as the one on Linux does where there is no other to
hand the file to, Qt says that it opened the file: so it is started here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.errors import KnownError
from app.i18n import _
from ui import prompts
from ui.pages import Context
from ui.text import one_line

_OPENER = "xdg-open"
_BEAT = 100  # milliseconds between two looks at it
_LOOKS = 100  # after which it has opened what it was to open, and runs for as long as that is open
_started: list[subprocess.Popen[bytes]] = []
"""Those that may still run: they outlive what asked for them, and Python minds to forget them."""


def open_folder(context: Context, owner: QObject, folder: Path) -> None:
    """Open a folder, or say which it is, to be gone to by hand."""
    hint = _("It is {place}. Select this line to copy it.")
    _open(context, owner, folder, hint.format(place=one_line(str(folder), 500)))


def open_written(context: Context, owner: QObject, file: Path) -> None:
    """Open a file that the user had written, or say where it lies."""
    hint = _("The file is {place}. Select this line to copy it.")
    _open(context, owner, file, hint.format(place=one_line(str(file), 500)))


def open_attached(context: Context, owner: QObject, file: Path) -> None:
    """Open a file of a message, from the private place it was written to for that."""
    _open(context, owner, file, _("Save it instead, and open it with a program of your choice."))


def _open(context: Context, owner: QObject, path: Path, hint: str) -> None:
    def failed() -> None:
        said = _("No program on this computer opens it.")
        context.show_error(KnownError("not_opened", said, hint))

    opener = shutil.which(_OPENER) if sys.platform.startswith("linux") else None
    if opener is not None:
        _Opening(owner, [opener, str(path)], failed)
    elif not prompts.open_file(path):
        failed()


class _Opening(QObject):
    """Looks whether the program that opens files ends with an error."""

    def __init__(self, owner: QObject, command: list[str], failed: Callable[[], None]) -> None:
        super().__init__(owner)
        self._failed = failed
        self._looks = 0
        nowhere = subprocess.DEVNULL
        # It goes on when this program ends.
        self._process = subprocess.Popen(  # noqa: S603 - a path of our own, and no shell
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
        _started[:] = [one for one in _started if one.poll() is None]
        _started.append(self._process)
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._look)
        self._beat.start(_BEAT)

    def _look(self) -> None:
        self._looks += 1
        code = self._process.poll()
        if code is None and self._looks < _LOOKS:
            return
        self._beat.stop()
        if code:
            self._failed()
        self.deleteLater()
