"""The borders between columns go where the mouse drags them, also beside the stretched column."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView

_LEAST = 20  # pixels that a column keeps


class _Drag(NamedTuple):
    section: int
    width: int
    x: float


class ColumnBorders(QObject):
    """Lets a border right of the stretched column size the column at its own right.

    Qt sizes the one at the left of any border. Where the stretched column takes the difference up,
    the border would then stay where it is, and its own would be no border at all.
    """

    def __init__(self, header: QHeaderView) -> None:
        super().__init__(header)
        self._header = header
        self._drag: _Drag | None = None
        header.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Take what the mouse does at such a border."""
        if watched is self._header:
            # Only once the mouse is there: to meet a widget of Qt's own makes all its classes.
            if event.type() is QEvent.Type.Enter:
                self._header.removeEventFilter(self)
                self._header.viewport().installEventFilter(self)
            return False
        return isinstance(event, QMouseEvent) and self._take(event)

    def _take(self, event: QMouseEvent) -> bool:
        kind, x = event.type(), event.position().x()
        if self._drag is not None:
            if kind is QEvent.Type.MouseMove:
                width = max(_LEAST, round(self._drag.width - (x - self._drag.x)))
                self._header.resizeSection(self._drag.section, width)
            elif kind is QEvent.Type.MouseButtonRelease:
                self._drag = None
            return True
        section = self._section_right_of(x)
        if section is None:
            return False
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._drag = _Drag(section, self._header.sectionSize(section), x)
        elif kind is QEvent.Type.MouseMove and event.buttons() is Qt.MouseButton.NoButton:
            self._header.setCursor(Qt.CursorShape.SplitHCursor)  # Qt takes it back elsewhere
        else:
            return kind is QEvent.Type.MouseButtonDblClick
        return True

    def _section_right_of(self, x: float) -> int | None:
        """Return the column that the border at a place sizes; None where it is Qt's to do."""
        from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - when a mouse comes to the headings

        header = self._header
        grip = header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, header)
        order = [header.logicalIndex(place) for place in range(header.count())]
        shown = [section for section in order if not header.isSectionHidden(section)]
        stretch = QHeaderView.ResizeMode.Stretch
        is_after = False
        for section in shown:
            if is_after and abs(header.sectionViewportPosition(section) - x) <= grip:
                return section
            is_after |= header.sectionResizeMode(section) is stretch
        return None
