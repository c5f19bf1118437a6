"""The only label for what comes from outside: it shows characters and interprets none."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from app.i18n import _
from ui import clipboard
from ui.text import LINE_LIMIT, file_name, many_lines, one_line, qt_place

_LONG_WORD = re.compile(r"\S{48,}")
_PIECE = re.compile(r"\S{8}")  # of a long word: narrow enough in the widest letters
_BY_MOUSE = Qt.TextInteractionFlag.TextSelectableByMouse
_BY_KEYBOARD = Qt.TextInteractionFlag.TextSelectableByKeyboard
_BREAK = "\u200c\u200b"
"""Lets a line end there, and is not seen.

Its first half keeps the letters around it apart: two that a font draws as one, as it may draw ff,
would take the break with them.
"""
_BREAKS = re.compile("\u200c?\u200b|\u200c$")  # of what is selected, which may end amid one


def _broken(piece: re.Match[str]) -> str:
    return piece[0] + _BREAK


class PlainLabel(QLabel):
    """A label of plain text.

    ``role`` is title, heading, small or code and ``tone`` muted, accent, danger, warning or
    success; the stylesheet knows both. A wrapped label breaks even a word without end; what is
    copied from it has none of these breaks.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        tone: str = "",
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self._selectable = selectable
        self.setText(text)

    def _let_select(self) -> None:
        """Let the text be selected: from when the pointer is on it or the keyboard in it.

        Text that can be selected, or be given the keyboard, as goes along with it, takes Qt eight
        times as long to lay out, and most never is.
        """
        if self._selectable and not self.textInteractionFlags() & _BY_MOUSE:
            self.setTextInteractionFlags(_BY_MOUSE | _BY_KEYBOARD)

    def _let_rest(self) -> None:
        """Be laid out quickly again, once nobody can be about to select anything."""
        at_work = self.underMouse() or self.hasFocus() or self.hasSelectedText()
        if self._selectable and not at_work:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the text be selected."""
        self._let_select()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Be what it was before the pointer came."""
        super().leaveEvent(event)
        self._let_rest()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the text be selected."""
        self._let_select()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Be what it was before the keyboard came."""
        super().focusOutEvent(event)
        self._let_rest()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the text be selected, though the pointer was never seen to enter."""
        if self._selectable and not self.textInteractionFlags() & _BY_MOUSE:
            self._let_select()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own name
        """Show ``text``, without the characters that would rearrange it."""
        self._text = shown = many_lines(text)
        if self.wordWrap():
            shown = _LONG_WORD.sub(lambda word: _PIECE.sub(_broken, word[0]), shown)
        super().setText(shown)

    def text(self) -> str:
        """Return what is shown, without the breaks in long words."""
        return self._text

    def copy_selection(self) -> None:
        """Put what is selected on the clipboard: a link or a code must work where it is pasted."""
        clipboard.copy(_BREAKS.sub("", many_lines(self.selectedText())))

    def select_all(self) -> None:
        """Select the whole text."""
        self._let_select()
        text = super().text()
        self.setSelection(0, qt_place(text, len(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Copy by key what :meth:`copy_selection` would."""
        if self.hasSelectedText() and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's own name
        """Offer to copy, where text can be selected."""
        if self._selectable:
            self.copy_menu().popup(event.globalPos())
        else:
            super().contextMenuEvent(event)

    def copy_menu(self) -> QMenu:
        """Return a menu that copies, and goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Copy"), self.copy_selection).setEnabled(self.hasSelectedText())
        menu.addAction(_("Select all"), self.select_all)
        return menu

    def set_tone(self, tone: str) -> None:
        """Take on another tone."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().polish(self)


class ElidedLabel(PlainLabel):
    """One line that gives way: an ellipsis stands where it does not fit, and a tooltip has all.

    One that leaves out the middle, as for the name of a file, keeps the ending of any text.
    """

    _elide = Qt.TextElideMode.ElideRight  # until the base has made its label

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        tone: str = "",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(role=role, tone=tone, parent=parent)
        self._elide = elide
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's own name
        """Show ``text`` on one line."""
        keeps_ending = self._elide is Qt.TextElideMode.ElideMiddle
        super().setText(file_name(text, LINE_LIMIT) if keeps_ending else one_line(text))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as anyone wants it."""
        return QSize(20, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw as much as there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), self._elide, self.contentsRect().width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, text)
        set_whole_tip(self, self.text() if text != self.text() else "")


def set_whole_tip(widget: QWidget, text: str) -> None:
    """Give a tooltip to what is cut; an empty text takes it away.

    A screen reader is told the text alone: of a tooltip Qt would tell it the markup too.
    """
    tip = as_plain_tip(text) if text else ""
    if tip != widget.toolTip():
        widget.setToolTip(tip)
        widget.setAccessibleDescription(text)


def as_plain_tip(text: str) -> str:
    """Return text as a tooltip that shows it letter by letter."""
    from html import escape  # noqa: PLC0415 - knows all names of HTML, which no start needs

    # Qt guesses whether a tooltip is rich text; escaped text in a paragraph leaves no guess.
    return f"<p>{escape(text)}</p>"
