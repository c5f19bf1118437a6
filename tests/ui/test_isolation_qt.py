"""The safeguards see what a test of the window leaves behind."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.isolation import left_over_qt


def test_a_window_left_behind_is_seen(qapp: QApplication) -> None:
    window = QWidget()
    window.setObjectName("forgotten")
    assert left_over_qt() == ["window QWidget 'forgotten'"]
    window.deleteLater()
    assert left_over_qt() == []


def test_a_running_timer_is_seen(qapp: QApplication) -> None:
    timer = QTimer()
    timer.setObjectName("forgotten")
    timer.start(10_000)
    assert left_over_qt() == ["timer 'forgotten' of NoneType"]
    timer.stop()
    assert left_over_qt() == []
