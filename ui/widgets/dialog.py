"""What every dialog of ours does with the keyboard."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from ui.lock.by_key import lock_by_key
from ui.widgets.enter_key import presses_button
from ui.widgets.tab_order import go_by_tab


class Dialog(QDialog):
    """A dialog in which Enter presses the button at work, and only then the one that is usual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lock_by_key(self)

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802 - Qt's own name
        """Let Tab go as one reads."""
        return go_by_tab(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Enter press the button that has the keyboard."""
        if not presses_button(self, event):
            super().keyPressEvent(event)
