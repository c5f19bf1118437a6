"""Tells a barcode scanner, which types like a keyboard, from somebody at the keyboard.

A scanner sends a whole code within a blink, at most some thirty milliseconds from key to key, and
ends it with Enter, Tab or a line feed; nobody types six characters in a row like that. While a text
field has the keyboard the keys go into it as always, and are taken out again when the end shows
that it was a scan. Elsewhere a key may be a shortcut: it is held back for a moment, until it is
known whether another follows as fast, and then does what it always does. An open menu has the
keyboard before all else, and its letters choose: they are held back as well, and a scan closes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

TAKES_SCANS = "takesScans"
"""The property of a field in which a scan stays as it is typed: it is made for identifiers."""
FASTEST_HAND = 35
"""Milliseconds from key to key that only a machine stays under, key after key."""
LEAST = 6
"""Characters of a scan: no identifier is shorter, and no hand that fast for so long."""
_ENDINGS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_LINE_FEED = "\n"
"""Has a key of its own or is Ctrl+J, whichever the scanner has; its text is the same."""
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_BARE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_Control})


class Burst:
    """Characters that came one after the other as fast as a machine sends them."""

    def __init__(self) -> None:
        self.text = ""
        self._last = 0

    def add(self, char: str, at: int) -> None:
        """Take in a character at a moment in milliseconds."""
        self.text = self.text + char if self.text and self.goes_on(at) else char
        self._last = at

    def goes_on(self, at: int) -> bool:
        """Whether a key at this moment follows as fast as a machine's."""
        return bool(self.text) and 0 <= at - self._last <= FASTEST_HAND

    def end(self, at: int) -> str:
        """Return the code that ends at this moment; empty when a hand typed it."""
        text, self.text = self.text if self.goes_on(at) else "", ""
        return text if len(text) >= LEAST and _is_code(text) else ""

    def clear(self) -> None:
        """Begin anew."""
        self.text = ""


def _is_code(text: str) -> bool:
    """Whether a label may hold a text; words that a program typed may look like a serial number."""
    from app.model.identifiers import IdentifierKind, identify  # noqa: PLC0415 - for a scan alone

    kind = identify(text).kind
    any_text = {IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG}
    return kind is not None and not (kind in any_text and len(text.split()) > 1)


class Scanner(QObject):
    """Listens to the widget that has the keyboard, within one window."""

    scanned = Signal(str)
    """A code, as the scanner sent it."""

    def __init__(self, owner: QWidget, press: Callable[[str], bool] = lambda _key: False) -> None:
        """Listen while ``owner`` is alive; ``press`` does what a shortcut's key means, if any."""
        super().__init__(owner)
        self._owner = owner
        self._press = press
        self._burst = Burst()
        self._held: list[QKeyEvent] = []
        self._before = _Before()
        self._replaying = False
        self._focus: QWidget | None = None
        self._menus: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FASTEST_HAND + 5)
        self._timer.timeout.connect(self._replay)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _on_focus(self) -> None:
        # Asked for here: of a widget that is just going, as the signal tells it, Qt's binding
        # looks for the class among all that there are, and makes every one of them for that.
        now = QApplication.focusWidget()
        # The widget at work alone, not the application: that would see every repaint too.
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.removeEventFilter(self)
        inside = now is not None and now.window() is self._owner.window()
        self._focus = now if inside and not _is_left_alone(now) else None
        if self._focus is not None:
            self._focus.installEventFilter(self)

    def _on_menu(self, event: QFocusEvent) -> None:
        """Listen to a menu for as long as it lies over the widget at work, which hears of it."""
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            return
        for before in filter(shiboken6.isValid, self._menus):
            before.removeEventFilter(self)
        menu = QApplication.activePopupWidget() if event.lostFocus() else None
        self._menus = [menu, *menu.findChildren(QMenu)] if isinstance(menu, QMenu) else []
        for each in self._menus:
            each.installEventFilter(self)

    # What comes from the keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Look at each key before the widget does."""
        kind = event.type()
        if isinstance(event, QFocusEvent) and watched is self._focus:
            self._on_menu(event)
            return False
        if (
            self._replaying
            or watched is not self._at_work
            or kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            or not isinstance(event, QKeyEvent)
            or not event.timestamp()  # no keyboard sent it
        ):
            return False
        if kind is QEvent.Type.ShortcutOverride:
            return self._claim(event)
        return self._on_key(event)

    @property
    def _at_work(self) -> QWidget | None:
        """What has the keyboard: the menu that was opened last, if any is, else the widget."""
        menu = QApplication.activePopupWidget()
        return self._focus if menu is None else menu

    def _claim(self, event: QKeyEvent) -> bool:
        """Keep a key that may belong to a scan from doing at once what a shortcut means."""
        follows = bool(self._held) and (_is_typed(event) or _is_ending(event))
        if _is_text_field(self._at_work) or not (follows or _may_begin(event)):
            return False
        event.accept()
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _BARE:
            return False
        at = event.timestamp()  # by the screen's clock: a busy window delays none
        if _is_ending(event):
            return self._on_end(at)
        if not _is_typed(event):
            self._replay()
            self._burst.clear()
            return False
        field = _is_text_field(self._at_work)
        goes_on = self._burst.goes_on(at)
        if field and not goes_on:
            self._before = _before(self._focus)
        if not field and not goes_on:
            self._replay()
            if not _may_begin(event):
                self._burst.clear()
                return False
        self._burst.add(event.text(), at)
        if field:
            return False
        self._held.append(event.clone())
        self._timer.start()
        return True

    def _on_end(self, at: int) -> bool:
        code = self._burst.end(at)
        if not code:
            self._replay()
            return False
        self._timer.stop()
        self._held.clear()
        field = self._focus if self._at_work is self._focus else None
        while (menu := QApplication.activePopupWidget()) is not None:
            menu.close()
        if _is_text_field(field) and not _take_out(field, code, self._before):
            return False
        self.scanned.emit(code)
        return True

    def _replay(self) -> None:
        """Let the keys that were held back do what they always do."""
        self._timer.stop()
        held, self._held = self._held, []
        self._burst.clear()
        for event in held:
            menu = QApplication.activePopupWidget()
            if menu is None and self._press(QKeySequence(event.keyCombination()).toString()):
                continue
            if (at_work := menu or QApplication.focusWidget()) is not None:
                self._replaying = True
                try:
                    QApplication.sendEvent(at_work, event)
                finally:
                    self._replaying = False


