"""Asks whether to go on, where a press too many would do harm."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.dialog import Dialog
from ui.widgets.plain_label import PlainLabel

_EDGE = 20  # pixels
_WIDTH = 58  # digits


class Question(Dialog):
    """A question with two answers; the one that does nothing is the one Enter and Escape give."""

    def __init__(self, parent: QWidget, title: str, question: str, yes: str, no: str) -> None:
        """Make the question; ``yes`` and ``no`` are the texts of its answers."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.text = PlainLabel(question, wrap=True)
        self.agree, self.refuse = QPushButton(yes), QPushButton(no)
        self.agree.setAutoDefault(False)
        self.agree.clicked.connect(self.accept)
        self.refuse.setDefault(True)
        self.refuse.clicked.connect(self.reject)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.refuse)
        self._buttons.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, role="title", wrap=True))
        column.addWidget(self.text)
        column.addStretch(1)
        column.addLayout(self._buttons)
        self.refuse.setFocus()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Wide enough to read, and as high as the text wants then."""
        needed = self._buttons.sizeHint().width() + 2 * _EDGE
        wide = max(self.fontMetrics().horizontalAdvance("0") * _WIDTH, needed)
        return QSize(wide, self.heightForWidth(wide))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit once the text has its font: before, it asks for too little."""
        super().showEvent(event)
        self.resize(self.sizeHint())
