"""What a place says while there is nothing to show in it, and what to do about that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel


class EmptyState(QWidget):
    """A quiet drawing, a line and a hint, in the middle."""

    def __init__(self, theme: Theme, icon: str, title: str, hint: str) -> None:
        super().__init__()
        self._title = PlainLabel(title, role="heading", tone="muted", wrap=True)
        self._hint = PlainLabel(hint, tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(
            IconLabel(theme, icon, "muted", 36), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)

    def say(self, title: str, hint: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
