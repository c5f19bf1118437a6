"""Where a reply or an internal note is written; what is half written stays with its ticket."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.theme import icons
from ui.theme.theme import Theme

_LINES = 4


class Kind(Enum):
    """What is being written."""

    REPLY = "reply"
    NOTE = "note"


class _Editor(QPlainTextEdit):
    submitted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Ctrl+Enter hand the text in."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class Composer(QWidget):
    """Two kinds of text, one field, and a button that adds it to the conversation."""

    submitted = Signal(object, str)
    """The kind and the text; the field is emptied by :meth:`clear` once it is kept."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.kind = Kind.REPLY
        self.editor = _Editor()
        self.editor.setTabChangesFocus(True)
        self.editor.submitted.connect(self._submit)
        self.editor.textChanged.connect(self._update)
        self.buttons: dict[Kind, QPushButton] = {}
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(4)
        for kind, text in ((Kind.REPLY, _("Reply")), (Kind.NOTE, _("Internal note"))):
            button = QPushButton(text)
            button.setProperty("role", "nav")
            button.setCheckable(True)
            button.setChecked(kind is self.kind)
            button.clicked.connect(lambda _checked=False, k=kind: self.write(k))
            group.addButton(button)
            self.buttons[kind] = button
            top.addWidget(button)
        top.addStretch(1)
        self.submit = QPushButton()
        self.submit.setProperty("role", "primary")
        self.submit.setToolTip("Ctrl+Enter")
        self.submit.clicked.connect(self._submit)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.submit)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.editor)
        self._column.addLayout(last)
        theme.changed.connect(self._dress)
        self._dress()
        self._update()

    @property
    def text(self) -> str:
        """What is written so far."""
        return self.editor.toPlainText()

    def write(self, kind: Kind) -> None:
        """Begin or go on writing a kind of text."""
        self.kind = kind
        self.buttons[kind].setChecked(True)
        self._update()
        self.editor.setFocus()

    def put(self, kind: Kind, text: str) -> None:
        """Take up what was half written."""
        self.kind = kind
        self.buttons[kind].setChecked(True)
        self.editor.setPlainText(text)
        self._update()

    def clear(self) -> None:
        """Empty the field."""
        self.editor.clear()

    def set_busy(self, busy: bool) -> None:
        """Keep the text as it is while it is being kept."""
        self.editor.setReadOnly(busy)
        self.submit.setEnabled(not busy and bool(self.text.strip()))

    def _submit(self) -> None:
        if self.submit.isEnabled():
            self.submitted.emit(self.kind, self.text)

    def _update(self) -> None:
        is_note = self.kind is Kind.NOTE
        self.submit.setText(_("Add note") if is_note else _("Add reply"))
        self.submit.setEnabled(bool(self.text.strip()) and not self.editor.isReadOnly())
        hint = _("Only staff read this note") if is_note else _("Write a reply to the requester")
        self.editor.setPlaceholderText(hint)
        self.editor.setAccessibleName(hint)

    def _dress(self) -> None:
        spacing = self._theme.spacing
        self._column.setContentsMargins(spacing.page, spacing.unit, spacing.page, spacing.gap)
        self._column.setSpacing(spacing.unit)
        lines = self.editor.fontMetrics().lineSpacing() * _LINES
        self.editor.setFixedHeight(lines + 2 * spacing.field + 12)
        muted = self._theme.palette.muted
        self.buttons[Kind.REPLY].setIcon(icons.icon("reply", muted, 16))
        self.buttons[Kind.NOTE].setIcon(icons.icon("note", muted, 16))