def _is_ending(event: QKeyEvent) -> bool:
    return event.key() in _ENDINGS or event.text() == _LINE_FEED


def _is_typed(event: QKeyEvent) -> bool:
    text = event.text()
    return (
        len(text) == 1
        and text.isprintable()
        and not event.isAutoRepeat()
        and not event.modifiers() & _COMMANDS
    )


def _may_begin(event: QKeyEvent) -> bool:
    return _is_typed(event) and event.text().isalnum()


def _is_text_field(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


def _is_left_alone(widget: QWidget | None) -> bool:
    if not isinstance(widget, QLineEdit):
        return False
    # A password manager types as fast as a scanner.
    is_secret = widget.echoMode() is not QLineEdit.EchoMode.Normal
    return is_secret or bool(widget.property(TAKES_SCANS))


class _Before(NamedTuple):
    """What a field held before a scan may have begun."""

    replaced: str = ""
    """What was selected, and is typed over."""
    text: str = ""
    """All of a line; a long text is too much to note with every key."""
    cursor: int = 0
    modified: bool = False
    """Whether somebody had typed into it; a scan is no typing that could be lost."""


def _before(widget: QWidget | None) -> _Before:
    if isinstance(widget, QLineEdit):
        text, at = widget.text(), widget.cursorPosition()
        return _Before(widget.selectedText(), text, at, widget.isModified())
    if isinstance(widget, QPlainTextEdit):
        replaced = widget.textCursor().selection().toPlainText()
        return _Before(replaced, modified=widget.document().isModified())
    return _Before()


def _take_out(widget: QWidget | None, code: str, before: _Before) -> bool:
    """Take a scan out of a field again, and put back what it was typed over."""
    if isinstance(widget, QLineEdit):
        end = widget.cursorPosition()
        if widget.text()[end - len(code) : end] == code:
            widget.setSelection(end - len(code), len(code))
            widget.insert(before.replaced)
        if widget.text() != before.text:  # it was too short for the scan, or completed it
            widget.selectAll()
            widget.insert(before.text)
            widget.setCursorPosition(before.cursor)
        widget.setModified(before.modified)
        return True
    if isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(code)
        )
        if cursor.selectedText() != code:
            return False
        cursor.insertText(before.replaced)
        widget.document().setModified(before.modified)
        return True
    return False
