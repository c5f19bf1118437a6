"""The steps of a wizard take one line, however many there are and however large the letters."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.widgets.plain_label import PlainLabel
from ui.widgets.step_strip import StepStrip


def shown(strip: StepStrip) -> list[str]:
    return [label.text() for label in strip.findChildren(PlainLabel) if label.isVisible()]


def test_where_not_all_steps_fit_the_one_at_hand_says_where_it_stands(
    qtbot: QtBot, theme: Theme
) -> None:
    strip = StepStrip(theme, {number: f"What is done {number}" for number in range(7)})
    qtbot.addWidget(strip)
    strip.show_step(3)
    strip.resize(1_600, strip.sizeHint().height())
    strip.show()
    assert len(shown(strip)) == 7
    assert shown(strip)[2:4] == ["✓  What is done 2", "4  What is done 3"]
    high = strip.sizeHint().height()
    strip.resize(500, high)
    assert shown(strip) == ["Step 4 of 7: What is done 3"]
    assert strip.sizeHint().height() == high
    assert strip.accessibleName() == "Step 4 of 7: What is done 3"
