"""Pairs of texts take the room they have, and what gives way says so."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.accessible import cut
from ui.widgets.facts import pairs
from ui.widgets.giving_button import GivingButton
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
