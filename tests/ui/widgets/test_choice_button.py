"""A choice looks as what is chosen, and as the state it is in, though its ground is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme.theme import Theme
from ui.theme.tokens import Density, Scheme
from ui.widgets.choice_button import ChoiceButton


@pytest.fixture
def button(qtbot: QtBot, theme: Theme) -> Iterator[ChoiceButton]:
    theme.choose(Scheme.LIGHT, Density.COMFORTABLE)  # whatever was looked at before
    page = QWidget()
    qtbot.addWidget(page)
    button = ChoiceButton(theme, "Status", keep_ground=True)
    other = ChoiceButton(theme, "Priority")
    button.set_choices([(1, "New"), (2, "Waiting for a third party")])
    column = QVBoxLayout(page)
    for part in (other, button):
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
    theme.dress(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    other.setFocus()
    yield button
    page.hide()  # it is alive until here
    theme.choose(Scheme.SYSTEM)


def look(button: ChoiceButton) -> QImage:
    return button.grab().toImage()


def end_of(drawn: QImage) -> QImage:
    return drawn.copy(drawn.width() - 30, 0, 30, drawn.height())


def test_each_state_has_its_look_and_rest_the_one_it_had(
    qtbot: QtBot, button: ChoiceButton
) -> None:
    looks = [look(button)]
    button.setFocus()
    looks.append(look(button))
    button.setDown(True)
    looks.append(look(button))
    button.setDown(False)
    button.clearFocus()
    button.setEnabled(False)
    looks.append(look(button))
    assert all(one != other for n, one in enumerate(looks) for other in looks[:n])
    button.setEnabled(True)
    assert look(button) == looks[0]


def shades(drawn: QImage) -> bytes:
    picture = drawn.convertToFormat(QImage.Format.Format_ARGB32)
    return bytes(picture.constBits())  # it is read where it lies, so it must still be there


def furthest(one: QImage, other: QImage) -> int:
    """By how many of 255 shades the most different pixels differ."""
    return max(abs(a - b) for a, b in zip(shades(one), shades(other), strict=True))


def test_it_looks_as_one_that_keeps_nothing(theme: Theme, button: ChoiceButton) -> None:
    plain = ChoiceButton(theme, "Status")
    plain.set_choices([(1, "New"), (2, "Waiting for a third party")])
    plain.setParent(button.parentWidget())
    plain.resize(button.size())
    for state in (plain, button):
        state.clearFocus()
        state.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    assert furthest(look(button), look(plain)) <= 1  # as a rounded corner may come out


def test_another_choice_is_shown_by_its_text_and_width(qtbot: QtBot, button: ChoiceButton) -> None:
    before, width = look(button), button.width()
    button.set_value(2)
    qtbot.waitUntil(lambda: button.width() > width)
    assert look(button) != before
    assert end_of(look(button)) == end_of(before)
    button.set_value(1)
    qtbot.waitUntil(lambda: button.width() == width)
    assert look(button) == before


def test_another_theme_has_another_look(qtbot: QtBot, theme: Theme, button: ChoiceButton) -> None:
    light = look(button)
    theme.choose(Scheme.DARK)
    try:
        assert look(button).pixelColor(4, 15) != light.pixelColor(4, 15)
    finally:
        theme.choose(Scheme.LIGHT)
    assert look(button) == light


def opened(qtbot: QtBot, button: ChoiceButton) -> QMenu:
    """Open the menu as Space does, without waiting until it is closed again."""
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    qtbot.waitUntil(menu.isVisible)
    return menu


def at(menu: QMenu) -> str:
    return menu.activeAction().text()


FIELDS = ("Serial number", "Asset tag", "State", "Make", "Make & model", "Not imported")


# What the offscreen screen says of every menu that opens.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_letters_lead_to_the_choice_that_begins_with_them(
    qtbot: QtBot, button: ChoiceButton
) -> None:
    button.set_choices([(text, text) for text in FIELDS], "Not imported")
    menu = opened(qtbot, button)
    qtbot.keyClicks(menu, "s")
    assert at(menu) == "Serial number"
    qtbot.keyClicks(menu, "s")
    assert at(menu) == "State"
    qtbot.keyClicks(menu, "s")
    assert at(menu) == "Serial number"
    qtbot.wait(QApplication.keyboardInputInterval() + 20)
    qtbot.keyClicks(menu, "make &")
    assert at(menu) == "Make && model"
    qtbot.keyClick(menu, Qt.Key.Key_Home)
    assert at(menu) == "Serial number"
    qtbot.keyClick(menu, Qt.Key.Key_End)
    assert at(menu) == "Not imported"
    qtbot.wait(QApplication.keyboardInputInterval() + 20)
    qtbot.keyClicks(menu, "z")  # none: it stays
    assert at(menu) == "Not imported"
    qtbot.wait(QApplication.keyboardInputInterval() + 20)
    qtbot.keyClicks(menu, "a")
    with qtbot.waitSignal(button.picked) as taken:
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert taken.args == ["Asset tag"]
    assert not menu.isVisible()


# What the offscreen screen says of every menu that opens.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_letter_and_space_at_once_take_the_choice(qtbot: QtBot, button: ChoiceButton) -> None:
    button.set_choices([(text, text) for text in FIELDS], "Not imported")
    menu = opened(qtbot, button)
    qtbot.keyClicks(menu, "a")
    with qtbot.waitSignal(button.picked, timeout=1_000) as taken:
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert taken.args == ["Asset tag"]
    assert not menu.isVisible()
