"""What may be meant, offered below a field while one types in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from app.i18n import _
from ui.text import one_line
from ui.widgets.announce import announce, tell_rows
from ui.widgets.enter_key import is_ctrl_enter
from ui.widgets.lone_key import is_alone

LOOKS_UP = "looksUp"
"""The property of a field into which one types only to find something."""
_SHOWN = 10  # rows at once; more are reached by scrolling
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


def height_of(found: QListWidget, rows: int) -> int:
    """Return how high a list is in which so many rows are seen, in pixels."""
    found.ensurePolished()  # before, its rows have another font and no padding
    edges = found.contentsMargins()
    return found.sizeHintForRow(0) * rows + edges.top() + edges.bottom()


class Suggestions(QListWidget):
    """A list that lies over the window below a field; the keyboard stays in the field.

    The arrows go through it, Enter or Tab takes the row they are on, Escape closes it.
    """

    chosen = Signal(object)
    """The value of the row that was taken."""

    def __init__(self, line: QLineEdit, *, preselect: bool) -> None:
        """Attach to a field; with ``preselect`` Enter takes the first row at once."""
        super().__init__(line)
        self._line = line
        self._preselect = preselect
        self._unasked = self._is_given = self._is_free = False
        if preselect:
            line.setProperty(LOOKS_UP, True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.setAccessibleName(line.accessibleName())
        tell_rows(self, line)
        self.hide()
        self.itemClicked.connect(self._take)
        line.installEventFilter(self)

    def offer(
        self,
        values: Sequence[tuple[Any, str]],
        *,
        preselect: bool | None = None,
        unasked: bool = False,
    ) -> None:
        """Offer values with their texts; nothing to offer closes the list.

        ``preselect`` is for these values alone; False leaves Tab to what is around the field, where
        a row was not chosen by the arrows. What is offered ``unasked``, as a field comes up, leaves
        Escape to that as well.
        """
        if not values and self.isHidden():
            return
        self.clear()
        for value, text in values:
            item = QListWidgetItem(one_line(text, 120))
            item.setData(Qt.ItemDataRole.UserRole, (value,))
            self.addItem(item)
        # The window's own focus: it may not be the one at work just now.
        if not values or self._line.window().focusWidget() is not self._line:
            self.hide()
            return
        self._unasked, self._is_given = unasked, bool(preselect)
        self._is_free = preselect is False or unasked
        preselects = self._preselect if preselect is None else preselect
        self.setCurrentRow(0 if preselects else -1)
        if not preselects and self.isHidden():
            announce(self._line, f"{_('What was found')}: {QLocale().toString(len(values))}")
        self._place(len(values))
        self.show()
        self.raise_()

    def _place(self, count: int) -> None:
        window = self._line.window()
        if self.parent() is not window:
            self.setParent(window)
            self.ensurePolished()
            self.scheduleDelayedItemsLayout()  # or its rows keep the height they had undressed
        corner = self._line.mapTo(window, QPoint(0, self._line.height() + 2))
        height = height_of(self, min(count, _SHOWN))
        room = window.height() - corner.y() - 8
        self.setGeometry(corner.x(), corner.y(), self._line.width(), min(height, room))

    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Take the keys that go through the list while it is open."""
        if watched is not self._line:  # the list watches its own scroll bars too
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.Hide or (
            isinstance(event, QFocusEvent) and event.lostFocus() and _is_meant(event)
        ):
            self.hide()
        if not self.isVisible() or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            taken = event.key() == Qt.Key.Key_Escape and not self._unasked
            return taken and self._accept(event)
        if event.type() is not QEvent.Type.KeyPress:
            return False
        return self._pressed(event)

    @staticmethod
    def _accept(event: QKeyEvent) -> bool:
        event.accept()  # or the dialog around the field would close
        return True

    def _pressed(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.currentRow()
        if key == Qt.Key.Key_Down:
            self.setCurrentRow(min(row + 1, self.count() - 1))
        elif key == Qt.Key.Key_Up and row >= 0:
            self.setCurrentRow(row - 1)
        elif key == Qt.Key.Key_Escape and not self._unasked:
            self.hide()
        elif is_ctrl_enter(event) and self._is_given and row >= 0:
            self._take(self.currentItem())
            return False  # and the dialog around the field does its work
        elif key in _KEYS and is_alone(event):
            takes_first = key == Qt.Key.Key_Tab and not self._is_free
            item = self.currentItem() or (self.item(0) if takes_first else None)
            if item is None:
                self.hide()
                return False
            self._take(item)
        else:
            return False
        return True


def _is_meant(event: QFocusEvent) -> bool:
    """Whether the keyboard went elsewhere in the window, not with the window."""
    return event.reason() is not Qt.FocusReason.ActiveWindowFocusReason
