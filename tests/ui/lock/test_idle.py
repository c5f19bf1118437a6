"""Nobody at work for a while locks the window; a key or the mouse begins the while again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.lock.idle import IdleWatch

PER_MINUTE = 60


class Watch:
    """The seconds that the test says have passed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def widget(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    yield widget
    widget.close()


def test_after_the_minutes_without_a_touch_it_says_so(qtbot: QtBot, widget: QWidget) -> None:
    watch = Watch()
    idle = IdleWatch(widget, watch)
    said: list[bool] = []
    idle.idle.connect(lambda: said.append(True))
    idle.start(5)
    watch.seconds = 4.9 * PER_MINUTE
    idle.look()
    assert not said
    watch.seconds = 5 * PER_MINUTE
    idle.look()
    assert said
    idle.stop()


@pytest.mark.parametrize("touch", ["key", "click", "move"])
def test_a_touch_begins_the_while_again(qtbot: QtBot, widget: QWidget, touch: str) -> None:
    watch = Watch()
    idle = IdleWatch(widget, watch)
    said: list[bool] = []
    idle.idle.connect(lambda: said.append(True))
    idle.start(5)
    watch.seconds = 4 * PER_MINUTE
    window = widget.windowHandle()
    if touch == "key":
        QTest.keyClick(window, Qt.Key.Key_A)
    elif touch == "click":
        QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    else:
        QTest.mouseMove(window, QPoint(5, 5))
        qtbot.wait(20)
    watch.seconds = 8 * PER_MINUTE
    idle.look()
    assert not said
    watch.seconds = 9 * PER_MINUTE
    idle.look()
    assert said
    idle.stop()


def test_a_dialog_s_touches_count_too(qtbot: QtBot, widget: QWidget) -> None:
    watch = Watch()
    idle = IdleWatch(widget, watch)
    said: list[bool] = []
    idle.idle.connect(lambda: said.append(True))
    idle.start(1)
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    watch.seconds = 50
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_A)
    other.close()
    watch.seconds = 70
    idle.look()
    assert not said
    idle.stop()


def test_the_timer_itself_looks(qtbot: QtBot, widget: QWidget) -> None:
    idle = IdleWatch(widget)
    with qtbot.waitSignal(idle.idle, timeout=2_000):
        idle.start(0.001)
