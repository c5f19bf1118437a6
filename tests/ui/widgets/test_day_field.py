"""A day is typed as people write one, or picked with the keyboard from a calendar."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from ui.theme.theme import Theme
from ui.widgets.day_field import DayField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def day_field(qtbot: QtBot, theme: Theme) -> DayField:
    made = DayField(theme, "Received on")
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize("typed", ["31-12-2027", "31/12/2027", "2027-12-31"])
def test_a_day_is_read_as_people_write_it(qtbot: QtBot, day_field: DayField, typed: str) -> None:
    qtbot.keyClicks(day_field, typed)
    assert day_field.read() == date(2027, 12, 31)


def test_nothing_is_no_day_and_nonsense_is_refused(qtbot: QtBot, day_field: DayField) -> None:
    assert day_field.read() is None
    qtbot.keyClicks(day_field, "31-02-2027")
    with pytest.raises(KnownError, match="not a day"):
        day_field.read()


def test_a_day_is_picked_from_the_calendar_by_keys(qtbot: QtBot, day_field: DayField) -> None:
    day_field.show_day(date(2027, 12, 30))
    qtbot.keyClick(day_field, Qt.Key.Key_Down)
    calendar = day_field.findChild(QCalendarWidget)
    assert calendar is not None
    days = calendar.findChild(QTableView)  # it has the keyboard
    assert days is not None
    qtbot.keyClick(days, Qt.Key.Key_Right)
    with qtbot.waitSignal(day_field.editingFinished):
        qtbot.keyClick(days, Qt.Key.Key_Return)
    assert day_field.text() == "31-12-2027"


def test_the_drawing_in_the_field_opens_the_calendar(qtbot: QtBot, day_field: DayField) -> None:
    drawing = day_field.findChild(QToolButton)
    assert drawing is not None
    assert drawing.toolTip() == "Pick a day"
    qtbot.mouseClick(drawing, Qt.MouseButton.LeftButton)
    calendar = day_field.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.isVisible()
    calendar.window().close()
