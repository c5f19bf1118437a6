"""What is drawn inside a field is as large as its letters, and never under its text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.drawn_field import DrawnField
from ui.widgets.icon_label import IconLabel


@pytest.fixture
def field(qtbot: QtBot, theme: Theme) -> DrawnField:
    made = DrawnField(theme)
    made.put_mark("search")
    made.put_cross()
    theme.dress(made)
    qtbot.addWidget(made)
    made.resize(300, made.sizeHint().height())
    made.show()
    return made


def cross_of(field: DrawnField) -> QToolButton:
    cross = field.findChild(QToolButton)
    assert cross is not None
    return cross


def mark_of(field: DrawnField) -> QWidget:
    mark = field.findChild(IconLabel)
    assert mark is not None
    return mark


def test_the_cross_is_there_while_there_is_text_and_empties_the_field(
    qtbot: QtBot, field: DrawnField
) -> None:
    assert not cross_of(field).isVisible()
    qtbot.keyClicks(field, "vpn")
    assert cross_of(field).isVisible()
    assert cross_of(field).accessibleName() == "Empty this field"
    qtbot.mouseClick(cross_of(field), Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert not cross_of(field).isVisible()
    assert field.hasFocus()


def test_the_drawings_grow_with_the_letters_and_stay_inside(
    qapp: QApplication, theme: Theme, field: DrawnField
) -> None:
    field.setText("vpn")
    before, large = qapp.font(), qapp.font()
    large.setPointSizeF(18)
    qapp.setFont(large)
    try:
        theme.choose()
        side = icons.scaled(16)
        assert side > 20
        assert mark_of(field).width() == cross_of(field).iconSize().width() == side
        field.resize(300, field.sizeHint().height())
        for part in (mark_of(field), cross_of(field)):
            assert field.rect().contains(part.geometry())
    finally:
        qapp.setFont(before)
        theme.choose()
    assert mark_of(field).width() == cross_of(field).iconSize().width() == 16


def test_no_text_is_under_a_drawing(field: DrawnField) -> None:
    field.setText("vpn" * 40)
    field.home(False)
    assert field.cursorRect().center().x() > mark_of(field).geometry().right()
    field.end(False)
    field.grab()  # only what is painted scrolls to the cursor
    assert field.cursorRect().center().x() < cross_of(field).geometry().left()
