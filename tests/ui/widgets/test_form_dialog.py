"""What is typed into a dialog is not lost by a slip of the finger."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from app.model.staff_texts import CannedReply
from tests.ui.tickets.conftest import at_work
from ui import prompts
from ui.main_window import MainWindow
from ui.settings.dialogs import ChangePassphrase, NewRecoveryCode
from ui.tickets.canned_menu import CannedDialog
from ui.tickets.new_ticket import NewTicketDialog
from ui.widgets.question import Question

LONG = "The third one this week that hums"


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> NewTicketDialog:
    assert window.workspace is not None
    dialog = NewTicketDialog(window.workspace.context, window.workspace)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.requester.line)
    return dialog


@pytest.mark.parametrize("goes_on", [True, False])
def test_escape_asks_before_it_throws_away_what_was_typed(
    qtbot: QtBot, dialog: NewTicketDialog, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    def press(asked: Question) -> int:
        shown.append(asked.text.text())
        asked.open()
        if goes_on:
            qtbot.keyClick(asked, Qt.Key.Key_Escape)
        else:
            qtbot.mouseClick(asked.agree, Qt.MouseButton.LeftButton)
        return 0

    shown: list[str] = []
    monkeypatch.setattr(Question, "exec", press)
    dialog.text.setFocus()
    qtbot.keyClicks(at_work(), LONG)
    qtbot.keyClick(at_work(), Qt.Key.Key_Escape)
    assert shown == ["What you typed here would be lost."]
    assert dialog.isVisible() is goes_on
    assert dialog.text.toPlainText() == LONG


def test_a_dialog_with_little_or_nothing_in_it_closes_at_once(
    qtbot: QtBot, dialog: NewTicketDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: pytest.fail("asked all the same"))
    qtbot.keyClicks(at_work(), "a long name to look somebody up by")
    dialog.title.setText("what the program put there itself")
    dialog.queue.line.setFocus()
    qtbot.keyClicks(at_work(), "Netwerk")
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("words", "asks"), [("kort", False), (LONG, True)])
def test_what_stood_there_before_need_not_be_typed_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, words: str, asks: bool
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(prompts, "confirm", lambda *what: asked.append(what))
    assert window.workspace is not None
    given = CannedReply(1, "Groet", f"Dag {{name}}, {LONG}. Groeten, {{me}}", 1)
    dialog = CannedDialog(window.workspace.context, window, given)
    dialog.open()
    dialog.text.setFocus()
    for _ in range(5):
        qtbot.keyClick(dialog.text, Qt.Key.Key_Right)
    qtbot.keyClicks(dialog.text, words)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert bool(asked) is asks
    assert dialog.isVisible() is asks
    dialog.done(0)


def test_what_came_back_after_a_lock_is_asked_about_too(
    qtbot: QtBot, window: MainWindow, dialog: NewTicketDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(prompts, "confirm", lambda *what: asked.append(what))
    qtbot.keyClicks(dialog.title, LONG)
    kept = dialog.remember()
    dialog.done(0)
    again = NewTicketDialog(dialog.context, window)
    again.restore(kept)
    again.open()
    qtbot.keyClick(again.title, Qt.Key.Key_Escape)
    assert asked
    assert again.isVisible()
    again.done(0)


def test_a_passphrase_is_dropped_without_a_question(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: pytest.fail("asked all the same"))
    assert window.workspace is not None
    dialog = ChangePassphrase(window.workspace.context, window.workspace, lambda: None)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(at_work()))
    assert isinstance(at_work(), QLineEdit)  # the first field, without a press of Tab
    qtbot.keyClicks(at_work(), "correct horse battery staple")
    qtbot.keyClick(at_work(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_grows_with_what_it_says(qtbot: QtBot, dialog: NewTicketDialog) -> None:
    (area,) = (a for a in dialog.findChildren(QScrollArea) if a.widgetResizable())
    assert area.verticalScrollBar().maximum() == 0
    qtbot.keyClicks(at_work(), "zzqx")
    qtbot.waitUntil(dialog.requester.nobody.isVisible)
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.messages.isVisible)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


def test_the_title_stands_as_high_over_texts_as_over_what_grows(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.workspace is not None
    context = window.workspace.context
    for dialog in (NewRecoveryCode(context, window), CannedDialog(context, window, None)):
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        first = dialog.form.itemAt(0)
        assert first is not None
        title = first.widget()
        assert title is not None
        assert title.height() == title.heightForWidth(title.width())
        dialog.done(0)
