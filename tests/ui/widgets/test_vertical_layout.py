"""A column of parts stands as Qt's own column would, and a button is as large as Qt's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.giving_button import GivingButton
from ui.widgets.paragraph import Paragraph
from ui.widgets.vertical_layout import VerticalLayout

_LONG = "A laptop for a new colleague who begins in Utrecht on the first of next month. " * 3


def _parts(page: QWidget) -> tuple[QHBoxLayout, list[QWidget]]:
    first, hidden = Paragraph(_LONG, parent=page), Paragraph("hidden", parent=page)
    hidden.hide()
    narrow, last = QPushButton("More", page), Paragraph("short", parent=page)
    row = QHBoxLayout()
    row.addWidget(QPushButton("In a row", page))
    return row, [first, hidden, narrow, last]


def _ours(page: QWidget) -> tuple[QLayout, list[QWidget]]:
    row, parts = _parts(page)
    column = VerticalLayout()
    column.add_row(row)
    column.add(parts[0])
    column.add(parts[1])
    column.add(parts[2], narrow=True)
    column.add(parts[3], above=4)
    return column, parts


def _of_qt(page: QWidget) -> tuple[QLayout, list[QWidget]]:
    row, parts = _parts(page)
    column = QVBoxLayout()
    column.addLayout(row)
    column.addWidget(parts[0])
    column.addWidget(parts[1])
    column.addWidget(parts[2], 0, Qt.AlignmentFlag.AlignLeft)
    column.addSpacing(4)
    column.addWidget(parts[3])
    return column, parts


@pytest.mark.parametrize("width", [160, 400, 900])
def test_it_stands_as_a_column_of_qt(qtbot: QtBot, width: int) -> None:
    places = []
    for make in (_ours, _of_qt):
        page = QWidget()
        qtbot.addWidget(page)
        column, parts = make(page)
        column.setContentsMargins(14, 10, 13, 12)
        column.setSpacing(8)
        high = column.heightForWidth(width)
        page.resize(width, high)
        page.show()
        column.setGeometry(page.rect())
        shown = [part.geometry() for part in parts if not part.isHidden()]
        places.append((high, column.minimumSize().width(), shown))
    assert places[0] == places[1]


def test_a_part_is_asked_once_for_its_height_until_something_changes(qtbot: QtBot) -> None:
    page, asked = QWidget(), list[int]()
    qtbot.addWidget(page)

    class Part(Paragraph):
        def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
            asked.append(width)
            return super().heightForWidth(width)

    column = VerticalLayout()
    column.add(Part(_LONG, parent=page))
    high = column.heightForWidth(300)
    column.setGeometry(QRect(0, 0, 300, high))
    assert asked == [300]
    column.invalidate()
    assert column.heightForWidth(300) == high
    assert asked == [300, 300]


def test_a_button_takes_the_size_of_its_text(qtbot: QtBot) -> None:
    giving, plain = GivingButton(), QPushButton()
    for button in (giving, plain):
        qtbot.addWidget(button)
        button.setIconSize(QSize(14, 14))
    for text in ("Utrecht", "", "Reception && entrance", "W"):
        giving.setText(text)
        plain.setText(text)
        assert giving.sizeHint() == plain.sizeHint(), text
    for button in (giving, plain):
        font = button.font()
        font.setPointSizeF(2 * font.pointSizeF())
        button.setFont(font)
    assert giving.sizeHint() == plain.sizeHint()
