"""Where room is short, a small table and what stands beside it keep what tells rows apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ui.retention.parts import ListAndPane, Pane
from ui.theme.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import pairs
from ui.widgets.focus_ring import FocusRing
from ui.widgets.small_table import Row, SmallTable

_LEAST = 20
KEYPAD = Qt.KeyboardModifier.KeypadModifier
TWO = (Row(1, "one", ("Closed tickets",)), Row(2, "two", ("Accounts",)))


def test_columns_that_can_be_spared_give_way_to_the_one_that_names_the_row(
    qtbot: QtBot, theme: Theme
) -> None:
    titles = ["Rule", "Kept for", "To purge"]
    table = SmallTable(theme, "Rules", titles, stretch=0, spare=(1,), least=_LEAST)
    qtbot.addWidget(table)
    table.show_rows([Row(1, 1, ("Closed tickets", "two years and six months", "1,234"))])
    digit = table.fontMetrics().horizontalAdvance("0")
    for digits, hidden in ((120, False), (50, True)):
        table.resize(digits * digit, 200)
        table.show()
        assert table.isColumnHidden(1) is hidden
        assert not table.isColumnHidden(2)
        assert table.columnWidth(0) >= _LEAST * digit


def test_what_stands_beside_a_list_is_not_cut_off(qtbot: QtBot, theme: Theme) -> None:
    table = SmallTable(theme, "Rules", ["Rule"], stretch=0)
    pane = Pane(theme, "The chosen rule")
    both = ListAndPane(theme, table, EmptyState(theme, "purge", "None", ""), pane)
    qtbot.addWidget(both)
    both.resize(500, 300)
    both.show()
    both.show_any(True)
    facts = pairs([("What was looked for and never found anywhere", "unbreakablelongword")])
    both.show_chosen([facts])
    qtbot.waitUntil(lambda: pane.viewport().width() >= facts.minimumSizeHint().width())


def test_numbers_end_below_each_other(qtbot: QtBot, theme: Theme) -> None:
    table = SmallTable(theme, "Rules", ["Rule", "To purge"], stretch=0, numbers=(1,))
    qtbot.addWidget(table)
    table.show_rows([Row(1, 1, ("Closed tickets", "1,234")), Row(2, 2, ("Accounts", "7"))])
    table.resize(400, 200)
    table.show()
    picture = table.grab().toImage()
    ratio = picture.devicePixelRatio()
    ground = QColor(theme.palette.surface).rgb()
    ends = []
    for row in range(2):
        cell = table.visualRect(table.model().index(row, 1))
        cell.translate(table.viewport().pos())
        line = int(cell.center().y() * ratio)
        inked = [
            x
            for x in range(int(cell.left() * ratio), int(cell.right() * ratio))
            for y in range(line - 4, line + 4)
            if picture.pixel(x, y) != ground
        ]
        ends.append(max(inked) / ratio - cell.right())
    assert abs(ends[0] - ends[1]) <= 1
    assert ends[0] > -theme.spacing.unit - 6


def reached_by_tab(qtbot: QtBot, theme: Theme, rows: Sequence[Row]) -> tuple[SmallTable, FocusRing]:
    """Show a table that Tab led to, and the ring that tells so."""
    table = SmallTable(theme, "Rules", ["Rule"], stretch=0)
    qtbot.addWidget(table)
    table.show_rows(rows)
    table.resize(400, 200)
    table.show()
    with qtbot.waitActive(table):
        table.activateWindow()
    table.clearFocus()
    ring = table.findChild(FocusRing)
    assert ring is not None
    table.setFocus(Qt.FocusReason.TabFocusReason)
    return table, ring


@pytest.mark.parametrize("pad", [Qt.KeyboardModifier.NoModifier, KEYPAD])
def test_the_first_arrow_chooses_the_first_row_and_where_the_keyboard_is_shows(
    qtbot: QtBot, theme: Theme, pad: Qt.KeyboardModifier
) -> None:
    table, ring = reached_by_tab(qtbot, theme, TWO)
    assert ring.isVisible()
    assert table.chosen_row() is None
    for wanted in ("one", "two"):
        qtbot.keyClick(table, Qt.Key.Key_Down, pad)
        row = table.chosen_row()
        assert row is not None
        assert row.value == wanted
    assert not ring.isVisible()
    second = table.rowViewportPosition(1) + 5
    edge = table.viewport().grab().toImage().pixelColor(1, second)
    assert edge == QColor(theme.palette.accent)


def test_where_the_keyboard_is_shows_without_a_row_too(qtbot: QtBot, theme: Theme) -> None:
    table, ring = reached_by_tab(qtbot, theme, ())
    qtbot.keyClick(table, Qt.Key.Key_Down)  # there is no row to go to
    assert ring.isVisible()
    table.show_rows(TWO)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert not ring.isVisible()
    table.show_rows(TWO[1:])  # the one that was chosen is gone
    assert table.hasFocus()
    assert table.chosen_row() is None
    assert ring.isVisible()
