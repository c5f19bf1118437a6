"""A button that gives way: what does not fit ends in an ellipsis, and is in the tooltip."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.widgets.plain_label import set_whole_tip

_LEAST = 20  # pixels
BESIDE = 4
"""Pixels that Qt leaves between a drawing and the text."""


class GivingButton(QPushButton):
    """Where there is room it is as Qt's own."""

    def __init__(
        self, text: str = "", *, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._elide = elide
        self._tip = ""
        self._sized: tuple[str, QSize] | None = None

    def setIcon(self, icon: QIcon | QPixmap) -> None:  # noqa: N802 - Qt's own name
        """Show a drawing beside the text."""
        self._sized = None
        super().setIcon(icon)

    def setIconSize(self, size: QSize) -> None:  # noqa: N802 - Qt's own name
        """Make the drawing as large."""
        self._sized = None
        super().setIconSize(size)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Take another size in another font or style."""
        self._sized = None
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for the text; the style is asked once for each."""
        text, sized = self.text(), self._sized
        if sized is None or text != sized[0]:
            sized = self._sized = text, super().sizeHint()
        return sized[1]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as anyone wants it."""
        return QSize(_LEAST, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw as much of the text as there is room for."""
        is_cut = self.width() < self.sizeHint().width()
        self._say_whole(self.text().replace("&&", "&") if is_cut else "")
        if not is_cut:
            self.paint_whole(event)
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
        drawn = 0 if self.icon().isNull() else self.iconSize().width() + BESIDE
        shown.text = self.fontMetrics().elidedText(
            shown.text,
            self._elide,
            room.width() - drawn,
            Qt.TextFlag.TextShowMnemonic,
        )
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def paint_whole(self, event: QPaintEvent) -> None:
        """Draw the button where all of the text fits."""
        super().paintEvent(event)

    def _say_whole(self, text: str) -> None:
        """Say this in the tooltip, where nobody gave the button another."""
        if self.toolTip() == self._tip:
            set_whole_tip(self, text)
            self._tip = self.toolTip()
