"""A button that shows what is chosen and opens the choices: light, and dressed like the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEvent, QMargins, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QStyleOptionButton, QWidget

from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.kept_ground import KeptGround

_SHOWN = 60  # characters of a choice
_ARROW = 16
_BETWEEN = 6
_EDGE = 3  # pixels, so that the text begins where that of a field does
_KEPT = 8  # sizes of a button
_NO_LETTER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _ChoiceMenu(QMenu):
    """Goes to a choice by what it begins with, and to the first and last, as lists do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._typed_at = QElapsedTimer()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Look for what is typed; Qt's own menus know letters that are underlined alone."""
        choices = self.actions()
        if choices and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.setActiveAction(choices[0 if event.key() == Qt.Key.Key_Home else -1])
        elif choices and self._is_typed(event):
            self._go_to(event.text().casefold(), choices)
        elif event.key() == Qt.Key.Key_Space:  # which in Qt's own styles does nothing
            super().keyPressEvent(
                QKeyEvent(event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            )
        else:
            super().keyPressEvent(event)

    def _is_typed(self, event: QKeyEvent) -> bool:
        """Whether a key is part of a name; a space that no name has there takes the choice."""
        text = event.text()
        if not (text.isprintable() and text) or event.modifiers() & _NO_LETTER:
            return False
        before = self._so_far()
        return text != " " or bool(before and _beginning(self.actions(), f"{before} "))

    def _so_far(self) -> str:
        """Return what was typed just before."""
        pause = QApplication.keyboardInputInterval()
        fresh = self._typed_at.isValid() and self._typed_at.elapsed() < pause
        return self._typed if fresh else ""

    def _go_to(self, letter: str, choices: list[QAction]) -> None:
        self._typed = self._so_far() + letter
        self._typed_at.start()
        one_letter = set(self._typed) == {letter}  # typed again it goes on to the next
        wanted = letter if one_letter else self._typed
        active = self.activeAction()
        start = choices.index(active) + one_letter if active in choices else 0
        if found := _beginning([*choices[start:], *choices[:start]], wanted):
            self.setActiveAction(found[0])


def _beginning(choices: Sequence[QAction], typed: str) -> list[QAction]:
    """Return the choices that begin with what was typed."""
    names = ((action, action.text().replace("&&", "&")) for action in choices)
    return [action for action, name in names if name.casefold().startswith(typed)]


class ChoiceButton(QPushButton):
    """One of several values, each with a text; Space, an arrow or a click opens the menu."""

    picked = Signal(object)
    """The user chose another value."""

    def __init__(self, theme: Theme, name: str, *, keep_ground: bool = False) -> None:
        """Make a button; ``keep_ground`` for one that is painted anew again and again.

        The style is then met by name, which no start must wait for.
        """
        super().__init__()
        self.setAutoDefault(False)  # Enter in a field below it does the work of the dialog
        self._keeps_ground = keep_ground
        self._theme = theme
        self._name = name
        self._shown = ""
        self._sizes: dict[str, QSize] = {}
        self._ground = KeptGround(self)
        self.value: Any = None
        self._choices: list[tuple[Any, str]] = []
        self._menu = _ChoiceMenu(self)
        self._group = QActionGroup(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(self._menu)
        theme.changed.connect(self._paint_anew)

    def count(self) -> int:
        """How many values there are to choose from."""
        return len(self._choices)

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Offer values with their texts; ``value`` is chosen, the first when None."""
        self._choices = list(choices)
        if self._choices:
            self.set_value(self._choices[0][0] if value is None else value)

    def keep_width(self) -> None:
        """Be as wide as the longest text wants, whichever is chosen."""
        chosen, widest = self.value, 0
        for value, _text in self._choices:
            self.set_value(value)
            widest = max(widest, self.sizeHint().width())
        self.set_value(chosen)
        self.setMinimumWidth(widest)

    def set_value(self, value: Any) -> None:
        """Show a value as the chosen one, without telling anyone."""
        self.value = value
        text = next((t for v, t in self._choices if v == value), "")
        self._shown = one_line(text, _SHOWN)
        shown = self._shown.replace("&", "&&")  # an ampersand would underline a letter
        if shown != self.text():
            self.setText(shown)
        self.setAccessibleName(f"{self._name}: {text}")

    def _fill_menu(self) -> None:
        """Make the choices when they are looked at: most tickets are read and not changed."""
        self._menu.clear()
        for offered, text in self._choices:
            # An ampersand would underline a letter.
            action = QAction(one_line(text, _SHOWN).replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(offered == self.value)
            action.setData(offered)
            self._group.addAction(action)
            self._menu.addAction(action)
            action.triggered.connect(lambda _checked=False, v=offered: self._pick(v))
        if (now := self._group.checkedAction()) is not None:
            self._menu.setActiveAction(now)  # the arrows go on from there

    def _pick(self, value: Any) -> None:
        if value == self.value:
            return
        self.set_value(value)
        self.picked.emit(value)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for the text and the arrow."""
        text = self.text()
        if (size := self._sizes.get(text)) is None:
            if len(self._sizes) >= _KEPT:
                self._sizes.clear()
            drawn = QMargins(0, 0, _BETWEEN + icons.scaled(_ARROW), 0)
            size = self._sizes[text] = super().sizeHint().grownBy(drawn)
        return size

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's own name; Qt would ask the other way round

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Open the menu by the arrows too, as every list of choices does."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Take another size in another font or style."""
        self._sizes.clear()
        self._ground.forget()
        super().changeEvent(event)

    def initStyleOption(self, option: QStyleOptionButton) -> None:  # noqa: N802 - Qt's own name
        """Leave the text to ``paintEvent``: the style would write it in the middle."""
        super().initStyleOption(option)
        option.text = ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the button, its text at the left as in a field, and the arrow at the right."""
        if not self._keeps_ground:
            super().paintEvent(event)
        painter = QPainter(self)
        if self._keeps_ground:
            self._ground.draw(painter)
        palette, scale = self._theme.palette, self.devicePixelRatioF()
        side = self._theme.spacing.unit + _EDGE
        wide = icons.scaled(_ARROW)
        arrow = QRect(0, 0, wide, wide)
        arrow.moveCenter(self.rect().center())
        arrow.moveRight(self.width() - side)
        painter.drawPixmap(arrow, icons.pixmap("chevron-down", palette.muted, wide, scale))
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.muted))
        room, text = self.rect().adjusted(side, 0, -(side + wide + _BETWEEN), 0), self._shown
        if self.width() < self.sizeHint().width():
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LINE, text)

    def _paint_anew(self) -> None:
        self._ground.forget()
        self.update()
