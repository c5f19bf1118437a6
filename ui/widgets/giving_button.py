"""A button that gives way: an ellipsis stands for what does not fit of its text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton

_BESIDE = 4  # pixels that Qt leaves between a drawing and the text


class GivingButton(QPushButton):
    """Where there is room it is as Qt's own."""

    def __init__(
        self, text: str = "", *, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(text)
        self._elide = elide

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw as much of the text as there is room for."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import (  # noqa: PLC0415 - 600 names of styles, which no start needs
            QStyle,
            QStyleOptionButton,
            QStylePainter,
        )

        option = QStyleOptionButton()
        self.initStyleOption(option)
        shown: Any = option  # the stubs know none of the option's fields
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        drawn = 0 if self.icon().isNull() else self.iconSize().width() + _BESIDE
        shown.text = self.fontMetrics().elidedText(
            shown.text,
            self._elide,
            room.width() - drawn,
            Qt.TextFlag.TextShowMnemonic,
        )
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
