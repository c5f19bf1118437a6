"""A small bar chart, painted by hand.

A charting package was weighed and left out: it takes most of a second and tens of megabytes to
import, for three pictures of a few rectangles each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.i18n import _
from ui.theme.theme import Theme

_HIGH = 9  # lines of text
_LABEL_GAP = 4
_BETWEEN = 4  # pixels between the labels of two bars
_WIDEST = 72.0  # pixels of the bars at one place
_SIDE = 6  # pixels between the frame of the keyboard's place and a text


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one colour, one for each place."""

    name: str
    tone: str
    """The palette's name of the colour."""
    values: tuple[int, ...]


class BarChart(QLabel):
    """Bars side by side at each place, with a few labels below and the highest value above.

    Left and Right go from place to place, Enter or a click opens one. A label that has a picture
    is what Qt calls a graphic to screen readers; every value is in its description.
    """

    opened = Signal(int, int)
    """(place, series): the list behind a bar is wanted."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._series: tuple[Series, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._every = 1
        self._place = -1
        self.can_open = False
        picture = QPixmap(1, 1)
        picture.fill(Qt.GlobalColor.transparent)
        self.setPixmap(picture)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_values(
        self,
        labels: Sequence[str],
        series: Sequence[Series],
        *,
        label_every: int = 1,
        can_open: bool = False,
    ) -> None:
        """Show values; every so many places has its label written below it."""
        self._labels, self._series, self._every = tuple(labels), tuple(series), label_every
        self.can_open = can_open
        self._place = -1
        said = (self._say(place) for place in range(len(self._labels)))
        self.setAccessibleDescription("; ".join(said))
        if can_open:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as there is room, a few lines high."""
        return QSize(200, self.fontMetrics().height() * _HIGH)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Readable when narrow as well."""
        return QSize(120, self.sizeHint().height())

    # Where things are

    def _plot(self) -> QRectF:
        line = self.fontMetrics().height()
        high = self.height() - (1 + self._label_lines) * line - 4 - 2 * _LABEL_GAP
        return QRectF(0, line + 4, self.width(), high)

    @property
    def _label_lines(self) -> int:
        """How many lines the labels below the bars take: two where one is too wide for one."""
        if self._every > 1 or not self._labels:
            return 1
        room = self.width() / len(self._labels) - _BETWEEN
        measure = self.fontMetrics().horizontalAdvance
        return 1 if all(measure(label) <= room for label in self._labels) else 2

    def bar(self, place: int, number: int) -> QRectF:
        """Return the rectangle of a bar; one of value 0 has no height."""
        plot, step = self._plot(), self.width() / max(1, len(self._labels))
        high = max(1, *(value for one in self._series for value in one.values), 1)
        gap = max(min(6.0, step * 0.25), step - _WIDEST)
        wide = max(1.0, (step - gap) / max(1, len(self._series)))
        value = self._series[number].values[place]
        tall = plot.height() * value / high
        left = place * step + gap / 2 + number * wide
        return QRectF(left, plot.bottom() - tall, max(1.0, wide - 1), tall)

    def _place_at(self, point: QPointF) -> int:
        if not self._labels:
            return -1
        place = int(point.x() // (self.width() / len(self._labels)))
        return place if 0 <= place < len(self._labels) else -1

    def _number_at(self, place: int, point: QPointF) -> int:
        if len(self._series) < 2:
            return 0
        return int(point.x() >= self.bar(place, 1).left())

    def _say(self, place: int) -> str:
        values = ", ".join(
            f"{one.name} {QLocale().toString(one.values[place])}"
            if one.name
            else QLocale().toString(one.values[place])
            for one in self._series
        )
        return _("{label}: {values}").format(label=self._labels[place], values=values)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the bars, the base line, the labels and the highest value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, plot = self._theme.palette, self._plot()
        if not self._labels:
            return
        step = self.width() / len(self._labels)
        if self._place >= 0:
            ground = QRectF(self._place * step, plot.top(), step, plot.height())
            painter.fillRect(ground, QColor(palette.hover))
        for number, one in enumerate(self._series):
            colour: str = getattr(palette, one.tone)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            for place in range(len(self._labels)):
                painter.drawRect(self.bar(place, number))
        painter.setPen(QPen(QColor(palette.field_border), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        self._write(painter, plot, step)
        if self.hasFocus() and self._place < 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _write(self, painter: QPainter, plot: QRectF, step: float) -> None:
        metrics, line = self.fontMetrics(), self.fontMetrics().height()
        painter.setPen(QColor(self._theme.palette.muted))
        if self._every == 1:  # few bars: each says its number
            for place in range(len(self._labels)):
                text = QLocale().toString(sum(one.values[place] for one in self._series))
                top = min(self.bar(place, n).top() for n in range(len(self._series)))
                spot = QRectF(place * step, top - line - 1, step, line)
                painter.drawText(spot, Qt.AlignmentFlag.AlignHCenter, text)
        else:
            high = max((v for one in self._series for v in one.values), default=0)
            text = _("highest: {count}").format(count=QLocale().toString(high))
            painter.drawText(QRectF(_SIDE, 2, self.width(), line), Qt.AlignmentFlag.AlignLeft, text)
        flag, lines = Qt.AlignmentFlag, self._label_lines
        align = flag.AlignHCenter if self._every == 1 else flag.AlignLeft
        for place in range(0, len(self._labels), self._every):
            room = step * self._every
            left = place * step + (_SIDE if self._every > 1 else 0)
            spot = QRectF(left, plot.bottom() + _LABEL_GAP, room - _BETWEEN, lines * line)
            text = self._labels[place]
            if lines > 1:
                painter.drawText(spot, int(align | Qt.TextFlag.TextWordWrap), text)
                continue
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room) - _BETWEEN)
            painter.drawText(spot, align, text)

    # The pointer and the keyboard

    def _point(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Say what the bars under the pointer stand for."""
        place = self._place_at(event.position())
        self._point(place)
        self.setToolTip(self._say(place) if place >= 0 else "")

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Point at nothing any more."""
        self._point(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Open the list behind a bar."""
        place = self._place_at(event.position())
        if self.can_open and place >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(place, self._number_at(place, event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Go from place to place, and open one."""
        last = len(self._labels) - 1
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            start = -1 if step > 0 else last + 1
            place = (start if self._place < 0 else self._place) + step
            self._point(max(0, min(last, place)))
            self.setAccessibleName(f"{self._name}: {self._say(self._place)}")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.can_open and self._place >= 0:
                self.opened.emit(self._place, 0)
        else:
            super().keyPressEvent(event)
