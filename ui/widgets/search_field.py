"""The search field of a list; it answers while one types and points at what it cannot read."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import KnownError
from ui.text import qt_place
from ui.theme.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.drawn_field import DrawnField
from ui.widgets.plain_label import PlainLabel

_WAVE = 2  # pixels up and down


class _Line(DrawnField):
    """A line that can underline a part of its text."""

    down = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.wrong: tuple[int, int] | None = None
        """Where the part begins and how long it is, as Qt counts."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Down go to the list and Escape empty the field."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def x_of(self, position: int) -> int:
        """Return where a character of the text begins; the first place right of it."""
        low, high = 0, self.width()
        middle_line = self.height() // 2
        while low < high:
            middle = (low + high) // 2
            if self.cursorPositionAt(QPoint(middle, middle_line)) < position:
                low = middle + 1
            else:
                high = middle
        return low

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the field, and a wave under the part that could not be read."""
        super().paintEvent(event)
        if self.wrong is None:
            return
        start, length = self.wrong
        left = self.x_of(start)
        right = max(self.x_of(start + length), left + 3 * _WAVE)
        base = self.height() // 2 + self.fontMetrics().height() // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.palette.danger), 1.4))
        points = [
            QPoint(x, base + (_WAVE if (x // _WAVE) % 2 else 0))
            for x in range(left, min(right, self.width() - 8) + 1, _WAVE)
        ]
        painter.drawPolyline(points)


class SearchField(QWidget):
    """A field with a line below it that says what is wrong with what was typed."""

    typed = Signal(str)
    """The text changed: every key press."""
    entered = Signal(str)
    """Enter was pressed: the text is meant as it stands."""
    left_down = Signal()
    """Down was pressed: the list is wanted."""

    def __init__(self, theme: Theme, hint: str, name: str) -> None:
        super().__init__()
        self.line = _Line(theme)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.setMaxLength(2_000)
        self.line.put_mark("search")
        self.line.put_cross()
        self.complaint = PlainLabel(role="small", tone="danger", wrap=True)
        self.complaint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.complaint)
        self.line.textChanged.connect(self.typed)
        self.line.returnPressed.connect(lambda: self.entered.emit(self.line.text()))
        self.line.down.connect(self.left_down)

    def complain(self, error: KnownError, position: int, length: int) -> None:
        """Point at the part of the text that could not be read, and say why."""
        text = self.line.text()
        start, end = (qt_place(text, place) for place in (position, position + length))
        self.line.wrong = (start, end - start)
        self.line.update()
        said = f"{error.message} {error.hint}".strip()
        if self.complaint.isHidden() or said != self.complaint.text():
            announce(self, said)
        self.line.setAccessibleDescription(said)  # for who comes back to it
        self.complaint.setText(said)
        self.complaint.show()

    def accept(self) -> None:
        """Say that the text could be read."""
        if self.line.wrong is not None:
            self.line.wrong = None
            self.line.setAccessibleDescription("")
            self.line.update()
            self.complaint.hide()

    def take_focus(self) -> None:
        """Put the keyboard here, with the text selected to be typed over."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
