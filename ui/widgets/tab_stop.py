"""Of buttons of which one is chosen, Tab comes to that one, however it was chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton


def stop_at_chosen(*buttons: QAbstractButton) -> None:
    """Let Tab stop at the chosen one of these and the arrows go to the others.

    Qt does so only once the keyboard came to one of them. A screen reader calls them radio
    buttons, as it does not those of a group that are no more than checkable.
    """
    for button in buttons:
        button.setAutoExclusive(True)  # the group, where there is one, stays what decides
        button.toggled.connect(partial(_take_turns, buttons))
    _take_turns(buttons)


def _take_turns(buttons: tuple[QAbstractButton, ...], *_checked: bool) -> None:
    for button in buttons:
        policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)
