"""A text with the places marked in it that are blacked out, and those that stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from app.i18n import _
from ui.text import qt_place
from ui.theme.theme import Theme

_AROUND = 4_000
"""Characters shown before and after the place that is looked at: no screen shows more."""
# As ui.text has it, but with a mark for each, so that every place stays where it is.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_MARK = "\ufffd"


@dataclass(frozen=True, slots=True)
class Part:
    """A place in a text."""

    start: int
    end: int
    stands: bool
    current: bool


class MarkedText(QPlainTextEdit):
    """Shows a text to read and to select words in; it interprets nothing of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._text = ""
        self._offset = 0
        self.setReadOnly(True)
        self.setAccessibleName(_("The text around it"))
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        theme.changed.connect(self._mark)

    def show_text(self, text: str, parts: Sequence[Part]) -> None:
        """Show a text, at the place in it that is current."""
        current = next((part for part in parts if part.current), None)
        centre = current.start if current else 0
        start = max(0, centre - _AROUND)
        end = min(len(text), (current.end if current else 0) + _AROUND)
        self._parts, self._offset = tuple(parts), start
        self._text = _shown(text[start:end])
        self.setPlainText(self._text)
        self._mark()
        if current is not None:
            cursor = self.textCursor()
            cursor.setPosition(self._place(current.start))
            self.setTextCursor(cursor)
            self.centerCursor()

    def clear_text(self) -> None:
        """Show nothing."""
        self._parts, self._text = (), ""
        self.clear()

    def selected(self) -> str:
        """Return the words that are selected."""
        return self.textCursor().selectedText().replace("\u2029", " ").strip()

    def _place(self, position: int) -> int:
        """Return where Qt has a place of the whole text in the part that is shown."""
        return qt_place(self._text, max(0, position - self._offset))

    def _mark(self) -> None:
        palette = self._theme.palette
        marks = []
        last = self._offset + len(self._text)
        for part in self._parts:
            if part.end <= self._offset or part.start >= last:
                continue
            form = QTextCharFormat()
            if part.current:
                ground, ink = palette.accent, palette.on_accent
            elif part.stands:
                ground, ink = palette.warning_soft, palette.text
            else:
                ground, ink = palette.text, palette.surface
            form.setBackground(QColor(ground))
            form.setForeground(QColor(ink))
            if part.stands:
                form.setFontUnderline(True)
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._place(part.start))
            cursor.setPosition(self._place(min(part.end, last)), QTextCursor.MoveMode.KeepAnchor)
            shown: object = selection
            shown.cursor = cursor  # type: ignore[attr-defined] # the stubs know none of its fields
            shown.format = form  # type: ignore[attr-defined]
            marks.append(selection)
        self.setExtraSelections(marks)


def _shown(text: str) -> str:
    """Return a text of the same length, with one line end for each and nothing that misleads."""
    unified = text.replace("\r\n", " \n").replace("\r", "\n")
    lines = unified.replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSAFE.sub(_MARK, lines)
