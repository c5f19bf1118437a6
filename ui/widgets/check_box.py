"""A check box that gives way: its text takes further lines where there is no room for it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

_LEAST = 16  # digits of a line
_EDGE = 6  # pixels around the mark


class CheckBox(QCheckBox):
    """Where there is room its text stands on one line, as that of Qt's own."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # Not fixed in height: Qt would hold it to one line.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _lines(self, width: int) -> list[str]:
        metrics, lines, beside = self.fontMetrics(), [""], self._beside()
        for word in self.text().split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > width - beside:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _beside(self) -> int:
        """Return what the mark takes of a line."""
        style, measure = self.style(), QStyle.PixelMetric
        return _EDGE + sum(
            style.pixelMetric(one, None, self)
            for one in (measure.PM_IndicatorWidth, measure.PM_CheckBoxLabelSpacing)
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Its whole text on one line."""
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + self._beside()
        return super().sizeHint().expandedTo(QSize(wanted, 0))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """The narrower, the higher."""
        more = len(self._lines(width)) - 1
        return super().sizeHint().height() + more * self.fontMetrics().lineSpacing()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As narrow as some words."""
        whole, least = super().sizeHint(), self.fontMetrics().horizontalAdvance("0") * _LEAST
        return QSize(min(whole.width(), least), whole.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:  # noqa: N802 - Qt's own name
        """Let the style draw the lines that there is room for."""
        super().initStyleOption(option)
        drawn: Any = option  # the stubs know none of the option's fields
        drawn.text = "\n".join(self._lines(self.width()))
