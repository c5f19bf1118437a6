"""A text field with drawings at its ends, as large as its letters.

Qt's own stay as large beside the largest letters as beside the smallest.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from app.i18n import _
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel

_DRAWING = 16  # pixels
_EDGE = 9  # pixels between the field's edge and a drawing
_TEXT_EDGE = 2  # pixels that Qt leaves free at either side of a text
_GAP = 4  # pixels between a drawing and the text, beside what the field leaves free itself


class DrawnField(QLineEdit):
    """Keeps its text clear of what stands at its ends."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mark: IconLabel | None = None
        self._button: QToolButton | None = None
        self._drawing = ""
        theme.changed.connect(self._dress)

    def put_mark(self, drawing: str) -> None:
        """Show a drawing before the text, which says what the field is for."""
        self._mark = IconLabel(self._theme, drawing, "muted", _DRAWING, self)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._dress()

    def put_button(self, drawing: str, said: str) -> QToolButton:
        """Show a drawing after the text and return it: pressed by the mouse, it does ``said``.

        Whoever asks for it gives the keyboard another way.
        """
        self._drawing = drawing
        self._button = button = QToolButton(self)
        button.setProperty("role", "icon")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(said)
        button.setToolTip(said)
        self._dress()
        return button

    def put_cross(self) -> None:
        """Show a cross after the text, while there is any, that empties the field."""
        cross = self.put_button("close", _("Empty this field"))
        cross.setVisible(bool(self.text()))
        cross.clicked.connect(self.clear)
        self.textChanged.connect(lambda text: cross.setVisible(bool(text)))

    def lacks_room_for(self, text: str) -> bool:
        """Whether a part of this text would not be seen."""
        from PySide6.QtWidgets import (  # noqa: PLC0415 - 600 names of styles, which no start needs
            QStyle,
            QStyleOptionFrame,
        )

        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins, beside = self.textMargins(), 2 * _TEXT_EDGE
        free = room.width() - margins.left() - margins.right() - beside
        return self.fontMetrics().horizontalAdvance(text) > free

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Keep the drawings at the ends."""
        super().resizeEvent(event)
        self._place()

    def _dress(self) -> None:
        side = icons.scaled(_DRAWING)
        if self._button is not None:
            self._button.setIcon(icons.icon(self._drawing, self._theme.palette.muted, _DRAWING))
            self._button.setIconSize(QSize(side, side))
        before, after = (side + _GAP if part else 0 for part in (self._mark, self._button))
        self.setTextMargins(before, 0, after, 0)
        self._place()

    def _place(self) -> None:
        if self._mark is not None:
            self._stand(self._mark, _EDGE)
        if self._button is not None:
            around = self._button.sizeHint().width() - self._button.iconSize().width()
            right = _EDGE - around // 2
            self._stand(self._button, self.width() - right - self._button.sizeHint().width())

    def _stand(self, part: QWidget, left: int) -> None:
        part.resize(part.sizeHint())
        part.move(QPoint(left, (self.height() - part.height()) // 2))
