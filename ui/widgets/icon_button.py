"""A button of a drawing alone: a name says to everybody else what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton, QWidget

from app.i18n import _
from ui.clipboard import copy_for_a_while
from ui.theme import icons
from ui.theme.theme import Theme


def icon_button(
    theme: Theme, icon: str, name: str, tip: str = "", *, size: int = 16
) -> QToolButton:
    """Return such a button; ``tip`` is what it says to whoever points at it, if not its name."""
    button = QToolButton()
    button.setProperty("role", "icon")
    button.setIcon(icons.icon(icon, theme.palette.muted, size))
    button.setAccessibleName(name)
    button.setToolTip(tip or name)
    return button


def copy_button(
    theme: Theme, what: str, value: str, owner: QWidget, tell: Callable[[str], object]
) -> QToolButton:
    """Return a button that copies ``value`` for half a minute, or until its ``owner`` goes.

    ``what`` is what is copied, in words; ``tell`` is given what becomes of it, to be shown.
    """
    name = _("Copy {what}").format(what=what)
    tip = _("Copy; the clipboard is cleared after half a minute")
    button = icon_button(theme, "copy", name, tip, size=14)
    button.clicked.connect(lambda: copy_for_a_while(value, owner, tell))
    return button
