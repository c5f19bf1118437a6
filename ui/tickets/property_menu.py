"""Small menus that open at a key press and take one letter or the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.text import one_line

_SHOWN = 60  # characters of a choice


def make_menu(
    parent: QWidget,
    choices: Sequence[tuple[Any, str]],
    take: Callable[[Any], None],
    *,
    chosen: Any = None,
) -> QMenu:
    """Return a menu of values with their texts; it goes when it is closed.

    Each choice has a letter of its own where there is one left in its text.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    used: set[str] = set()
    for value, text in choices:
        action = menu.addAction(_with_letter(one_line(text, _SHOWN), used))
        action.setCheckable(chosen is not None)
        action.setChecked(chosen is not None and value == chosen)
        action.triggered.connect(lambda _checked=False, v=value: take(v))
    if actions := menu.actions():
        current = next((action for action in actions if action.isChecked()), actions[0])
        menu.setActiveAction(current)
    return menu


def _with_letter(text: str, used: set[str]) -> str:
    for place, letter in enumerate(text):
        if letter.isalnum() and letter.casefold() not in used:
            used.add(letter.casefold())
            before, after = text[:place].replace("&", "&&"), text[place:].replace("&", "&&")
            return f"{before}&{after}"
    return text.replace("&", "&&")
