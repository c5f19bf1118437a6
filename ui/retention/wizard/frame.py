"""What every step of the wizard is made of."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.pages import Context
from ui.retention.parts import primary
from ui.widgets.enter_key import leads_on
from ui.widgets.flow_layout import FlowLayout


class StepPage(QWidget):
    """A step: its content, and its buttons below, the one that leads on last."""

    def __init__(self, context: Context, back: str, onward: str) -> None:
        super().__init__()
        self.context = context
        self.back = QPushButton(back)
        self.onward = primary(onward)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(context.theme.spacing.gap)
        self._foot = FlowLayout(spacing=context.theme.spacing.unit)
        self._foot.addWidget(self.back)
        self._foot.push()

    def end(self, *between: QPushButton) -> None:
        """Put the buttons below everything that was laid out before."""
        for button in (*between, self.onward):
            self._foot.addWidget(button)
        self.column.addLayout(self._foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Ctrl+Enter lead on from any field."""
        if not leads_on(event, self.onward):
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """Put the keyboard where work on this step begins."""
        self.onward.setFocus()
