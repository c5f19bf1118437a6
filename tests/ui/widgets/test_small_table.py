"""Where room is short, a small table and what stands beside it keep what tells rows apart."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.retention.parts import ListAndPane, Pane
from ui.theme.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import pairs
from ui.widgets.small_table import Row, SmallTable

_LEAST = 20


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
