"""What every dialog of ours does with the keyboard, and with a scanner that types like one."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.i18n import _
from ui.lock.by_key import lock_by_key
from ui.scanner import Scanner
from ui.text import one_line
from ui.widgets.announce import announce
from ui.widgets.enter_key import presses_button
from ui.widgets.plain_label import PlainLabel
from ui.widgets.tab_order import go_by_tab


class Dialog(QDialog):
    """A dialog in which Enter presses the button at work, and only then the one that is usual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan_note: PlainLabel | None = None
        lock_by_key(self)
        # A scan would else be words of the field at work, and its Enter would do the work.
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.take_identifier)

    def take_identifier(self, text: str) -> None:
        """Do what a scanned identifier means here; where it means nothing, say how to use it."""
        said = _("{code} was scanned. Nothing here was changed: close this and scan it again.")
        if self.scan_note is None:
            self.scan_note = PlainLabel(role="small", tone="muted", wrap=True)
            self.lay_note(self.scan_note)
            self.scan_note.show()
        self.scan_note.setText(said.format(code=one_line(text, 60)))
        self.fit()
        announce(self.scan_note, self.scan_note.text(), at_once=True)

    def lay_note(self, note: PlainLabel) -> None:
        """Put a line above the buttons, which stand last in every dialog."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, note)

    def fit(self) -> None:
        """Grow to what is shown in addition; it never shrinks under the user's hands."""
        if (column := self.layout()) is not None:
            column.activate()
            flows = column.hasHeightForWidth()
            wanted = column.totalHeightForWidth(self.width()) if flows else 0
            self.resize(self.width(), max(self.height(), wanted))

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802 - Qt's own name
        """Let Tab go as one reads."""
        return go_by_tab(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Enter press the button that has the keyboard."""
        if not presses_button(self, event):
            super().keyPressEvent(event)
