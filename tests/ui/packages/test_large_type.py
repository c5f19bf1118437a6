"""Whoever needs large letters sees every button of every step, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.workflows.package_order import Step
from tests.ui.packages.driving import choose, go_on
from ui.packages.page import PackagesPage

pytestmark = pytest.mark.usefixtures("eighteen_points")


def out_of_sight(widget: QWidget) -> list[str]:
    """Return the texts of buttons of which not everything is seen without scrolling."""
    buttons = [button for button in widget.findChildren(QPushButton) if button.isVisible()]
    assert buttons
    return [b.text() for b in buttons if b.visibleRegion().boundingRect() != b.rect()]


def test_every_button_of_every_step_is_in_sight(
    qtbot: QtBot, page: PackagesPage, mees: int, tmp_path: Path
) -> None:
    assert (page.window().width(), page.window().height()) == (1280, 800)
    wizard = choose(qtbot, page)
    qtbot.waitUntil(lambda: wizard.whose.can_go_on)
    wizard.whose.period.click()
    qtbot.waitUntil(wizard.whose.last.isVisible)
    qtbot.waitUntil(lambda: out_of_sight(wizard) == [])
    wizard.whose.everything.click()
    far = tmp_path / ("een map met een lange naam " * 5).strip()
    far.mkdir()
    for step in (Step.CONTENTS, Step.OTHERS, Step.FILES, Step.DELIVERY, Step.RESULT):
        if step is Step.RESULT:
            wizard.delivery.place.setText(str(far / "p.zip"))
        go_on(qtbot, wizard, step)
        qtbot.waitUntil(wizard.forth.isEnabled)
        qtbot.waitUntil(lambda: out_of_sight(wizard) == [])
    assert wizard.result.remove.isVisible()
    page.check()
    qtbot.waitUntil(lambda: out_of_sight(page.checking) == [])


def test_how_many_there_are_of_a_kind_stands_beside_it(
    qtbot: QtBot, page: PackagesPage, mees: int
) -> None:
    wizard = choose(qtbot, page)
    go_on(qtbot, wizard, Step.CONTENTS)
    kinds = wizard.contents.kinds
    qtbot.waitUntil(lambda: kinds.rowCount() > 4)
    qtbot.waitUntil(lambda: not kinds.horizontalScrollBar().isVisible())
    assert kinds.columnViewportPosition(2) + kinds.columnWidth(2) <= kinds.viewport().width()
