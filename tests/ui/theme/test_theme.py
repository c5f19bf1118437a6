"""The theme follows the system or the user's choice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.theme.tokens import DARK, LIGHT, Density, Scheme


@pytest.fixture(autouse=True)
def as_before(theme: Theme) -> Iterator[None]:
    yield
    theme.choose(Scheme.SYSTEM, Density.COMFORTABLE)


def test_a_choice_dresses_the_windows(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    for scheme, palette in ((Scheme.DARK, DARK), (Scheme.LIGHT, LIGHT)):
        theme.choose(scheme)
        assert theme.palette is palette
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == palette.window
        assert palette.accent in window.styleSheet()


def test_a_part_is_dressed_once_however_often_it_is_put_into_another(
    qtbot: QtBot, theme: Theme
) -> None:
    window, part = QMainWindow(), QPushButton("Part")
    qtbot.addWidget(window)
    theme.dress(window)
    dressings: list[QEvent] = []
    part.changeEvent = lambda event: dressings.extend(  # type: ignore[method-assign]
        [event] if event.type() is QEvent.Type.StyleChange else []
    )
    whole: QWidget = part
    for _level in range(4):
        outer = QWidget()
        QVBoxLayout(outer).addWidget(whole)
        outer.sizeHint()
        whole = outer
    assert dressings == []
    window.setCentralWidget(whole)
    assert len(dressings) == 1


def test_a_change_is_told_once_and_only_when_there_is_one(qtbot: QtBot, theme: Theme) -> None:
    theme.choose(Scheme.DARK)
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(Scheme.DARK)
    with qtbot.waitSignal(theme.changed):
        theme.choose(density=Density.COMPACT)
    assert theme.scheme is Scheme.DARK


def test_without_a_choice_the_system_decides(theme: Theme) -> None:
    assert theme.scheme is Scheme.SYSTEM
    assert theme.palette is LIGHT  # the offscreen platform asks for nothing
