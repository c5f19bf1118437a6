"""Says which column of a table holds what: the program's guess, and a choice for each.

A field is dragged onto its column, or chosen behind it: the second is for the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from app.workflows.import_files import Field, Heading
from ui.imports.words import FIELD_LABELS
from ui.text import one_line
from ui.theme.theme import Theme
from ui.theme.tokens import RADIUS
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_ROWS_SHOWN = 6
_NAME = 60  # characters
_FIELD = "application/x-cne-helpdesk-field"


def dragged_field(field: Field) -> QMimeData:
    """Return what is handed on when a field is dragged."""
    data = QMimeData()
    data.setData(_FIELD, field.value.encode())
    return data


class FieldChip(QPushButton):
    """A field that can be dragged; it is lit until a column holds it."""

    def __init__(self, field: Field) -> None:
        super().__init__(_(FIELD_LABELS[field]))
        self.field = field
        self._pressed_at: QPoint | None = None
        self.setProperty("role", "chip")
        self.setProperty("on", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def light(self, *, on: bool) -> None:
        """Show that the field is still free, or that a column holds it."""
        wanted = "true" if on else "false"
        if wanted == self.property("on"):  # to dress one anew takes its time, and there are many
            return
        self.setProperty("on", wanted)
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Note where a drag would begin."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """Begin to drag once the pointer has gone far enough."""
        begun = self._pressed_at
        if begun is None:
            return
        way = event.position().toPoint() - begun
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            drag = QDrag(self)
            drag.setMimeData(dragged_field(self.field))
            drag.setPixmap(self.grab())
            drag.setHotSpot(begun)
            drag.exec(Qt.DropAction.LinkAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A click alone does nothing."""
        self._pressed_at = None


class _Columns(QWidget):
    """The lines of the columns; a field is dropped on one of them."""

    dropped = Signal(int, str)
    """The number of a line and the field's value."""
    dragged = Signal(QPoint)
    """Where a field is dragged over."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._over = -1
        self.setObjectName("scrolled")
        self.setAcceptDrops(True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.spacing.gap)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(0, 2)
        self.grid.setColumnStretch(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.spacing.unit, 0, theme.spacing.unit, 0)
        column.addLayout(self.grid)
        column.addStretch(1)

    def line(self, row: int) -> QRect:
        """Return where a line stands, from side to side."""
        # Of the grid's own cells Qt forgets the places when it is asked for a height.
        cells = (self.grid.itemAtPosition(row, column) for column in range(3))
        spans = [(cell.geometry().top(), cell.geometry().bottom()) for cell in cells if cell]
        if not spans:
            return QRect()
        top, bottom = min(t for t, _b in spans), max(b for _t, b in spans)
        return QRect(0, top - 2, self.width(), bottom - top + 5)

    def _at(self, place: QPoint) -> int:
        lines = range(self.grid.rowCount())
        return next((row for row in lines if self.line(row).contains(place)), -1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """Welcome a field."""
        if event.mimeData().hasFormat(_FIELD):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's own name
        """Show which column would hold it."""
        place = event.position().toPoint()
        self._mark(self._at(place))
        event.setAccepted(self._over >= 0)
        self.dragged.emit(place)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's own name
        """Show that it went on."""
        self._mark(-1)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Take the field."""
        row = self._at(event.position().toPoint())
        self._mark(-1)
        if row >= 0:
            event.acceptProposedAction()
            self.dropped.emit(
                row, bytes(event.mimeData().data(_FIELD).data()).decode("ascii", "replace")
            )

    def _mark(self, row: int) -> None:
        self._over = row
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Light the column that a field is over."""
        if self._over >= 0:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(self._theme.palette.accent))
            painter.setBrush(QColor(self._theme.palette.accent_soft))
            painter.drawRoundedRect(self.line(self._over).adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        super().paintEvent(event)


class Mapping(QWidget):
    """One line for each column: its heading, its first values, and what it is read as."""

    picked = Signal()
    """The user said what a column holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.choices: dict[str, ChoiceButton] = {}
        self._headings: tuple[Heading, ...] = ()
        self._said: dict[str, str] = {}
        self.setAccessibleName(_("Columns of the file"))
        self.chips = [FieldChip(field) for field in FIELD_LABELS]
        self._chips = row_of(*self.chips)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its choices take the keyboard
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.unit)
        hint = _("Drag a field onto the column that holds it, or choose it behind the column.")
        self._hint = PlainLabel(hint, tone="muted", wrap=True)
        column.addWidget(self._hint)
        column.addWidget(self._chips)
        column.addWidget(self._area)

    def be_low(self, low: bool) -> None:
        """Leave the fields to drag away in a low window: each is in the choices, too."""
        self._hint.setHidden(low)
        self._chips.setHidden(low)

    def show_headings(
        self, headings: Sequence[Heading], said: dict[str, str] | None = None
    ) -> None:
        """Show the columns of a file; ``said`` has what was said of them before, as a map."""
        self._headings = tuple(headings)
        known = {heading.name for heading in headings}
        self._said = {name: field for name, field in (said or {}).items() if name in known}
        self.choices = {}
        self.columns = _Columns(self._theme)
        self.columns.dropped.connect(self._on_dropped)
        self.columns.dragged.connect(self._scroll_along)
        grid = self.columns.grid
        fields = [(field, _(label)) for field, label in FIELD_LABELS.items()]
        for row, heading in enumerate(self._headings):
            name = one_line(heading.name, _NAME)
            grid.addWidget(PlainLabel(name, wrap=True), row, 0)
            grid.addWidget(ElidedLabel(", ".join(heading.examples), tone="muted"), row, 1)
            choice = ChoiceButton(
                self._theme, _("What column “{column}” holds").format(column=name)
            )
            said_field = self._said.get(heading.name)
            guessed = heading.field or Field.IGNORE
            choice.set_choices(fields, Field(said_field) if said_field else guessed)
            choice.picked.connect(lambda field, h=heading.name: self._on_picked(h, field))
            self.choices[heading.name] = choice
            grid.addWidget(choice, row, 2)
        self._area.setWidget(self.columns)
        line = self.columns.sizeHint().height() // max(1, len(self._headings))
        self._area.setMaximumHeight(line * min(_ROWS_SHOWN, len(self._headings)) + 8)
        self._light_chips()

    @property
    def column_map(self) -> dict[str, str]:
        """What the user said, heading to field; the rest is guessed."""
        return dict(self._said)

    def _scroll_along(self, place: QPoint) -> None:
        """Bring the next columns in sight while a field is dragged close to the edge."""
        self._area.ensureVisible(0, place.y(), 0, 2 * self.columns.line(0).height())

    def _on_dropped(self, row: int, value: str) -> None:
        if value not in set(Field):  # dragged from another program
            return
        heading, field = self._headings[row].name, Field(value)
        if self.choices[heading].value != field:
            self.choices[heading].set_value(field)
            self._on_picked(heading, field)

    def _on_picked(self, heading: str, field: Field) -> None:
        self._said[heading] = field.value
        self._light_chips()
        self.picked.emit()

    def _light_chips(self) -> None:
        held = {choice.value for choice in self.choices.values()}
        for chip in self.chips:
            chip.light(on=chip.field not in held)
