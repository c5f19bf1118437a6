"""The frame of what is shown while the store is locked: one calm card in the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.settings import APPLICATION
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea

_WIDTH = 46  # digits


class GateCard(ScrollArea):
    """A card with a heading, a place for messages and a column to fill."""

    makes_store = False
    """Whether the store is made here rather than opened."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str) -> None:
        super().__init__(title)
        self.setObjectName("gate")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.card = QFrame()
        self.card.setProperty("card", "plain")
        self.card.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * _WIDTH + 64)
        self.messages = MessageBar(theme)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(32, 28, 32, 28)
        self.column.setSpacing(10)
        self.column.addWidget(IconLabel(theme, icon, "accent", 34))
        self._title = PlainLabel(title, role="title", wrap=True)
        self._text = PlainLabel(text, tone="muted", wrap=True)
        self.column.addWidget(self._title)
        self.column.addWidget(self._text)
        self.column.addWidget(self.messages)
        ground = QWidget()
        ground.setObjectName("gate")
        grid = QGridLayout(ground)
        grid.setContentsMargins(24, 24, 24, 24)
        grid.addWidget(self.card, 1, 1)
        for edge in (0, 2):
            grid.setRowStretch(edge, 1)
            grid.setColumnStretch(edge, 1)
        grid.addWidget(PlainLabel(APPLICATION, tone="muted"), 3, 1, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(ground)

    def retitle(self, title: str, text: str) -> None:
        """Say what the next step is about."""
        self._title.setText(title)
        self._text.setText(text)

    def leave(self) -> None:
        """Close a store that was opened and not entered, when the window closes on it."""

    def show_known(self, error: KnownError) -> None:
        """Show what went wrong, on the card."""
        self.messages.tell("danger", error.message, error.hint)


def field(label: str, *, secret: bool = False) -> tuple[QWidget, QLineEdit]:
    """Return a field with its label above it, and the field alone."""
    line = QLineEdit()
    line.setAccessibleName(label)
    if secret:
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
    return labelled(label, line), line


def labelled(label: str, widget: QWidget, *, wrap: bool = False) -> QWidget:
    """Return a widget with its label above it; with ``wrap`` it may take several lines."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    caption = PlainLabel(label, wrap=wrap)
    caption.setBuddy(widget)
    column.addWidget(caption)
    column.addWidget(widget)
    return box
