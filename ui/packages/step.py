"""What the steps of the wizard have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.workflows.package_order import Order
from ui.pages import Context
from ui.theme.stylesheet import mark_size
from ui.widgets.high_enough import HighEnough, LowEnough
from ui.widgets.plain_label import PlainLabel
from ui.widgets.splitter import Splitter

_BESIDE_MARK = 10  # pixels: its edges, and the room between it and its text
_LIST = 16
"""Digits that the list keeps, whatever is beside it."""
_HALVES = (560, 460)
"""How the list and what is beside it share the room at first; one can drag the line."""


class StepView(LowEnough):
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

    @property
    def indent(self) -> int:
        """Where the text beside a mark to choose begins, in pixels; what belongs to it does too."""
        return mark_size(self.font().pointSizeF()) + _BESIDE_MARK

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


class ListedStep(StepView):
    """A step with a count, a list under it, and beside that what is chosen in the list."""

    def __init__(self, context: Context, title: str, text: str) -> None:
        super().__init__(context, title, text)
        self.total = PlainLabel(role="heading", wrap=True)

    def lay_out(self, listed: QWidget, *beside: QWidget, grows: QWidget) -> None:
        """Put the list on the left and the rest on the right, where one of them grows."""
        spacing = self.context.theme.spacing
        right = HighEnough()
        column = QVBoxLayout(right)
        column.setContentsMargins(spacing.gap, 0, 0, 0)
        column.setSpacing(spacing.unit)
        for widget in beside:
            column.addWidget(widget, 1 if widget is grows else 0)
        listed.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * _LIST)
        halves = Splitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(listed)
        halves.addWidget(right)
        halves.setSizes(list(_HALVES))
        self.column.addWidget(self.total)
        self.column.addWidget(halves, 1)
