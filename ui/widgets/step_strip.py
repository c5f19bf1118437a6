"""The steps of a wizard above it: which there are, which are done, and which is at hand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.i18n import _
from ui.theme.theme import Theme
from ui.widgets.plain_label import ElidedLabel, PlainLabel


class StepStrip(QWidget):
    """Names the steps in their order, on one line; where they do not fit, the one at hand."""

    def __init__(self, theme: Theme, titles: Mapping[Hashable, str]) -> None:
        """Make a strip of steps with their titles in the user's language."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.spacing.gap)
        self._titles = dict(titles)
        self._labels = {step: PlainLabel() for step in titles}
        self._alone = ElidedLabel(role="heading", tone="accent")
        self._alone.hide()
        for label in (*self._labels.values(), self._alone):
            row.addWidget(label)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

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
        said = _("Step {number} of {count}: {title}").format(
            number=order.index(at) + 1, count=len(order), title=self._titles[at]
        )
        self._alone.setText(said)
        self.setAccessibleName(said)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """One line, as narrow as anyone wants it."""
        return QSize(1, self._alone.sizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """One line."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit anew in other letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:  # it is still being made
            return
        labels = self._labels.values()
        wanted = sum(label.sizeHint().width() for label in labels)
        fits = wanted + layout.spacing() * len(labels) <= self.width()
        for label in labels:
            label.setVisible(fits)
        self._alone.setVisible(not fits)
