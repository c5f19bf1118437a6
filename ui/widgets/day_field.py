"""A field for a day: typed as people write one, or picked from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.i18n import _
from app.intake.days import read_day
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.drawn_field import DrawnField

_LONGEST = 20  # characters
_WIDE = 18  # characters shown


def unread_day(form: QWidget) -> DayField | None:
    """Return the first field of a form in which something stands that is no day."""
    for field in form.findChildren(DayField):
        try:
            field.read()
        except KnownError:
            return field
    return None


class DayField(DrawnField):
    """Holds a day as text; nothing is checked before it is read."""

    def __init__(self, theme: Theme, name: str) -> None:
        """Make the field; ``name`` is what a screen reader calls it."""
        super().__init__(theme)
        self.setAccessibleName(name)
        self.setPlaceholderText(_("day-month-year"))
        self.setMaxLength(_LONGEST)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDE)
        pick = _("Pick a day")
        self.put_button("calendar", pick).clicked.connect(self.open_calendar)
        by_key = QAction(pick, self)
        by_key.setShortcut(Qt.Key.Key_Down)
        by_key.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        by_key.triggered.connect(self.open_calendar)
        self.addAction(by_key)

    def read(self) -> date | None:
        """Return the day, None where the field is empty. Raises ``KnownError("no_day")``."""
        text = read_day(self.text())
        return date.fromisoformat(text) if text else None

    def show_day(self, day: date | None) -> None:
        """Write a day into the field; None empties it."""
        self.setText("" if day is None else f"{day:%d-%m-%Y}")

    def open_calendar(self) -> None:
        """Let the day be picked; the month of the field's day is open."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("calendar")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._dress_calendar(calendar)
        if isinstance(days := calendar.findChild(QTableView), QTableView):
            days.setAccessibleName(self.accessibleName())
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(calendar)
        shown = QDate.fromString(self.text(), "dd-MM-yyyy")
        if shown.isValid():
            calendar.setSelectedDate(shown)

        def take(day: QDate) -> None:
            self.show_day(date(day.year(), day.month(), day.day()))
            popup.close()
            self.setFocus()
            self.editingFinished.emit()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _dress_calendar(self, calendar: QCalendarWidget) -> None:
        palette, usual, names = self._theme.palette, QTextCharFormat(), QTextCharFormat()
        usual.setForeground(QColor(palette.text))
        names.setForeground(QColor(palette.muted))
        names.setBackground(QColor(palette.surface))
        calendar.setHeaderTextFormat(names)
        for free in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(free, usual)  # Qt's own red is not read in the dark
        for name, drawing, said in (
            ("qt_calendar_prevmonth", "chevron-left", _("The month before")),
            ("qt_calendar_nextmonth", "chevron-right", _("The month after")),
        ):
            if isinstance(button := calendar.findChild(QToolButton, name), QToolButton):
                button.setIcon(icons.icon(drawing, palette.muted, 16))
                button.setAccessibleName(said)
