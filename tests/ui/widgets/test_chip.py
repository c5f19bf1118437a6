"""A chip looks as Qt would draw it, in every state, though it draws itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import icons
from ui.theme.theme import Theme
from ui.theme.tokens import Density, Scheme
from ui.widgets.chip import Chip
from ui.widgets.ground import paint_ground

TEXTS = ("netwerk", "AVA fi && über", "Laptop van mevrouw De Vries (4e)", "שלום 12", "W", "")


Pair = tuple[QPushButton, QPushButton]
"""A chip, and a button of Qt's own in the same dress."""


@pytest.fixture
def pair(qtbot: QtBot, theme: Theme) -> Iterator[Pair]:
    theme.choose(Scheme.LIGHT, Density.COMFORTABLE)  # whatever was looked at before
    page = QWidget()
    paint_ground(page)
    qtbot.addWidget(page)
    pair = Chip(), QPushButton()
    pair[1].setProperty("role", "chip")
    for button in pair:
        button.setParent(page)
    pair[1].move(0, 60)
    page.resize(400, 120)
    theme.dress(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield pair
    page.hide()  # it is alive until here
    theme.choose(Scheme.SYSTEM)


def name(pair: Pair, text: str) -> None:
    for button in pair:
        button.setText(text)
        button.resize(button.sizeHint())
        button.clearFocus()


def look(button: QPushButton) -> QImage:
    return button.window().grab(button.geometry()).toImage()  # with what is behind its corners


def looks_with_the_keyboard(button: QPushButton) -> QImage:
    button.setFocus()
    return look(button)


@pytest.mark.parametrize("drawing", ["", "tag"])
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_it_looks_as_qt_draws_it(pair: Pair, theme: Theme, drawing: str, scheme: Scheme) -> None:
    theme.choose(scheme)
    chip, plain = pair
    if drawing:
        for button in pair:
            button.setIcon(icons.icon(drawing, theme.palette.muted, 14))
    for text in TEXTS:  # one after the other, as for one ticket after the other
        name(pair, text)
        assert look(chip) == look(plain), text
        assert looks_with_the_keyboard(chip) == looks_with_the_keyboard(plain), text


def test_each_state_has_its_look_and_rest_the_one_it_had(pair: Pair) -> None:
    chip, plain = pair
    name(pair, "netwerk")
    at_rest = look(chip)
    for button in pair:
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    assert look(chip) == look(plain)
    for button in pair:
        button.setDown(True)
    assert look(chip) == look(plain)
    for button in pair:
        button.setDown(False)
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
        button.setEnabled(False)
    assert look(chip) == look(plain)
    chip.setEnabled(True)
    assert look(chip) == at_rest


def test_another_theme_has_another_look(pair: Pair, theme: Theme) -> None:
    chip, plain = pair
    name(pair, "netwerk")
    light = look(chip)
    theme.choose(Scheme.DARK)
    assert look(chip) == look(plain) != light
    theme.choose(Scheme.LIGHT)
    assert look(chip) == light
