"""The steps of a wizard above it: which there are, which are done, and which is at hand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.theme.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel


class StepStrip(QWidget):
    """Names the steps in their order; on a narrow window they flow onto further lines."""

    def __init__(self, theme: Theme, titles: Mapping[Hashable, str]) -> None:
        """Make a strip of steps with their titles in the user's language."""
        super().__init__()
        row = FlowLayout(self, spacing=theme.spacing.gap)
        self._titles = dict(titles)
        self._labels = {step: PlainLabel() for step in titles}
        for label in self._labels.values():
            row.addWidget(label)

    def show_step(self, at: Hashable) -> None:
        """Show which step is at hand."""
        order = list(self._labels)
        for number, (step, label) in enumerate(self._labels.items(), 1):
            done = order.index(step) < order.index(at)
            mark = "✓" if done else str(number)
            label.setText(f"{mark}  {self._titles[step]}")
            label.setProperty("role", "heading" if step == at else "")
            label.set_tone("accent" if step == at else "muted")
            label.style().polish(label)
        self.setAccessibleName(_("Step: {step}").format(step=self._titles[at]))
