"""A mark lies on the value that it is of, whatever stands before it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.packages.marked_text import MarkedText, Part
from ui.theme.theme import Theme


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("een\r\ntwee drie", "drie"),
        ("\U0001f600\U0001f600 drie", "drie"),
        ("om\u202egekeerd\u2066 drie\x00", "drie"),
        ("half \ud83d drie", "drie"),
        ("a" * 1_000_000 + " drie", "drie"),
    ],
)
def test_the_mark_lies_on_the_value_whatever_stands_before(
    qtbot: QtBot, theme: Theme, text: str, value: str
) -> None:
    view = MarkedText(theme)
    qtbot.addWidget(view)
    start = text.index(value)
    view.show_text(text, [Part(start, start + len(value), False, True)])
    (mark,) = view.extraSelections()
    cursor = getattr(mark, "cursor")  # noqa: B009 - the stubs know none of its fields
    assert cursor.selectedText() == value
    assert len(view.toPlainText()) < 20_000
