"""A part of a splitter is as high as its texts need, while they are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.widgets.high_enough import HighEnough
from ui.widgets.plain_label import PlainLabel


def test_it_is_as_high_as_its_text_needs_and_gives_way_once_that_is_hidden(qtbot: QtBot) -> None:
    part = HighEnough()
    qtbot.addWidget(part)
    text = PlainLabel("Nobody's data is looked for in attachments. " * 4, wrap=True)
    QVBoxLayout(part).addWidget(text)
    part.resize(200, 300)
    part.show()
    wide = part.minimumHeight()
    assert wide > 4 * text.fontMetrics().height()
    part.resize(120, 300)
    assert part.minimumHeight() > wide
    text.hide()
    qtbot.waitUntil(lambda: part.minimumHeight() == 0)
