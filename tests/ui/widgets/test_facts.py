"""Pairs of texts take the room they have, and what gives way says so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.accessible import cut
from ui.widgets.facts import pairs
from ui.widgets.giving_button import GivingButton
from ui.widgets.giving_header import GivingHeader
from ui.widgets.plain_label import PlainLabel


def test_a_text_that_may_wrap_stands_on_one_line_where_there_is_room(qtbot: QtBot) -> None:
    until = PlainLabel("26 Dec 2026 (in 27 days)", tone="warning", wrap=True)
    box = pairs([("Warranty until", until)])
    qtbot.addWidget(box)
    box.resize(600, 80)
    box.show()
    assert cut(box) == []
    assert until.width() > until.fontMetrics().horizontalAdvance(until.text())


def test_a_button_that_gives_way_is_qts_own_where_it_fits_and_another_where_not(
    qtbot: QtBot,
) -> None:
    text = "Related: CNE-2026-000002 Cannot log in to the VPN"
    giving, own = GivingButton(text), QPushButton(text)
    for button in (giving, own):
        qtbot.addWidget(button)
        button.resize(button.sizeHint())
    assert giving.grab().toImage() == own.grab().toImage()
    for button in (giving, own):
        button.resize(button.sizeHint().width() // 2, button.height())
    assert giving.grab().toImage() != own.grab().toImage()
    assert giving.toolTip() == f"<p>{text}</p>"
    giving.resize(giving.sizeHint())
    giving.grab()
    assert not giving.toolTip()


# What the offscreen screen says of every tooltip that opens.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_title_of_a_column_that_is_cut_is_whole_in_the_tooltip(qtbot: QtBot) -> None:
    table = QTableWidget(0, 1)
    qtbot.addWidget(table)
    header = GivingHeader(table)
    table.setHorizontalHeaderLabels(["Warranty & service until"])
    header.setMinimumSectionSize(10)
    table.show()
    place = QPoint(5, 5)

    def ask() -> None:
        tip = QHelpEvent(QEvent.Type.ToolTip, place, header.mapToGlobal(place))
        QApplication.sendEvent(header.viewport(), tip)

    header.resizeSection(0, 30)
    ask()
    assert QToolTip.text() == "<p>Warranty &amp; service until</p>"
    header.resizeSection(0, 600)
    ask()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
