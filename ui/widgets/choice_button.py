"""A button that shows what is chosen and opens the choices: light, and dressed like the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme

_SHOWN = 60  # characters of a choice


class ChoiceButton(QPushButton):
    """One of several values, each with a text; Space or a click opens the menu."""

    picked = Signal(object)
    """The user chose another value."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.value: Any = None
        self._choices: list[tuple[Any, str]] = []
        self._menu = QMenu(self)
        self._group = QActionGroup(self._menu)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the text
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self._menu)
        theme.changed.connect(self._dress)
        self._dress()

    def count(self) -> int:
        """How many values there are to choose from."""
        return len(self._choices)

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Offer values with their texts; ``value`` is chosen, the first when None."""
        self._choices = list(choices)
        self._menu.clear()
        for offered, text in self._choices:
            # An ampersand would underline a letter.
            action = QAction(one_line(text, _SHOWN).replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setData(offered)
            self._group.addAction(action)
            self._menu.addAction(action)
            action.triggered.connect(lambda _checked=False, v=offered: self._pick(v))
        if self._choices:
            self.set_value(self._choices[0][0] if value is None else value)

    def set_value(self, value: Any) -> None:
        """Show a value as the chosen one, without telling anyone."""
        self.value = value
        text = next((t for v, t in self._choices if v == value), "")
        self.setText(one_line(text, _SHOWN).replace("&", "&&"))
        self.setAccessibleName(f"{self._name}: {text}")
        for action in self._menu.actions():
            action.setChecked(action.data() == value)

    def _pick(self, value: Any) -> None:
        if value == self.value:
            return
        self.set_value(value)
        self.picked.emit(value)

    def _dress(self) -> None:
        self.setIcon(icons.icon("chevron-down", self._theme.palette.muted, 16))
