"""What is shown in a part of the window, and what is chosen there."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.choice_button import ChoiceButton
from ui.widgets.plain_label import PlainLabel


def texts(shown: QWidget) -> list[str]:
    """Return what each label in a widget says."""
    return [label.text() for label in shown.findChildren(PlainLabel)]


def pick(button: ChoiceButton, text: str) -> None:
    """Choose a value by its text, from the menu that is filled as it opens."""
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == text).trigger()
