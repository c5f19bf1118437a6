"""Puts text on the clipboard and takes a secret off it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from app.i18n import _

CLEAR_AFTER = 30_000
"""Milliseconds that a copied secret or identifier stays."""


def copy(text: str) -> None:
    """Put text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def copy_for_a_while(text: str, owner: QObject, tell: Callable[[str], object]) -> None:
    """Put text on the clipboard, and clear it after half a minute if it is still there.

    ``tell`` is given what becomes of it, to be shown. It is cleared at once when ``owner`` goes, by
    locking for instance.
    """
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)

    def clear() -> None:
        if clipboard.text(QClipboard.Mode.Clipboard) == text:
            clipboard.clear()

    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(clear)
    timer.timeout.connect(timer.deleteLater)
    timer.start(CLEAR_AFTER)
    owner.destroyed.connect(clear)
    tell(_("Copied. The clipboard is cleared after half a minute."))
