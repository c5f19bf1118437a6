"""A button that gives way: what does not fit ends in an ellipsis, and is in the tooltip."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.widgets.plain_label import as_plain_tip

_LEAST = 20  # pixels
_BESIDE = 4  # pixels that Qt leaves between a drawing and the text


class GivingButton(QPushButton):
    """Where there is room it is as Qt's own."""

    def __init__(
        self, text: str = "", *, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._elide = elide
        self._tip = ""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as anyone wants it."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw as much of the text as there is room for."""
        is_cut = self.width() < self.sizeHint().width()
        self._say_whole(as_plain_tip(self.text().replace("&&", "&")) if is_cut else "")
        if not is_cut:
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

    def _say_whole(self, tip: str) -> None:
        """Take this tooltip, where nobody gave the button another."""
        if tip != self._tip and self.toolTip() == self._tip:
            self.setToolTip(tip)
            self._tip = tip
