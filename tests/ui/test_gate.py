"""The way in: the first day, a passphrase, a wrong one, the recovery code, and locking."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.model.staff import Role
from app.workflows import members
from app.workflows import session as sessions
from tests.ui.example_store import PASSPHRASE, make_store
from tests.ui.parts import pick
from ui import prompts
from ui.first_run import FirstRun
from ui.main_window import MainWindow
from ui.strength import Strength, strength
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

Opener = Callable[[Path], MainWindow]


def first_run(window: MainWindow) -> FirstRun:
    gate = window.findChild(FirstRun)
    assert gate is not None
    return gate


def unlock(window: MainWindow) -> Unlock:
    gate = window.findChild(Unlock)
    assert gate is not None
    return gate


def test_the_first_day_ends_in_an_open_store_and_a_kept_code(
    qtbot: QtBot, open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(prompts, "print_text", lambda _parent, _title, text: printed.append(text))
    window = open_window(tmp_path / "new")
    gate = first_run(window)
    qtbot.keyClick(gate.name, Qt.Key.Key_Return)
    assert gate.focusWidget() is gate.name
    assert "name is needed" in gate.advice.text()
    qtbot.keyClicks(gate.name, "Noor Visser")
    qtbot.keyClicks(gate.secret, PASSPHRASE[:8])
    qtbot.mouseClick(gate.button, Qt.MouseButton.LeftButton)
    assert gate.focusWidget() is gate.secret
    assert "At least ten" in gate.secret.accessibleDescription()
    qtbot.keyClicks(gate.secret, PASSPHRASE[8:])
    qtbot.keyClicks(gate.again, PASSPHRASE[:-1])
    assert "differ" not in gate.advice.text()  # it is still being typed
    qtbot.keyClick(gate.again, Qt.Key.Key_Return)
    assert "differ" in gate.advice.text()
    assert gate.again.property("wrong")
    assert not (tmp_path / "new").exists()
    qtbot.keyClicks(gate.again, PASSPHRASE[-1])
    qtbot.mouseClick(gate.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(gate, "code"), timeout=15_000)
    code = gate.code.text().replace("\n", "")
    qtbot.mouseClick(gate.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().replace("-", "") in code.replace("-", "")
    assert "half a minute" in gate.messages.message.text()
    qtbot.mouseClick(gate.print, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() in printed[0]
    assert not gate.enter.isEnabled()
    gate.kept.setFocus()
    qtbot.keyClick(gate.kept, Qt.Key.Key_Return)  # not yet: nobody has written it down
    assert window.workspace is None
    qtbot.keyClick(gate.kept, Qt.Key.Key_Space)
    qtbot.keyClick(gate.kept, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)
    page = window.findChild(TicketsPage)
    assert page is not None
    qtbot.waitUntil(page.empty.isVisible)
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    sessions.unlock_with_recovery(tmp_path / "new", printed[0].split()[-1]).close()


def test_a_store_made_and_not_entered_is_closed_with_the_window(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    window = open_window(tmp_path / "new")
    gate = first_run(window)
    gate.name.setText("Noor Visser")
    gate.secret.setText(PASSPHRASE)
    gate.again.setText(PASSPHRASE)
    gate.button.click()
    qtbot.waitUntil(lambda: hasattr(gate, "code"), timeout=15_000)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    sessions.unlock(tmp_path / "new", PASSPHRASE).close()


def test_a_wrong_passphrase_says_so_and_leaves_the_field_ready(
    qtbot: QtBot, open_window: Opener, store: Path
) -> None:
    window = open_window(store)
    gate = unlock(window)
    assert gate.secret.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(gate.secret, "not the passphrase")
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(gate.messages.isVisible)
    assert "does not open" in gate.messages.message.text()
    assert gate.secret.selectedText()
    assert window.workspace is None
    qtbot.keyClicks(gate.secret, PASSPHRASE)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_another_name_is_chosen_and_its_passphrase_typed_in_place_of_the_wrong_one(
    qtbot: QtBot, open_window: Opener, store: Path
) -> None:
    session = sessions.unlock(store, PASSPHRASE)
    members.add(session, "Mees Jansen", Role.TECHNICIAN, other := "basalt hamster karwij")
    session.close()
    gate = unlock(window := open_window(store))
    qtbot.waitUntil(gate.name.isVisible)
    qtbot.keyClicks(gate.secret, "not the passphrase")
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(gate.messages.isVisible)
    gate.secret.deselect()  # as the menu of names does
    pick(gate.name, "Mees Jansen")
    assert not gate.messages.isVisible()
    qtbot.keyClicks(gate.secret, other)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_the_recovery_code_opens_the_store(
    qtbot: QtBot, open_window: Opener, tmp_path: Path
) -> None:
    session, code = make_store(tmp_path / "store")
    session.close()
    window = open_window(tmp_path / "store")
    gate = unlock(window)
    qtbot.mouseClick(gate.other_way, Qt.MouseButton.LeftButton)
    assert not gate.secret.isVisible()
    qtbot.keyClicks(gate.code, code)
    qtbot.keyClick(gate.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_a_store_in_use_says_who_holds_it(qtbot: QtBot, open_window: Opener, store: Path) -> None:
    held = sessions.unlock(store, PASSPHRASE)
    try:
        gate = unlock(open_window(store))
        qtbot.keyClicks(gate.secret, PASSPHRASE)
        qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
        qtbot.waitUntil(gate.messages.isVisible)
        assert gate.messages.hint.text()
        said = gate.messages.message.text()
        assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d\.$", said)  # by this clock
        assert f"{datetime.now().astimezone():%Y-%m-%d %H}" in said
    finally:
        held.close()


def test_locking_hides_everything_at_once_and_closes_the_store(
    qtbot: QtBot, window: MainWindow, store: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace is None
    assert not any(page.isVisible() for page in window.findChildren(TicketsPage))
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    sessions.unlock(store, PASSPHRASE).close()
    gate = unlock(window)
    qtbot.keyClicks(gate.secret, PASSPHRASE)
    qtbot.keyClick(gate.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None)


def test_closing_the_window_closes_the_store(qtbot: QtBot, window: MainWindow, store: Path) -> None:
    window.close()
    qtbot.waitUntil(lambda: window.is_shut)
    sessions.unlock(store, PASSPHRASE).close()


def test_length_and_variety_make_a_passphrase_strong() -> None:
    assert strength("kort") is Strength.SHORT
    assert strength("aaaaaaaaaaaaaaaaaaaaaaaaaaa") is Strength.WEAK
    assert strength("19680412345678") is Strength.WEAK
    assert strength("karwij basalt ha") is Strength.GOOD
    assert strength("karwij basalt hamster regen") is Strength.STRONG
