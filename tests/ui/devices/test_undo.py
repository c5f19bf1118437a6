"""A hand-over or return made by mistake is taken back with Ctrl+Z."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.device import Device, DeviceState
from app.workflows import devices
from app.workflows.session import Session
from tests.ui.parts import pick
from ui.devices.hand_over_dialog import HandOverDialog
from ui.devices.page import DevicesPage
from ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Keys:
    """Somebody with a keyboard alone."""

    qtbot: QtBot
    window: MainWindow
    page: DevicesPage

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.qtbot.keyClick(self._at, key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self._at, text)

    @property
    def _at(self) -> QWidget:
        """Where the keyboard is; this screen gives it to no window by itself."""
        top = self.page.dialog or self.window
        if QApplication.activeWindow() is not top:
            top.activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.activeWindow() is top)
        at = QApplication.focusWidget()
        assert at is not None
        assert at.window() is top
        return at

    def find(self, fragment: str) -> Device:
        """Find a device and stand on its row."""
        page = self.page
        self.press(Qt.Key.Key_F, CONTROL)
        page.field.line.selectAll()
        self.press(Qt.Key.Key_Delete)
        self.qtbot.waitUntil(lambda: page.model.rowCount() > 1)
        self.type(fragment)
        self.qtbot.waitUntil(lambda: page.model.rowCount() == 1)
        self.press(Qt.Key.Key_Down)
        wanted = page.model.id_at(0)
        self.qtbot.waitUntil(lambda: page.device is not None and page.device.row.id == wanted)
        assert page.device is not None
        return page.device

    def give(self, person: str) -> None:
        """Hand the device that is shown over to somebody."""
        dialog = self._dialog()
        self.type(person)
        self.qtbot.waitUntil(dialog.person.found.isVisible)
        self.press(Qt.Key.Key_Return)
        self.press(Qt.Key.Key_Return)
        self._done()

    def take_back(self, state: str) -> None:
        """Take the device that is shown back."""
        dialog = self._dialog()
        pick(dialog.way, "Take back")
        pick(dialog.state, state)
        self.press(Qt.Key.Key_Return, CONTROL)
        self._done()

    def _dialog(self) -> HandOverDialog:
        self.press(Qt.Key.Key_H)
        dialog = self.page.dialog
        assert isinstance(dialog, HandOverDialog)
        return dialog

    def _done(self) -> None:
        self.qtbot.waitUntil(lambda: self.page.dialog is None)
        self.qtbot.waitUntil(lambda: "Ctrl+Z undoes it" in self.said)

    @property
    def said(self) -> str:
        return self.window.statusBar().currentMessage()


@pytest.fixture
def keys(qtbot: QtBot, window: MainWindow, page: DevicesPage) -> Keys:
    return Keys(qtbot, window, page)


def test_a_telephone_given_to_the_wrong_person_is_back_at_the_right_one(
    qtbot: QtBot, page: DevicesPage, session: Session, keys: Keys
) -> None:
    before = keys.find("237518")
    keys.give("anouk")
    assert keys.said == "Anouk de Wit has it now. Ctrl+Z undoes it."
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.owner == "Anouk de Wit")
    keys.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: keys.said == "The device is as before.")
    qtbot.waitUntil(lambda: page.device is not None and page.device.custody == before.custody)
    after = devices.get(session, before.row.id)
    assert (after.row.owner, after.custody) == ("Fatima El Amrani", before.custody)
    assert not page.undoing.can_undo


def test_a_device_taken_back_by_mistake_is_with_whom_it_was(
    qtbot: QtBot, page: DevicesPage, session: Session, keys: Keys
) -> None:
    before = keys.find("237518")
    keys.take_back("In repair")
    assert devices.get(session, before.row.id).row.state is DeviceState.IN_REPAIR
    keys.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: keys.said == "The device is as before.")
    after = devices.get(session, before.row.id)
    assert (after.row.state, after.custody) == (DeviceState.IN_USE, before.custody)


def test_the_device_that_is_put_back_is_shown_whichever_was(
    qtbot: QtBot, page: DevicesPage, session: Session, keys: Keys
) -> None:
    before = keys.find("237518")
    keys.give("anouk")
    other = keys.find("PF3K2XQ7")
    assert other.row.id != before.row.id
    keys.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: keys.said == "The device is as before.")
    qtbot.waitUntil(lambda: page.device is not None and page.device.row.id == before.row.id)
    assert devices.get(session, before.row.id).custody == before.custody


def test_what_somebody_else_made_of_the_device_since_is_kept_and_told(
    qtbot: QtBot, window: MainWindow, page: DevicesPage, session: Session, keys: Keys
) -> None:
    device = keys.find("237518").row.id
    keys.give("anouk")
    now = devices.get(session, device).row  # by another program, unseen by this window
    devices.set_state(session, device, DeviceState.LOST, now.version)
    keys.press(Qt.Key.Key_Z, CONTROL)
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    after = devices.get(session, device).row
    assert (after.owner, after.state) == ("Anouk de Wit", DeviceState.LOST)


@pytest.mark.parametrize("destroyed", [True, False])
def test_a_hand_over_is_not_undone_over_a_later_change_or_an_erasure(
    page: DevicesPage, keys: Keys, destroyed: bool
) -> None:
    device = keys.find("237518").row.id
    keys.give("anouk")
    assert page.undoing.can_undo
    changes = Changes(destroyed=True) if destroyed else Changes(devices=frozenset({device}))
    page.context.jobs.changed.emit(changes)
    assert not page.undoing.can_undo
