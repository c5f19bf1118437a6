"""A group of settings: a heading, and lines that each say what they are about."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.plain_label import PlainLabel


class Section(QFrame):
    """Lines with a text on the left and what one can do about it on the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 16)
        self._column.setSpacing(12)
        self._column.addWidget(PlainLabel(title, role="heading"))

    def add(self, title: str, hint: str, *controls: QWidget) -> QWidget:
        """Add a line and return it, to be hidden where it makes no sense."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(PlainLabel(title, wrap=True))
        if hint:
            texts.addWidget(PlainLabel(hint, role="small", tone="muted", wrap=True))
        row.addLayout(texts, 1)
        for control in controls:
            if not control.accessibleName():  # what “Change…” changes is seen beside it
                control.setAccessibleDescription(": ".join(filter(None, (title, hint))))
            row.addWidget(control)
        self._column.addWidget(line)
        return line

    def add_widget(self, widget: QWidget) -> None:
        """Add something as wide as the section."""
        self._column.addWidget(widget)
