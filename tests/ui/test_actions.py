"""What can be done is said once: keys, menus and lists of it agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Action, Actions
from ui.theme.theme import Theme


class Room(QWidget):
    """A window with a text field and a thing that is none."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.other = QWidget()
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.other)
        self.registry = Actions(self)
        self.done: list[str] = []

    def can(self, name: str, *keys: str, page: str = "", enabled: bool = True) -> None:
        self.registry.add(
            Action(name, name, lambda: self.done.append(name), keys, page, enabled=lambda: enabled)
        )


@pytest.fixture
def room(qtbot: QtBot, theme: Theme) -> Iterator[Room]:
    room = Room()
    qtbot.addWidget(room)
    with qtbot.waitActive(room):
        room.show()
        room.activateWindow()
    room.other.setFocus()
    yield room
    room.close()


def test_a_single_key_works_and_is_typed_where_one_types(qtbot: QtBot, room: Room) -> None:
    room.can("reply", "R")
    room.can("help", "?")
    qtbot.keyClick(room.other, Qt.Key.Key_R)
    assert room.done == ["reply"]
    qtbot.keyClick(room.other, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    room.line.setFocus()
    qtbot.keyClicks(room.line, "r?R")
    assert room.done == ["reply", "help"]
    assert room.line.text() == "r?R"


def test_a_combination_works_in_a_text_field_too(qtbot: QtBot, room: Room) -> None:
    room.can("palette", "Ctrl+K")
    room.line.setFocus()
    qtbot.keyClick(room.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert room.done == ["palette"]
    assert room.line.text() == ""


def test_a_key_means_what_the_page_at_work_says(qtbot: QtBot, room: Room) -> None:
    room.can("window", "E")
    room.can("one", "E", page="one")
    room.can("two", "E", "D", page="two")
    qtbot.keyClick(room.other, Qt.Key.Key_E)
    room.registry.set_page("two")
    qtbot.keyClick(room.other, Qt.Key.Key_E)
    room.registry.set_page("one")
    qtbot.keyClick(room.other, Qt.Key.Key_E)
    qtbot.keyClick(room.other, Qt.Key.Key_D)
    assert room.done == ["window", "two", "one"]


def test_what_cannot_be_done_now_is_not_done_and_not_offered(qtbot: QtBot, room: Room) -> None:
    room.can("never", "N", enabled=False)
    room.can("elsewhere", page="two")
    room.can("always")
    qtbot.keyClick(room.other, Qt.Key.Key_N)
    assert not room.registry.run("never")
    assert not room.registry.run("elsewhere")
    assert room.registry.run("always")
    assert room.done == ["always"]
    assert [action.id for action in room.registry.available()] == ["always"]


def test_the_page_s_own_actions_are_offered_first(room: Room) -> None:
    room.can("general")
    room.can("own", page="one")
    room.registry.set_page("one")
    assert [action.id for action in room.registry.available()] == ["own", "general"]


def test_a_removed_action_is_gone_with_its_key(qtbot: QtBot, room: Room) -> None:
    room.can("reply", "R")
    room.registry.remove("reply")
    room.registry.remove("reply")
    qtbot.keyClick(room.other, Qt.Key.Key_R)
    assert room.done == []
    assert room.registry.get("reply") is None


def test_a_menu_shows_the_key_and_does_the_action(room: Room, theme: Theme) -> None:
    room.can("reply", "R")
    made = room.registry.menu_action("reply", room, theme)
    assert made.text() == "reply\tR"
    made.trigger()
    assert room.done == ["reply"]
