"""A few lines of the start page, each a link to what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.facts import link
from ui.widgets.plain_label import PlainLabel

Line = tuple[str, str, str, Callable[[], None]]
"""The link's text, what it is, a day or number, and where the link goes."""


class Lines(QWidget):
    """A heading and a few lines: a link, what it is, and a day."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.spacing.unit)
        self._column.addWidget(PlainLabel(title, role="heading"))
        self._column.addStretch(1)
        self._body: QWidget | None = None

    def show_lines(self, lines: Sequence[Line], nothing: str) -> None:
        """Show these lines, or what is said where there are none."""
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.spacing.gap)
        grid.setVerticalSpacing(2)
        for number, (text, what, when, go) in enumerate(lines):
            shown = link(text, " · ".join(filter(None, (text, what, when))))
            shown.clicked.connect(lambda _checked=False, act=go: act())
            grid.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(what, wrap=True), number, 1)
            grid.addWidget(PlainLabel(when, tone="muted"), number, 2)
        if not lines:
            grid.addWidget(PlainLabel(nothing, tone="muted"), 0, 0)
        grid.setColumnStretch(1, 1)
        self._body = body
        self._column.insertWidget(1, body)  # above what is left of the room
