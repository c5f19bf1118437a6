"""The pictures of the manual and the README: which they are, and how they are cut and kept.

The one list of them: ``python -m tests.shots docs/pictures --manual`` makes these, and the test
of the manual compares it with the folder and with what the chapters show.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the test reads the list alone
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

LARGEST = 80_000
"""Bytes of a picture: a manual is read over slow lines too."""
_COLOURS = 128
_GATE = (620, 560)
"""Width and height of what is shown of a window that asks for a passphrase."""


@dataclass(frozen=True, slots=True)
class Picture:
    """How a shot is cut; a dialog is always shown whole."""

    whole: bool = False
    """With the navigation beside the page."""
    height: int = 0
    """Pixels from the top that are shown; 0 for all."""


MANUAL: dict[str, Picture] = {
    "first-run": Picture(),
    "recovery-code": Picture(),
    "unlock-wrong": Picture(),
    "ticket": Picture(whole=True),
    "palette-found": Picture(whole=True),
    "keys": Picture(),
    "tickets-filters": Picture(),
    "tickets-completion": Picture(height=430),
    "tickets-query-error": Picture(height=300),
    "tickets-chosen": Picture(),
    "tickets-tabs": Picture(height=520),
    "tickets-new": Picture(),
    "tickets-history": Picture(),
    "tickets-canned": Picture(),
    "tickets-file-image": Picture(),
    "device-whole": Picture(),
    "device-hand-over": Picture(),
    "device-new": Picture(),
    "device-label": Picture(),
    "person": Picture(),
    "person-merge": Picture(),
    "organisation": Picture(height=330),
    "import": Picture(height=260),
    "import-preview": Picture(),
    "import-done": Picture(height=420),
    "overview": Picture(),
    "request-new": Picture(),
    "request-late": Picture(height=640),
    "request-finding": Picture(height=560),
    "request-erase": Picture(height=700),
    "request-letter": Picture(),
    "requests-register": Picture(),
    "package-contents": Picture(),
    "package-others": Picture(),
    "package-not-valid": Picture(height=240),
    "retention-rules": Picture(height=560),
    "retention-holds": Picture(height=420),
    "purge-look": Picture(),
    "purge-report": Picture(height=640),
    "settings": Picture(height=600),
    "settings-add": Picture(),
}
"""By the name of the shot; in docs/pictures it is ``NAME-LANGUAGE.png``."""


def file_name(shot: str, language: str) -> str:
    """Return what a picture is called in docs/pictures."""
    return f"{shot}-{language}.png"


def photograph(widget: QWidget, picture: Picture) -> QPixmap:
    """Return a widget's picture, cut as the manual shows it."""
    from PySide6.QtCore import QRect  # noqa: PLC0415 - the list above is read without Qt

    from ui.main_window import MainWindow  # noqa: PLC0415 - as above

    shown = widget.rect()
    if isinstance(widget, MainWindow) and not picture.whole:
        if widget.workspace is not None:
            shown.setLeft(widget.workspace.navigation.width() + 1)
        else:  # a gate: a card in the middle of an empty window
            middle = shown.center()
            shown = QRect(0, 0, _GATE[0], _GATE[1])
            shown.moveCenter(middle)
    if picture.height:
        shown.setHeight(min(picture.height, shown.height()))
    return widget.grab(shown)


def keep(pixmap: QPixmap, path: Path) -> None:
    """Write a picture with few colours, which its flat areas do not miss."""
    from io import BytesIO  # noqa: PLC0415 - as above

    from PIL import Image  # noqa: PLC0415
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    with Image.open(BytesIO(bytes(buffer.data().data()))) as image:
        few = image.convert("RGB").quantize(
            _COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(path, optimize=True)
