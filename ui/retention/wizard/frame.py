"""What every step of the wizard is made of."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.workflows.purge.wizard import STEP_LABELS, Step
from ui.pages import Context
from ui.retention.parts import primary
from ui.theme.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel


class StepStrip(QWidget):
    """Which steps there are, and which is at hand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = FlowLayout(self, spacing=theme.spacing.gap)
        self._labels = {step: PlainLabel() for step in STEP_LABELS}
        for label in self._labels.values():
            row.addWidget(label)

    def show_step(self, at: Step) -> None:
        """Show which step is at hand."""
        order = list(self._labels)
        for number, (step, label) in enumerate(self._labels.items(), 1):
            done = order.index(step) < order.index(at)
            mark = "✓" if done else str(number)
            label.setText(f"{mark}  {_(STEP_LABELS[step])}")
            label.setProperty("role", "heading" if step is at else "")
            label.set_tone("accent" if step is at else "muted")
            label.style().polish(label)
        self.setAccessibleName(_("Step: {step}").format(step=_(STEP_LABELS[at])))


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

    def take_focus(self) -> None:
        """Put the keyboard where work on this step begins."""
        self.onward.setFocus()
