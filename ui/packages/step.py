"""What the steps of the wizard have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.workflows.package_order import Order
from ui.pages import Context
from ui.widgets.plain_label import PlainLabel


class StepView(QWidget):
    """One step: a title, a sentence and what it asks."""

    changed = Signal()
    """Whether one can go on may be otherwise now."""

    def __init__(self, context: Context, title: str, text: str) -> None:
        super().__init__()
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(context.theme.spacing.unit + 4)
        self.column.addWidget(PlainLabel(title, role="heading"))
        self.column.addWidget(PlainLabel(text, tone="muted", wrap=True))

    def enter(self, order: Order) -> None:
        """Show the step for what was said so far."""

    def leave(self) -> None:
        """Let go of what is under way."""

    @property
    def can_go_on(self) -> bool:
        """Whether the next step can come."""
        return True

    def answered(self, order: Order) -> Order:
        """Return the order with what this step says. Raises ``KnownError``."""
        return order

    def passed_over(self, order: Order) -> Order:
        """Return the order where this step has nothing to ask."""
        return order

    def take_focus(self) -> None:
        """Put the keyboard where this step begins."""
